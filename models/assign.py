"""Which cell learns which box (task-aligned, Feng et al., "TOOD", ICCV 2021), and the losses that follow."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from models.net import BINS, centres, to_boxes

TOP = 10
"""How many cells at most learn one box."""


@dataclass
class Targets:
    """One picture: boxes (M, 4) in pixels, labels (M,), second ones (M,) or −1, ignore (K, 4), known (9,) of 0 or 1."""

    boxes: Tensor
    labels: Tensor
    also: Tensor
    ignore: Tensor
    known: Tensor


def iou(a: Tensor, b: Tensor) -> Tensor:
    """Pairwise intersection over union of (N, 4) and (M, 4)."""
    low, high = torch.maximum(a[:, None, :2], b[:, :2]), torch.minimum(a[:, None, 2:], b[:, 2:])
    inter = (high - low).clamp(min=0).prod(-1)
    area_a, area_b = (a[:, 2:] - a[:, :2]).prod(-1), (b[:, 2:] - b[:, :2]).prod(-1)
    return inter / (area_a[:, None] + area_b - inter + 1e-7)


def ciou_loss(p: Tensor, t: Tensor) -> Tensor:
    """1 − complete IoU of paired boxes (Zheng et al., AAAI 2020)."""
    low, high = torch.maximum(p[:, :2], t[:, :2]), torch.minimum(p[:, 2:], t[:, 2:])
    inter = (high - low).clamp(min=0).prod(-1)
    wh_p, wh_t = (p[:, 2:] - p[:, :2]).clamp(min=1e-3), (t[:, 2:] - t[:, :2]).clamp(min=1e-3)
    overlap = inter / (wh_p.prod(-1) + wh_t.prod(-1) - inter + 1e-7)
    hull = torch.maximum(p[:, 2:], t[:, 2:]) - torch.minimum(p[:, :2], t[:, :2])
    apart = (p[:, :2] + p[:, 2:] - t[:, :2] - t[:, 2:]).pow(2).sum(-1) / 4
    shape = (4 / torch.pi**2) * (torch.atan(wh_t[:, 0] / wh_t[:, 1]) - torch.atan(wh_p[:, 0] / wh_p[:, 1])).pow(2)
    with torch.no_grad():
        weight = shape / (1 - overlap + shape + 1e-7)
    return 1 - overlap + apart / (hull.pow(2).sum(-1) + 1e-7) + weight * shape


@torch.no_grad()
def assign(scores: Tensor, boxes: Tensor, t: Targets, points: Tensor, strides: Tensor) -> tuple[Tensor, Tensor]:
    """For one picture: the box each cell learns (N,), −1 for none, and the quality (N,) its score should reach."""
    n, m = len(points), len(t.boxes)
    if m == 0:
        return points.new_full((n,), -1, dtype=torch.long), points.new_zeros(n)
    overlap = iou(t.boxes, boxes)
    align = scores[:, t.labels].T.sqrt() * overlap.pow(4)
    x, y = points[:, 0], points[:, 1]
    inside = (x > t.boxes[:, :1]) & (x < t.boxes[:, 2:3]) & (y > t.boxes[:, 1:2]) & (y < t.boxes[:, 3:4])
    middle = (t.boxes[:, :2] + t.boxes[:, 2:]) / 2
    near = ((points - middle[:, None]).abs() < strides[:, None]).all(-1)
    align = torch.where(inside | near, align + 1e-9, align.new_zeros(()))
    top = align.topk(min(TOP, n), dim=1)
    chosen = torch.zeros_like(align, dtype=torch.bool).scatter_(1, top.indices, top.values > 0)
    # A cell wanted by several boxes takes the one it already overlaps most.
    owner = torch.where(chosen, overlap + 1e-6, overlap.new_full((), -1)).max(0)
    who = torch.where(owner.values > 0, owner.indices, owner.indices.new_full((), -1))
    mine = chosen & (who == torch.arange(m, device=who.device)[:, None])
    align, overlap = align * mine, overlap * mine
    quality = align / (align.amax(1, keepdim=True) + 1e-9) * overlap.amax(1, keepdim=True)
    return who, quality.amax(0)


def _distances(logits: Tensor) -> Tensor:
    """The mean of each side's distribution: (…, 4, BINS) → (…, 4) in strides."""
    return (logits.softmax(-1) * torch.arange(BINS, device=logits.device)).sum(-1)


def _spread_loss(logits: Tensor, distances: Tensor) -> Tensor:
    """Distribution focal loss: two bins around each true distance share its mass. (P, 4, BINS), (P, 4) → (P,)."""
    d = distances.clamp(0, BINS - 1.01)
    low = d.long()
    high_share = d - low
    logs = F.log_softmax(logits, -1)
    low_log, high_log = (logs.gather(-1, (low + k)[..., None])[..., 0] for k in (0, 1))
    return -(low_log * (1 - high_share) + high_log * high_share).mean(-1)


def loss(levels: list[tuple[Tensor, Tensor]], targets: list[Targets]) -> tuple[Tensor, dict[str, float]]:
    """The batch's loss and its parts: quality-weighted cross-entropy, CIoU, distribution."""
    shapes = [tuple(classes.shape[2:]) for classes, _ in levels]
    device = levels[0][0].device
    points, strides = centres(shapes, device)
    logits = torch.cat([c.flatten(2) for c, _ in levels], 2).transpose(1, 2).float()
    sides = torch.cat([s.flatten(2) for _, s in levels], 2).transpose(1, 2).float()
    sides = sides.reshape(*sides.shape[:2], 4, BINS)
    with torch.no_grad():
        boxes = to_boxes(_distances(sides), points, strides)
    goal, weight = torch.zeros_like(logits), torch.ones_like(logits)
    box_sum = spread_sum = logits.sum() * 0
    total = logits.new_zeros(())
    with torch.no_grad():
        scores = logits.sigmoid()
        fade = 0.75 * scores.pow(2)
    for i, t in enumerate(targets):
        who, quality = assign(scores[i], boxes[i], t, points, strides)
        weight[i] = fade[i] * t.known
        if len(t.ignore):
            x, y = points[:, :1], points[:, 1:]
            hidden = (x > t.ignore[:, 0]) & (x < t.ignore[:, 2]) & (y > t.ignore[:, 1]) & (y < t.ignore[:, 3])
            weight[i][hidden.any(1)] = 0
        cells = (who >= 0).nonzero()[:, 0]
        if len(cells) == 0:
            continue
        which, q = who[cells], quality[cells]
        second = t.also[which] >= 0
        weight[i, cells[second], t.also[which][second]] = 0
        goal[i, cells, t.labels[which]] = q
        # Varifocal weights (Zhang et al., CVPR 2021): a positive counts as much as its quality.
        weight[i, cells, t.labels[which]] = q.clamp(min=0.05)
        # Only the cells that learn a box need gradients: the others are by far the most.
        mine = to_boxes(_distances(sides[i, cells]), points[cells], strides[cells])
        box_sum = box_sum + (ciou_loss(mine, t.boxes[which]) * q).sum()
        away = torch.cat([points[cells] - t.boxes[which][:, :2], t.boxes[which][:, 2:] - points[cells]], 1)
        spread_sum = spread_sum + (_spread_loss(sides[i, cells], away / strides[cells, None]) * q).sum()
        total = total + q.sum()
    total = total.clamp(min=1.0)
    class_loss = (F.binary_cross_entropy_with_logits(logits, goal, reduction="none") * weight).sum() / total
    box_loss, spread_loss = box_sum / total, spread_sum / total
    parts = {"class": float(class_loss), "box": float(box_loss), "spread": float(spread_loss)}
    return class_loss + 2.5 * box_loss + 0.5 * spread_loss, parts
