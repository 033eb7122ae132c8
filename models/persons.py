"""People (and products) kept in memory for the attributes, and the random views of them that training sees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from models import checked, neighbours, views
from models.augment import foreground
from models.crops import CropRule, enlarge, to_input
from models.data import Rect, Sample, read

GENDERS = ("women", "men")
FRAMINGS = ("full", "half", "close-up", "product")
RULE = CropRule(width=160, height=240, margin=0.1, fit="pad", pad=114)
CUT = 360  # the long side of a person as kept in memory
CONTEXT = 0.35  # how much of the surroundings is kept, as a share of the box
UNLABELLED_BOX = (0.247, 0.046, 0.693, 0.963)  # the median person box of the labelled CCP photos
FRAMING_OF = {"full": 0, "half": 1, "close": 2, "part": 2, "headless": 1}
CLOSE = FRAMINGS.index("close-up")
WOMEN, MEN, UNKNOWN = 0, 1, -1
SHARES = {"ccp": 0.19, "ccp-unlabelled": 0.09, "web": 0.24, "portraits": 0.15, "uwear": 0.14, "catalogue": 0.05,
          "thing": 0.1, "drawn": 0.04}  # fmt: skip
BESIDE = 0.3
"""How often somebody else reaches into the crop."""
MOST_CATALOGUE = 1200
"""Catalogue pictures of clothes for each gender that are kept."""


class Cut:
    """One person (or product) with some surroundings, kept in memory: RGB picture, the box in it, what is known."""

    def __init__(self, sample: Sample, image: np.ndarray, box: Rect, gender: str, framing: str, rough: bool = False):
        x0, y0, x1, y1 = (int(v) for v in enlarge(box, CONTEXT, sample.width, sample.height))
        scale = min(1.0, CUT / max(box[3] - box[1], box[2] - box[0]))
        piece = Image.fromarray(image[y0:y1, x0:x1])
        size = max(1, round(piece.width * scale)), max(1, round(piece.height * scale))
        self.image = np.asarray(piece.resize(size, Image.BILINEAR))
        self.box = np.array([box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0]) * scale
        self.gender = {"w": WOMEN, "m": MEN}.get(gender, UNKNOWN)
        self.framing = framing
        self.source, self.rough = sample.source, rough


def area(box: Rect) -> float:
    """Square pixels of a box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def cuts_of(sample: Sample) -> list[Cut]:
    """Every person of a photo; a photo without persons is a product."""
    image = np.asarray(Image.open(sample.path).convert("RGB"))
    whole = (0.0, 0.0, float(sample.width), float(sample.height))
    if sample.source == "ccp-unlabelled":
        front = max((p.box for p in sample.persons), key=area, default=None)
        if front:
            return [Cut(sample, image, front, sample.facts["gender"], "full")]
        box = tuple(v * s for v, s in zip(UNLABELLED_BOX, (sample.width, sample.height) * 2))
        return [Cut(sample, image, box, sample.facts["gender"], "full", rough=True)]
    if sample.source == "portraits":
        boxes = [p.box for p in sample.persons] or [whole]
        return [Cut(sample, image, boxes[0], sample.facts["gender"], "?", rough=not sample.persons)]
    if not sample.persons:
        cut = Cut(sample, image, whole, "?", "product")
        cut.source = "thing"
        return [cut]
    return [Cut(sample, image, p.box, p.gender, p.framing) for p in sample.persons]


def things(split: str, most: int) -> list[Sample]:
    """Product pictures that surely show no person: laid-out clothing, shoes, bags, glasses."""
    alone = [s for s in read("products", split=split) if s.facts["category"] in ("footwear", "eyewear", "handbag")]
    laid = read("clothing", split=split)
    rng = np.random.default_rng(1)
    return [pile[i] for pile in (alone, laid) for i in rng.permutation(len(pile))[: most // 2]]


def catalogue(split: str, most: int = MOST_CATALOGUE) -> list[Cut]:
    """Shop pictures of clothes, nine of ten worn by a model, often without head: whom they are for is known."""
    worn = [s for s in read("products", split=split) if s.facts["category"] in ("topwear", "outerwear", "dress", "bottomwear")]
    rng, cuts = np.random.default_rng(2), []
    for gender in ("w", "m"):
        pile = [s for s in worn if s.facts["gender"] == gender]
        for i in rng.permutation(len(pile))[:most]:
            image = np.asarray(Image.open(pile[i].path).convert("RGB"))
            cut = Cut(pile[i], image, foreground(image), gender, "?", rough=True)
            cut.source = "catalogue"
            cuts.append(cut)
    return cuts


def load(split: str, most_things: int) -> list[Cut]:
    """All cuts of a split, without the catalogue's."""
    samples = read("ccp", "ccp-unlabelled", "web", "portraits", "uwear", "drawn", split=split)
    samples = [checked.labelled(sample) or sample for sample in samples]
    more = [checked.labelled(sample) for sample in read("uwear-partial", split=split)]
    samples += [replace(sample, source="uwear") for sample in more if sample and sample.persons]
    return [cut for sample in samples + things(split, most_things) for cut in cuts_of(sample)]


def part_of(cut: Cut, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """A box inside the cut as another photographer would frame it, in pixels, and its framing (UNKNOWN if unclear)."""
    x0, y0, x1, y1 = cut.box
    height, width = y1 - y0, x1 - x0
    draw, kind = rng.random(), cut.framing
    if kind == "full" and draw < 0.3:
        return np.array([x0, y0, x1, y0 + height * rng.uniform(0.36, 0.66)]), 1
    if kind == "full" and draw < 0.42:
        middle, half = (x0 + x1) / 2 + rng.normal(0, 0.06) * width, width * rng.uniform(0.25, 0.5)
        return np.array([middle - half, y0, middle + half, y0 + height * rng.uniform(0.15, 0.26)]), 2
    if kind == "full" and draw < 0.55:
        top, bottom = rng.uniform(0.13, 0.22), rng.uniform(0.6, 1.05)
        return np.array([x0, y0 + height * top, x1, y0 + height * bottom]), 1 if bottom < 0.85 else UNKNOWN
    if kind == "half" and draw < 0.15:
        return np.array([x0, y0, x1, y0 + height * rng.uniform(0.4, 0.55)]), 2
    if kind == "half" and draw < 0.25:
        return np.array([x0, y0 + height * rng.uniform(0.25, 0.4), x1, y1]), 1
    framing = FRAMINGS.index("product") if kind == "product" else FRAMING_OF.get(kind, UNKNOWN)
    return cut.box.copy(), framing


def view(cut: Cut, rng: np.random.Generator, people: list[np.ndarray] = ()) -> tuple[np.ndarray, int]:
    """One augmented crop, uint8 (height, width, 3), and its framing; sometimes one of `people` stands beside."""
    box, framing = part_of(cut, rng)
    size = np.array([box[2] - box[0], box[3] - box[1]] * 2)
    box = box + rng.normal(0, 0.07 if cut.rough else 0.04, 4) * size
    cropped_photo = framing != FRAMING_OF.get(cut.framing, framing)
    outside = rng.uniform(-0.02, 0.02) if cropped_photo and rng.random() < 0.6 else RULE.margin
    box = box + np.array([-1, -1, 1, 1]) * outside * size
    height, width = cut.image.shape[:2]
    x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
    x1, y1 = min(width, max(x0 + 8, int(box[2]))), min(height, max(y0 + 8, int(box[3])))
    image = cut.image[y0:y1, x0:x1]
    if image.size == 0:
        image = cut.image
    if rng.random() < 0.5:
        image = np.ascontiguousarray(image[:, ::-1])
    if len(people) and cut.framing != "product" and rng.random() < BESIDE:
        image = neighbours.beside(image, CLOSE if cut.source == "portraits" else framing, people, rng)
    image = views.place(image, RULE, rng, degrees=10 if rng.random() < 0.5 else 1, aspect=0.12)
    image = views.light(image, rng, exposure=0.35, tint=0.12)
    image = views.saturate(image, rng, 0.4)
    if rng.random() < 0.15:
        image = views.erase(image, rng, rng.integers(0, 255, 3), (0.03, 0.15))
    image = views.degrade(image, rng, 0.4)
    return (views.grey(image) if rng.random() < 0.12 else image), framing


class Batches:
    """Draws a source by its share, then women and men evenly."""

    def __init__(self, cuts: list[Cut], size: int, people: list[np.ndarray] = ()):
        self.size, self.people, self.piles = size, people, {}
        for cut in cuts:
            self.piles.setdefault(cut.source, {}).setdefault(cut.gender, []).append(cut)
        self.names = [name for name in SHARES if name in self.piles]
        self.chances = np.array([SHARES[name] for name in self.names]) / sum(SHARES[name] for name in self.names)

    def pick(self, rng: np.random.Generator) -> Cut:
        """One cut; persons of unknown gender are rare."""
        piles = self.piles[self.names[rng.choice(len(self.names), p=self.chances)]]
        genders = [g for g in (WOMEN, MEN) if g in piles]
        if UNKNOWN in piles and (not genders or rng.random() < 0.05):
            genders = [UNKNOWN]
        pile = piles[genders[rng.integers(len(genders))]]
        return pile[rng.integers(len(pile))]

    def __call__(self, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
        picked = [self.pick(rng) for _ in range(self.size)]
        seen = [view(cut, rng, self.people) for cut in picked]
        crops = to_input(np.stack([image for image, _ in seen]))
        gender = torch.tensor([cut.gender for cut in picked])
        return crops, gender, torch.tensor([framing for _, framing in seen])
