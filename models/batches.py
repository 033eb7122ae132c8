"""Batches of training pictures for the detector: which photos, how often, how much they are changed."""

from __future__ import annotations

import json
import multiprocessing
from multiprocessing.pool import ThreadPool

import numpy as np
import torch
from torch import Tensor

from models import augment, data, paste, pseudo
from models.assign import Targets
from models.repaint import repaint

SHARES = {
    "ccp": 0.25, "web": 0.22, "uwear": 0.08, "portraits": 0.10, "uwear-partial": 0.10, "products": 0.04,
    "ccp-unlabelled": 0.15, "clothing": 0.01, "drawn": 0.04,
}  # fmt: skip
RARE = {"eyewear": 1.6, "headwear": 1.6, "handbag": 1.5, "dress": 1.5, "footwear": 1.2}
PASTED = ("footwear", "eyewear", "handbag", "headwear")
SIZES = (416, 448, 480, 512, 544, 576, 608, 640)
CAP = {"products": 900, "clothing": 300, "uwear-partial": 1700}
"""Pictures kept in memory of the sources that are large and teach little here."""
WHOLE = 3.0
"""How much oftener a picture is drawn whose labels are complete than one of the same source whose labels are not."""
REPAINTED = 0.6
"""The share of masked photos whose clothes are painted anew."""


def thinned(samples: list, most: int) -> list:
    """At most `most` of the samples, evenly from the whole list."""
    return [samples[i * len(samples) // most] for i in range(most)] if len(samples) > most else samples


class Batches(torch.utils.data.IterableDataset):
    """Endless batches: uint8 pictures (B, S, S, 3) of a random size and `Targets` and parts as arrays.

    `calm` may be set to 1 while workers draw: the pictures from then on are hardly changed.
    """

    def __init__(self, seed: int, batch: int = 16, sizes: tuple[int, ...] = SIZES):
        self.seed, self.batch, self.sizes = seed, batch, sizes
        self.calm = multiprocessing.Value("b", 0)
        guessed = pseudo.stored()
        self.photos: dict[str, list[augment.Photo]] = {}
        self.weights: dict[str, np.ndarray] = {}
        with ThreadPool() as readers:
            for source in SHARES:
                samples = [pseudo.complete(s, guessed) for s in data.read(source, split="train")]
                samples = [s for s in samples if s and s.known and (s.boxes or s.source != "products")]
                samples = thinned(samples, CAP.get(source, len(samples)))
                if samples:
                    self.photos[source] = readers.map(augment.load, samples)
                    rare = [max([RARE.get(g.label, 1.0) for g in s.boxes], default=0.6) for s in samples]
                    whole = [WHOLE if len(s.known) == len(data.LABELS) else 1.0 for s in samples]
                    self.weights[source] = np.multiply(rare, whole) / np.dot(rare, whole)
        alone = [p for p in self.photos["products"] if len(p.rows) == 1]  # in others somebody wears what is labelled
        self.pasted = [p for p in alone if data.LABELS[int(p.rows[0, 0])] in PASTED]
        self.cut_outs = [p for p in self.photos["ccp"] if p.mask is not None and p.known.all()]
        table = json.loads((data.DATA / "ccp/boxes.json").read_text())
        self.groups = augment.label_groups(table["mask_labels"], table["classes"])
        self.names = augment.parts_of(self.groups)

    def _draw(self, rng: np.random.Generator) -> augment.Photo:
        names = list(self.photos)
        shares = np.array([SHARES[name] for name in names])
        name = names[rng.choice(len(names), p=shares / shares.sum())]
        return self._painted(self.photos[name][rng.choice(len(self.weights[name]), p=self.weights[name])], rng)

    def _painted(self, photo: augment.Photo, rng: np.random.Generator) -> augment.Photo:
        return repaint(photo, self.names, self.photos.get("clothing", []), rng) if rng.random() < REPAINTED else photo

    def _picture(self, size: int, rng: np.random.Generator) -> augment.Canvas:
        canvas = augment.Canvas(np.full((size, size, 3), augment.GREY, np.uint8))
        calm, first = bool(self.calm.value), self._draw(rng)
        chances = [0.9, 0.06, 0.02, 0.02] if calm else [0.58, 0.2, 0.08, 0.14]
        count = int(rng.choice([1, 2, 3, 4], p=chances)) if first.known.all() else 1
        zoom = (0.8, 1.7) if calm else (0.6, 2.8) if count == 1 else (0.7, 2.2)
        placer = augment.Placer(rng, self.groups, zoom, turned=0 if calm else 0.35)
        for i, cell in enumerate(augment.cells(size, count, rng)):
            photo = first
            while i > 0 and (photo is first or not photo.known.all()):
                photo = self._draw(rng)
            placer.place(canvas, photo, cell)
        if rng.random() < (0.05 if calm else 0.2) and first.known.all():
            for _ in range(int(rng.integers(1, 3))):
                person = self._painted(self.cut_outs[rng.integers(len(self.cut_outs))], rng)
                paste.paste_person(canvas, person, self.groups, rng)
        if not calm and rng.random() < 0.12:
            paste.erase(canvas, rng)
        if rng.random() < (0.05 if calm else 0.2) and first.known.all():
            for _ in range(int(rng.integers(1, 3))):
                paste.paste_product(canvas, self.pasted[rng.integers(len(self.pasted))], rng)
        canvas.image = augment.recolour(canvas.image, rng)
        return canvas

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        while True:
            size = int(rng.choice(self.sizes))
            made = [self._picture(size, rng) for _ in range(self.batch)]
            arrays = [
                np.stack([c.image for c in made]), filled([c.rows for c in made], 6, -1),
                filled([c.ignore for c in made], 5, 0), np.stack([c.known for c in made]),
                np.stack([c.parts for c in made]),
            ]  # fmt: skip
            yield [torch.from_numpy(array) for array in arrays]


def filled(tables: list[list[np.ndarray]], width: int, value: float) -> np.ndarray:
    """Tables of rows as one array (B, most rows, width); what is missing has `value`."""
    out = np.full((len(tables), max(map(len, tables)), width), value, np.float32)
    for place, rows in zip(out, tables):
        place[: len(rows)] = np.asarray(rows, np.float32).reshape(-1, width)
    return out


def targets_of(rows: Tensor, ignore: Tensor, known: Tensor) -> Targets:
    """The loader's arrays as the loss wants them."""
    return Targets(rows[..., 2:], rows[..., 0].long(), rows[..., 1].long(), ignore, known)
