"""Garments kept in memory for the embedder, and the two random views of each that training pairs up."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from models import places, views
from models.crops import GARMENTS, CropRule, enlarge
from models.data import DATA, RUNS, Sample, read
from models.pseudo import complete, stored

KEPT = 232  # long side of a garment in memory, pixels
CONTEXT = 0.25  # surroundings kept around a worn garment, as a share of its box
SMALLEST = 10  # garments below this many pixels teach nothing
WHITE = np.full(3, 255, np.uint8)
Rng = np.random.Generator


@dataclass
class Item:
    """One garment. `kind` is worn (mask known), seen (box only), laid, product or drawn; `shop` its product picture."""

    kind: str
    category: int
    image: np.ndarray
    box: np.ndarray
    mask: np.ndarray | None
    shop: np.ndarray | None
    path: Path
    key: str
    facts: dict[str, str]

    def cut_out(self) -> np.ndarray:
        """The garment as a shop would show it: its pixels on white, tight; the product picture where there is one."""
        if self.shop is not None:
            return self.shop
        if self.mask is None:
            return self.image
        ys, xs = np.nonzero(self.mask)
        piece = np.where(self.mask[..., None] > 127, self.image, WHITE)
        return piece[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]


def _piece(image: np.ndarray, box, context: float) -> tuple[np.ndarray, np.ndarray, tuple]:
    """The box with surroundings, scaled down to KEPT; the box in it; the rectangle taken."""
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (int(round(v)) for v in enlarge(box, context, width, height))
    scale = min(1.0, KEPT / max(box[2] - box[0], box[3] - box[1]))
    size = max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale))
    piece = np.asarray(Image.fromarray(image[y0:y1, x0:x1]).resize(size, Image.BILINEAR))
    inside = (np.array(box) - np.array([x0, y0, x0, y0])) * scale
    return piece, inside, (x0, y0, x1, y1)


def fine_masks() -> dict[int, np.ndarray]:
    """Per category number: which of the mask's label indices belong to it."""
    table = json.loads((DATA / "ccp/boxes.json").read_text())
    index = {name: i for i, name in enumerate(table["mask_labels"])}
    return {GARMENTS.index(c): np.array([index[n] for n in names.split()]) for c, names in table["classes"].items()}


def mask_label(labels: np.ndarray, fine: np.ndarray) -> str:
    """The name of the commonest of the label numbers `fine` in a part of a mask; "" where there is none."""
    counts = [(labels == number).sum() for number in fine]
    return mask_labels()[fine[int(np.argmax(counts))]] if max(counts) else ""


@cache
def mask_labels() -> list[str]:
    """The names of the street photos' label numbers."""
    return json.loads((DATA / "ccp/boxes.json").read_text())["mask_labels"]


def worn(sample: Sample, fine: dict[int, np.ndarray], context: float = CONTEXT) -> list[Item]:
    """The garments of a street photo with their masks."""
    image = np.asarray(Image.open(sample.path).convert("RGB"))
    labels = np.asarray(Image.open(sample.facts["mask"]))
    items = []
    for garment in sample.boxes:
        category = GARMENTS.index(garment.label)
        piece, inside, (x0, y0, x1, y1) = _piece(image, garment.box, context)
        mask = np.isin(labels[y0:y1, x0:x1], fine[category]).astype(np.uint8) * 255
        bx0, by0, bx1, by1 = (int(round(v)) for v in garment.box)
        inner = np.zeros_like(mask)
        inner[max(0, by0 - y0) : by1 - y0 + 1, max(0, bx0 - x0) : bx1 - x0 + 1] = 1
        mask = cv2.resize(mask * inner, piece.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        if min(inside[2] - inside[0], inside[3] - inside[1]) < SMALLEST or (mask > 127).sum() < SMALLEST**2:
            continue
        facts = {**sample.facts, "worn": mask_label(labels[by0:by1, bx0:bx1], fine[category])}
        items.append(Item("worn", category, piece, inside, mask, None, sample.path, sample.key, facts))
    return items


def tagged(sample: Sample, fine: dict[int, np.ndarray]) -> Sample:
    """A street photo with tags and guessed boxes: those that are alone in their category and have one tag in it."""
    tags, labels = set(sample.facts["tags"].split()), [garment.label for garment in sample.boxes]
    its = {GARMENTS[c]: tags & {mask_labels()[n] for n in numbers} for c, numbers in fine.items()}
    alone = tuple(g for g in sample.boxes if labels.count(g.label) == 1 and len(its[g.label]) == 1)
    return replace(sample, boxes=alone, facts={g.label: next(iter(its[g.label])) for g in alone})


def seen(sample: Sample) -> list[Item]:
    """The garments of a web photo: boxes only."""
    image = np.asarray(Image.open(sample.path).convert("RGB"))
    items = []
    for garment in sample.boxes:
        if min(garment.box[2] - garment.box[0], garment.box[3] - garment.box[1]) < 2 * SMALLEST:
            continue
        piece, inside, _ = _piece(image, garment.box, CONTEXT)
        category = GARMENTS.index(garment.label)
        facts = {"worn": sample.facts.get(garment.label, "")}
        items.append(Item("seen", category, piece, inside, None, None, sample.path, sample.key, facts))
    return items


def single(sample: Sample, found: dict[str, list[float]]) -> Item:
    """A picture of one garment; `found` as `models.places` leaves it, else the garment is what is not white."""
    image = np.asarray(Image.open(sample.path).convert("RGB"))
    box = found.get(f"{sample.source}/{sample.path.name}") or places.content(image)
    piece, inside, _ = _piece(image, box, CONTEXT)
    kind = "laid" if sample.source == "clothing" else "product"
    category = GARMENTS.index(sample.boxes[0].label)
    return Item(kind, category, piece, inside, None, None, sample.path, sample.key, sample.facts)


def drawn() -> list[Item]:
    """Garments on people drawn by our own code, each with the drawing of its product; none before they are drawn."""
    folder = RUNS / "drawn"
    if not (folder / "people.json").exists() or not (folder / "products.csv").exists():
        return []
    with (folder / "products.csv").open() as rows:
        names = {row["product_id"]: folder / "products" / f"{row['product_id']}.jpg" for row in csv.DictReader(rows)}
    shops = {}
    for name, path in names.items():
        picture = np.asarray(Image.open(path).convert("RGB"))
        shops[name] = _piece(picture, (0, 0, picture.shape[1], picture.shape[0]), 0)[0]
    items = []
    for row in json.loads((folder / "people.json").read_text()):
        path = folder / "people" / row["file"]
        image = np.asarray(Image.open(path).convert("RGB"))
        for label, *box, product in row["boxes"]:
            if label not in GARMENTS or product not in shops or min(box[2] - box[0], box[3] - box[1]) < SMALLEST:
                continue
            piece, inside, _ = _piece(image, box, CONTEXT)
            facts = {"product": product}
            category, shop = GARMENTS.index(label), shops[product]
            items.append(Item("drawn", category, piece, inside, None, shop, path, product, facts))
    return items


def load(split: str, *kinds: str) -> list[Item]:
    """All garments of a split; kinds as in `Item`, all when none is named."""
    kinds = kinds or ("worn", "seen", "laid", "product", "drawn")
    items, found = [], places.stored()
    if "worn" in kinds:
        fine = fine_masks()
        items += [item for sample in read("ccp", split=split) for item in worn(sample, fine)]
    if "seen" in kinds:
        items += [item for sample in read("web", split=split) for item in seen(sample)]
        guessed, fine = stored() if split == "train" else {}, fine_masks()
        street = [complete(sample, guessed) for sample in read("ccp-unlabelled", split=split) if guessed]
        items += [item for sample in street for item in seen(tagged(sample, fine))]
    for kind, source in (("laid", "clothing"), ("product", "products")):
        if kind in kinds:
            items += [single(sample, found) for sample in read(source, split=split)]
    if "drawn" in kinds and split == "train":
        items += drawn()
    return items


def _window(image: np.ndarray, box: np.ndarray, rng: Rng, jitter: float, margin: float) -> np.ndarray:
    """The box as a detector might give it, with the rule's margin."""
    size = np.array([box[2] - box[0], box[3] - box[1]] * 2)
    box = box + rng.normal(0, jitter, 4) * size + np.array([-1, -1, 1, 1]) * margin * size
    height, width = image.shape[:2]
    x0, y0 = int(np.clip(box[0], 0, width - 8)), int(np.clip(box[1], 0, height - 8))
    return image[y0 : max(y0 + 8, int(box[3])), x0 : max(x0 + 8, int(box[2]))]


def _finish(image: np.ndarray, rule: CropRule, rng: Rng, degrees: float, aspect: float, bend: float) -> np.ndarray:
    """Mirror, placement, light, wear and tear. Colours move little: another colour is another product."""
    if rng.random() < 0.5:
        image = image[:, ::-1]
    image = views.place(np.ascontiguousarray(image), rule, rng, degrees, aspect, 0.03, bend)
    image = views.light(image, rng, exposure=0.22, tint=0.06)
    if rng.random() < 0.5:
        image = views.saturate(image, rng, 0.15)
    return views.degrade(image, rng, 0.3)


def on_street(item: Item, others: list[Item], rule: CropRule, rng: Rng) -> np.ndarray:
    """A garment in use: detector box, surroundings, sometimes other surroundings, sometimes half hidden."""
    image = item.image
    if item.mask is not None and rng.random() < 0.25:
        other = others[rng.integers(len(others))].image
        other = cv2.resize(other, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        image = np.where(item.mask[..., None] > 127, image, other)
    image = _window(image, item.box, rng, 0.05, rule.margin)
    if rng.random() < 0.25:
        image = views.erase(image, rng, rng.integers(0, 255, 3), (0.04, 0.2))
    return _finish(image, rule, rng, 8, 0.12, 0.02 if rng.random() < 0.3 else 0)


def in_shop(item: Item, rule: CropRule, rng: Rng) -> np.ndarray:
    """The garment as its product picture, otherwise hung or folded, on white or near white."""
    image = item.cut_out()
    if item.kind in ("worn", "drawn"):
        height, width = image.shape[:2]
        pad = [int(v) for v in rng.uniform(0.0, 0.12, 4) * (height, height, width, width)]
        image = cv2.copyMakeBorder(image, *pad, cv2.BORDER_CONSTANT, value=(255, 255, 255))
        if rng.random() < 0.15:
            image = views.erase(image, rng, WHITE, (0.03, 0.15))
    return _finish(image, rule, rng, 10, 0.2, 0.05 if rng.random() < 0.6 else 0)


def _near_white(image: np.ndarray) -> np.ndarray:
    """255 where a product picture shows its white background: near-white pixels connected to the border."""
    light = (image.min(2) > 236).astype(np.uint8)
    light = cv2.copyMakeBorder(light, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, parts = cv2.connectedComponents(light, connectivity=4)
    return (parts == parts[0, 0])[1:-1, 1:-1]


def _crop_some(image: np.ndarray, rng: Rng, share: float) -> np.ndarray:
    """A random window of at least `share` of each side."""
    height, width = image.shape[:2]
    h, w = (int(size * rng.uniform(share, 1)) for size in (height, width))
    y, x = rng.integers(height - h + 1), rng.integers(width - w + 1)
    return image[y : y + h, x : x + w]


def other_photo(item: Item, others: list[Item], rule: CropRule, rng: Rng) -> np.ndarray:
    """A product or laid-out garment as if photographed again: another cut, hidden parts, another background."""
    image = item.image
    if item.kind == "product" and rng.random() < 0.4:
        other = others[rng.integers(len(others))].image
        other = cv2.resize(other, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        image = np.where(_near_white(image)[..., None], other, image)
    image = _window(image, item.box, rng, 0.08, rule.margin)
    if rng.random() < 0.5:
        image = _crop_some(image, rng, 0.62)
    if rng.random() < 0.3:
        image = views.erase(image, rng, rng.integers(0, 255, 3), (0.04, 0.2))
    return _finish(image, rule, rng, 12, 0.2, 0.04 if rng.random() < 0.5 else 0)


def pair(item: Item, others: list[Item], rule: CropRule, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """(query, shop) views of one garment. `others` lend their surroundings."""
    if item.kind in ("worn", "drawn"):
        return on_street(item, others, rule, rng), in_shop(item, rule, rng)
    if item.kind == "seen":
        second = _window(item.image, item.box, rng, 0.08, rule.margin)
        return on_street(item, others, rule, rng), _finish(second, rule, rng, 10, 0.2, 0.03)
    second = _window(item.image, item.box, rng, 0.05, rule.margin)
    return other_photo(item, others, rule, rng), _finish(second, rule, rng, 6, 0.12, 0.03 if rng.random() < 0.4 else 0)
