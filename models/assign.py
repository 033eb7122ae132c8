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
    """A batch; pictures with fewer boxes than others are filled up, `labels` −1.

    `boxes` (B, M, 4) in pixels, `labels` (B, M), `also` (B, M): second labels or −1, `ignore` (B, K, 5): boxes, and the
    label of which nothing is known there or −1 for all, filled up with zeros, `known` (B, 9) of 0 or 1.
    """

    boxes: Tensor
    labels: Tensor
    also: Tensor
    ignore: Tensor
    known: Tensor


def iou(a: Tensor, b: Tensor) -> Tensor:
    """Pairwise intersection over union of (…, N, 4) and (…, M, 4): (…, N, M)."""
    ax0, ay0, ax1, ay1 = a[..., :, None, :].unbind(-1)
    bx0, by0, bx1, by1 = b[..., None, :, :].unbind(-1)
    wide = (torch.minimum(ax1, bx1) - torch.maximum(ax0, bx0)).clamp(min=0)
    inter = wide * (torch.minimum(ay1, by1) - torch.maximum(ay0, by0)).clamp(min=0)
    return inter / ((ax1 - ax0) * (ay1 - ay0) + (bx1 - bx0) * (by1 - by0) - inter + 1e-7)


def inside(points: Tensor, boxes: Tensor) -> Tensor:
    """Which of the boxes (…, M, 4) hold which of the points (N, 2): (…, M, N)."""
    x, y = points[:, 0], points[:, 1]
    x0, y0, x1, y1 = boxes[..., None].unbind(-2)
    return (x > x0) & (x < x1) & (y > y0) & (y < y1)


def unsure(points: Tensor, ignore: Tensor, labels: int) -> Tensor:
    """Of which labels nothing is known at points (N, 2), by areas (…, K, 5) as in `Targets`: (…, N, labels)."""
    label = ignore[..., 4:]
    of = (label < 0) | (label == torch.arange(labels, device=ignore.device))
    return inside(points, ignore[..., :4]).transpose(-1, -2).float() @ of.float() > 0


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
    """The box each cell learns (B, N), −1 for none, and the quality (B, N) its score should reach."""
    (batch, n), m = scores.shape[:2], t.boxes.shape[1]
    if m == 0:
        return scores.new_full((batch, n), -1, dtype=torch.long), scores.new_zeros(batch, n)
    overlap = iou(t.boxes, boxes)
    wanted = t.labels.clamp(min=0)[:, :, None].expand(batch, m, n)
    align = scores.transpose(1, 2).gather(1, wanted).sqrt() * overlap.pow(4)
    middle = ((t.boxes[..., :2] + t.boxes[..., 2:]) / 2)[:, :, None]
    near = ((points - middle).abs() < strides[:, None]).all(-1)
    allowed = (inside(points, t.boxes) | near) & (t.labels >= 0)[:, :, None]
    align = torch.where(allowed, align + 1e-9, align.new_zeros(()))
    top = align.topk(min(TOP, n), dim=2)
    chosen = torch.zeros_like(align, dtype=torch.bool).scatter_(2, top.indices, top.values > 0)
    # A cell wanted by several boxes takes the one it already overlaps most.
    owner = torch.where(chosen, overlap + 1e-6, overlap.new_full((), -1)).max(1)
    who = torch.where(owner.values > 0, owner.indices, owner.indices.new_full((), -1))
    mine = chosen & (who[:, None] == torch.arange(m, device=who.device)[:, None])
    align, overlap = align * mine, overlap * mine
    quality = align / (align.amax(2, keepdim=True) + 1e-9) * overlap.amax(2, keepdim=True)
    return who, quality.amax(1)


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


def loss(levels: list[tuple[Tensor, Tensor]], t: Targets) -> tuple[Tensor, dict[str, Tensor]]:
    """The batch's loss and its parts: quality-weighted cross-entropy, CIoU, distribution."""
    points, strides = centres([tuple(classes.shape[2:]) for classes, _ in levels], levels[0][0].device)
    logits = torch.cat([c.flatten(2) for c, _ in levels], 2).transpose(1, 2).float()
    sides = torch.cat([s.flatten(2) for _, s in levels], 2).transpose(1, 2).float()
    sides = sides.reshape(*sides.shape[:2], 4, BINS)
    with torch.no_grad():
        scores = logits.sigmoid()
        who, quality = assign(scores, to_boxes(_distances(sides), points, strides), t, points, strides)
        weight = 0.75 * scores.pow(2) * t.known[:, None] * ~unsure(points, t.ignore, logits.shape[2])
        picture, cell = (who >= 0).nonzero(as_tuple=True)
        which, q = who[picture, cell], quality[picture, cell]
        boxes, labels, also = (table[picture, which] for table in (t.boxes, t.labels, t.also))
        second = also >= 0
        weight[picture[second], cell[second], also[second]] = 0
        goal = torch.zeros_like(logits)
        goal[picture, cell, labels] = q
        # Varifocal weights (Zhang et al., CVPR 2021): a positive counts as much as its quality.
        weight[picture, cell, labels] = q.clamp(min=0.05)
        total = q.sum().clamp(min=1.0)
    class_loss = (F.binary_cross_entropy_with_logits(logits, goal, reduction="none") * weight).sum() / total
    # Only the cells that learn a box need gradients: the others are by far the most.
    learning, points, strides = sides[picture, cell], points[cell], strides[cell]
    box_loss = (ciou_loss(to_boxes(_distances(learning), points, strides), boxes) * q).sum() / total
    away = torch.cat([points - boxes[:, :2], boxes[:, 2:] - points], 1) / strides[:, None]
    spread_loss = (_spread_loss(learning, away) * q).sum() / total
    parts = {"class": class_loss.detach(), "box": box_loss.detach(), "spread": spread_loss.detach()}
    return class_loss + 2.5 * box_loss + 0.5 * spread_loss, parts
