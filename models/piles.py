"""The embedder's batches: piles of garments of one category and kind of picture, or of all categories mixed."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import torch
from torch import Tensor

from models import colours, loop
from models.crops import GARMENTS, CropRule, to_input
from models.garments import Item, pair
from models.kinds import allowed
from models.objectives import DIMENSIONS
from models.repaint import recolour

SHARES = {"worn": 0.44, "laid": 0.15, "product": 0.22, "seen": 0.15, "drawn": 0.04}
PAINTED = 0.4
"""How often a garment with a mask comes in another colour, the same one in both views: shapes are learnt then, not garments."""
BANK_AGE, BANK_SIZE = 150, 1024
MIXED = 0.5
"""Share of batches that hold garments of all categories: batches of one alone never teach shoes from shirts."""


class Piles:
    """Draws batches of one category and one kind, half of it look-alikes, and remembers every garment's last embedding.

    Look-alikes are neighbours by the remembered embedding, before there is one by colours on a coarse grid.
    The remembered embeddings serve as further negatives (Wang et al., "Cross-batch memory", CVPR 2020).
    """

    def __init__(self, items: list[Item], pairs: int, rule: CropRule, size: int):
        self.items, self.pairs, self.rule, self.size = items, pairs, rule, size
        self.category = np.array([item.category for item in items])
        self.kind = np.array([item.kind for item in items])
        self.possible = np.stack([allowed(GARMENTS[item.category], item.facts) for item in items])
        self.bank = np.zeros((len(items), DIMENSIONS), np.float32)
        self.age = np.full(len(items), -(10**9))
        self.colours = np.stack([colours.of_item(item) for item in items])
        self.pillars = colours.pillars(self.colours)
        self.coarse = np.stack([coarse_colours(item) for item in items])
        self.street = [item for item in items if item.kind in ("worn", "seen")] or items
        self.piles, weights = [], []
        for kind, share in SHARES.items():
            mine = [np.nonzero((self.kind == kind) & (self.category == c))[0] for c in range(len(GARMENTS))]
            mine = [pile for pile in mine if len(pile) >= 8]
            total = sum(len(pile) ** 0.6 for pile in mine)
            self.piles += mine
            weights += [share * len(pile) ** 0.6 / total for pile in mine]
        self.weights = np.array(weights) / sum(weights)

    def mix(self, rng: np.random.Generator) -> np.ndarray:
        """Numbers of real garments of all categories."""
        counts = rng.multinomial(self.pairs, self.weights)
        parts = [rng.choice(pile, min(n, len(pile)), replace=False) for n, pile in zip(counts, self.piles)]
        return np.concatenate([part for part in parts if len(part) and self.kind[part[0]] != "drawn"])

    def choose(self, rng: np.random.Generator) -> np.ndarray:
        """Numbers of the garments of one batch."""
        if rng.random() < MIXED:
            return self.mix(rng)
        pile = self.piles[rng.choice(len(self.piles), p=self.weights)]
        if len(pile) <= self.pairs:
            return pile
        known = self.age[pile] >= 0
        features = self.bank if known.mean() > 0.9 else self.coarse
        chosen: set[int] = set()
        for seed in rng.choice(pile, 4, replace=False):
            near = pile[np.argsort(((features[pile] - features[seed]) ** 2).sum(1))[:32]]
            chosen.update([int(seed), *rng.choice(near, min(len(near), self.pairs // 8), replace=False).tolist()])
        rest = np.setdiff1d(pile, np.array(sorted(chosen)))
        more = rng.choice(rest, min(len(rest), self.pairs - len(chosen)), replace=False)
        return self.apart(np.concatenate([np.array(sorted(chosen)), more]))

    def apart(self, numbers: np.ndarray) -> np.ndarray:
        """At most one garment of each drawn product: its other wearers would be false negatives."""
        if self.items[int(numbers[0])].kind != "drawn":
            return numbers
        first = {self.items[int(n)].facts["product"]: n for n in numbers}
        return np.array(list(first.values()))

    def __call__(self, rng: np.random.Generator) -> tuple[np.ndarray, Tensor, Tensor]:
        """Numbers (N,), their views one after the other and those of the shop (2N, 3, S, S), their colours (N, PILLARS)."""
        numbers = self.apart(self.choose(rng))
        rule = replace(self.rule, width=self.size, height=self.size)
        items, seen = [self.items[n] for n in numbers], self.colours[numbers]
        for at, item in enumerate(items):
            if item.mask is not None and rng.random() < PAINTED and GARMENTS[item.category] != "eyewear":
                items[at] = replace(item, image=recolour(item.image, item.mask, rng))
                seen[at] = colours.of_item(items[at])
        both = [pair(item, self.street, rule, rng) for item in items]
        views = to_input(np.stack([a for a, _ in both] + [b for _, b in both]))
        return numbers, views, torch.from_numpy(colours.shares(seen, self.pillars))

    def remember(self, numbers: np.ndarray, embeddings: Tensor, step: int) -> None:
        """Keeps the shop views' embeddings of this step."""
        self.bank[numbers] = embeddings.detach().float().cpu().numpy()
        self.age[numbers] = step

    def negatives(self, numbers: np.ndarray, step: int) -> Tensor | None:
        """Fresh embeddings of other real garments of the batch's category."""
        if len(set(self.category[numbers])) > 1:
            return None
        fresh = (self.category == self.category[numbers[0]]) & (self.age > step - BANK_AGE) & (self.kind != "drawn")
        fresh[numbers] = False
        found = np.nonzero(fresh)[0]
        if len(found) < 16:
            return None
        found = np.random.default_rng(step).permutation(found)[:BANK_SIZE]
        return loop.to_device(torch.from_numpy(self.bank[found]))


def coarse_colours(item: Item) -> np.ndarray:
    """4 × 4 mean colours of the garment on white, 48 numbers."""
    return cv2.resize(item.cut_out(), (4, 4), interpolation=cv2.INTER_AREA).astype(np.float32).ravel() / 255
