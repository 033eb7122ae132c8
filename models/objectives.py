"""What the embedder's training minimises: own pairs together, others apart, garments of a kind near each other."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.colours import PILLARS
from models.crops import GARMENTS
from models.kinds import KINDS

DIMENSIONS = 128
TEMPERATURE = 0.07
SHARPNESS = 12.0


class Kinds(nn.Module):
    """One learnt direction a kind of garment, as Zhai & Wu, "Classification is a strong baseline for deep metric
    learning" (BMVC 2019): garments of a kind come together, so that the nearest to a hoodie are hoodies. For training
    only."""

    def __init__(self):
        super().__init__()
        self.directions = nn.Parameter(F.normalize(torch.randn(len(KINDS), DIMENSIONS)))

    def forward(self, embeddings: Tensor, possible: Tensor) -> Tensor:
        """Mean of −log P(a possible kind); `possible` (B, len(KINDS)) of bool, as little as the category being known."""
        scores = (SHARPNESS * embeddings @ F.normalize(self.directions).T).log_softmax(1)
        return -scores.masked_fill(~possible, -1e4).logsumexp(1).mean()


class Colours(nn.Module):
    """One learnt direction a pillar of colour in every category, as `Kinds`: garments of a category and of like colours
    come together, a black bag and black shoes do not. For training only."""

    def __init__(self):
        super().__init__()
        self.directions = nn.Parameter(F.normalize(torch.randn(len(GARMENTS) * PILLARS, DIMENSIONS)))

    def forward(self, embeddings: Tensor, categories: Tensor, shares: Tensor) -> Tensor:
        """Mean cross-entropy of the pillars to `shares` (B, PILLARS), rows of which sum to one; categories one-hot (B, 8)."""
        scores = (SHARPNESS * embeddings @ F.normalize(self.directions).T).log_softmax(1)
        return -((categories[:, :, None] * shares[:, None]).flatten(1) * scores).sum(1).mean()


def contrast(query: Tensor, shop: Tensor, more: Tensor | None) -> Tensor:
    """InfoNCE both ways (van den Oord et al., 2018); `more` are negatives for both."""
    target = torch.arange(len(query), device=query.device)
    forth, back = query @ shop.T, shop @ query.T
    if more is not None:
        forth, back = torch.cat([forth, query @ more.T], 1), torch.cat([back, shop @ more.T], 1)
    return (F.cross_entropy(forth / TEMPERATURE, target) + F.cross_entropy(back / TEMPERATURE, target)) / 2


def triplet(query: Tensor, shop: Tensor, margin: float) -> Tensor:
    """Triplet loss with the hardest negative of the batch (Hermans et al., 2017), on Euclidean distances."""
    distances = (2 - 2 * query @ shop.T).clamp(min=1e-6).sqrt()
    same = torch.eye(len(query), device=query.device, dtype=torch.bool)
    hardest = distances.masked_fill(same, 9.0)
    own = distances.diagonal()
    return (F.relu(own - hardest.amin(1) + margin) + F.relu(own - hardest.amin(0) + margin)).mean() / 2
