"""The detector's second stage: looks again at every box that the first one proposes, and scores it anew.

Two stages as in Ren et al., "Faster R-CNN" (2015); the scores of both are multiplied, as in Zhou et al., "Probabilistic
two-stage detection" (2021). The first stage is `models.net`, whose maps are looked at again.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.data import LABELS
from models.metrics import overlaps
from models.net import Detector, centres, to_boxes
from models.sides import FewSides, Grid, surest

GRID = 8
"""A box is sampled at 8 × 8 points."""
MARGIN = 0.25
"""What of a box's width and height is looked at on each side of it."""
SHARE = 0.5
"""A score is first^(1−SHARE) · second^SHARE; chosen on validation (`models.second --shares`)."""
MOST = 40
"""Proposals of a label, at most."""
OVERLAP = 0.5
"""Of two proposals of a label that overlap by more (IoU), the surer one stays."""


def suppress(boxes: np.ndarray, scores: np.ndarray, iou: float) -> list[int]:
    """Greedy non-maximum suppression; indices of the kept, best first."""
    order, kept = np.argsort(-scores, kind="stable"), []
    while len(order):
        kept.append(int(order[0]))
        order = order[1:][overlaps(boxes[order[:1]], boxes[order[1:]])[0] <= iou]
    return kept


class Suppression(torch.autograd.Function):
    """NonMaxSuppression of one picture: boxes (1, N, 4), scores (1, 9, N), floor (1,) → rows 0, label, cell."""

    @staticmethod
    def forward(_ctx, boxes: Tensor, scores: Tensor, floor: Tensor) -> Tensor:
        rows, found, corners = [], scores[0].numpy(), boxes[0].numpy()
        for label, values in enumerate(found):
            cells = np.flatnonzero(values > float(floor))
            kept = suppress(corners[cells], values[cells], OVERLAP)[:MOST]
            rows += [[0, label, cell] for cell in cells[kept]]
        return torch.tensor(rows, dtype=torch.long).reshape(-1, 3)

    @staticmethod
    def symbolic(g, boxes, scores, floor):
        most = g.op("Constant", value_t=torch.tensor([MOST]))
        iou = g.op("Constant", value_t=torch.tensor([OVERLAP]))
        return g.op("NonMaxSuppression", boxes, scores, most, iou, floor)


class RoiHead(nn.Module):
    """Maps of the first stage, boxes and their labels → how likely each is what it is called."""

    def __init__(self, channels: int = 96, width: int = 64):
        super().__init__()
        # Sampling is linear: reducing the maps first gives the same and samples fewer channels.
        self.reduce = nn.ModuleList([nn.Conv2d(channels, width, 1, bias=False) for _ in range(3)])
        self.bias = nn.Parameter(torch.zeros(width, 1, 1))
        self.fine, self.coarse = (nn.Conv2d(width, width, 3, padding=1) for _ in range(2))
        self.first = nn.Linear(width * GRID * GRID // 4 + len(LABELS) + 4, 256)
        self.second = nn.Linear(256, 256)
        self.classes = nn.Linear(256, len(LABELS))
        self.drop = nn.Dropout(0.2)
        self.register_buffer("labels", torch.eye(len(LABELS)), persistent=False)
        self.register_buffer("steps", (torch.arange(GRID) + 0.5) / GRID, persistent=False)
        nn.init.normal_(self.classes.weight, std=0.005)
        nn.init.constant_(self.classes.bias, -2.0)

    def reduced(self, maps: list[Tensor]) -> list[Tensor]:
        """The maps (B, channels, h, w) as boxes are sampled from them."""
        return [reduce(level) for reduce, level in zip(self.reduce, maps)]

    def sample(self, maps: list[Tensor], boxes: Tensor, size: Tensor) -> Tensor:
        """Reduced maps of one picture (1, width, h, w), boxes (N, 4) and size (2,) in pixels → (N, width, 8, 8)."""
        around = (boxes[:, 2:] - boxes[:, :2]) * MARGIN
        low, high = boxes[:, :2] - around, boxes[:, 2:] + around
        at = low[:, None] + (high - low)[:, None] * self.steps[None, :, None]
        at = at / size * 2 - 1
        x, y = at[:, None, :, 0], at[:, :, None, 1]
        # Sums instead of expand: the exporter writes fewer nodes.
        points = torch.stack([x + 0 * y, y + 0 * x], -1).reshape(1, -1, GRID, 2)
        seen = [F.grid_sample(level, points, align_corners=False) for level in maps]
        total = seen[0] + seen[1] + seen[2]
        return total.reshape(total.shape[1], -1, GRID, GRID).transpose(0, 1)

    def read(self, seen: Tensor, boxes: Tensor, labels: Tensor, size: Tensor) -> Tensor:
        """What was sampled → 256 numbers a box."""
        x = F.relu(seen + self.bias)
        x = F.max_pool2d(F.relu(self.fine(x)), 2)
        x = F.relu(self.coarse(x)).flatten(1)
        extent = (boxes[:, 2:] - boxes[:, :2]).clamp(min=1) / size.max()
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2 / size.max() - 0.5
        x = torch.cat([self.drop(x), self.labels[labels], middle, extent.log() * 0.5], 1)
        x = F.relu(self.first(x))
        return F.relu(self.second(self.drop(x)))

    def forward(self, maps: list[Tensor], boxes: Tensor, labels: Tensor, size: Tensor) -> Tensor:
        """Probabilities (N, 9) of one picture's boxes."""
        seen = self.sample(self.reduced(maps), boxes, size)
        return self.classes(self.read(seen, boxes, labels, size)).sigmoid()


def cells(levels: tuple[Tensor, ...]) -> tuple[Tensor, Tensor]:
    """`Dense`'s maps → boxes (B, N, 4) in pixels and probabilities (B, N, 9) of all cells."""
    points, strides = centres([tuple(level.shape[2:]) for level in levels], levels[0].device)
    flat = torch.cat([level.flatten(2) for level in levels], 2).transpose(1, 2)
    return to_boxes(flat[..., :4], points, strides), flat[..., 4:]


class TwoStage(nn.Module):
    """The contract's graph: one picture → rows label, score, x0, y0, x1, y1 (fractions of the input), label by label.

    `floor` (1,): boxes of no higher score in the first stage are not looked at again. Without a head the first stage
    alone. Cells are scored all, boxes are computed where a score passes.
    """

    def __init__(self, net: Detector, head: RoiHead | None, share: float = SHARE):
        super().__init__()
        self.net, self.sides, self.head, self.share = net, FewSides(net.boxes), head, share

    def forward(self, images: Tensor, floor: Tensor) -> Tensor:
        maps = self.net.pyramid(images)
        scores = torch.cat([self.net.classes(level).flatten(2) for level in maps], 2)[0].transpose(0, 1).sigmoid()
        cell = surest(scores, floor)
        scores, grid = scores[cell], Grid(maps)
        boxes = grid.boxes(cell, self.sides(maps, grid, cell))
        picked = Suppression.apply(boxes[None], scores.transpose(0, 1)[None], floor)
        # One more, dropped below: nothing has to work with no box at all.
        picked = torch.cat([picked.new_zeros(1, 3), picked])
        labels, place = picked[:, 1], picked[:, 2]
        found = boxes[place]
        size = torch._shape_as_tensor(images)[[3, 2]].to(found.dtype)
        first = scores[place].gather(1, labels[:, None])
        score = first
        if self.head is not None:
            second = self.head(maps, found, labels, size).gather(1, labels[:, None])
            score = first ** (1 - self.share) * second**self.share
        rows = torch.cat([labels[:, None].to(found.dtype), score, found / torch.cat([size, size])], 1)
        return rows[1:]
