"""Whether dots lie on what they name: found garments of street photos against the photos' masks."""

from __future__ import annotations

import json

import cv2
import numpy as np

from models import data
from models.augment import label_groups
from models.evaluate import LOWEST
from models.metrics import overlaps
from models.report.engine import ask, pixels
from models.report.text import table

IOU = 0.5


def on_garment(mask: np.ndarray, belongs: np.ndarray, x: float, y: float) -> bool:
    """Whether the point (fractions of the picture) is on a pixel of the label; `belongs`: mask value → is it."""
    height, width = mask.shape
    return bool(belongs[mask[min(height - 1, int(y * height)), min(width - 1, int(x * width))]])


def lie(sample: data.Sample, dots: list[list], groups: np.ndarray) -> list[tuple[int, bool, bool]]:
    """Of every dot whose box is right: its label, whether the middle of its box is on the garment, whether the dot is."""
    mask, out = cv2.imread(sample.facts["mask"], cv2.IMREAD_GRAYSCALE), []
    if mask is None:
        raise data.BadData(f"{sample.facts['mask']}: cannot be read")
    for x, y, name, _, *box in dots:
        true = np.array([g.box for g in sample.boxes if g.label == name], np.float64).reshape(-1, 4)
        if len(true) and overlaps(np.array([pixels(box, sample.width, sample.height)]), true).max() >= IOU:
            label, middle = data.LABELS.index(name), (box[0] + box[2] / 2, box[1] + box[3] / 2)
            out.append((label, *(on_garment(mask, groups[label], *at) for at in (middle, (x, y)))))
    return out


def section(samples: list[data.Sample]) -> str:
    """The Markdown, of street photos."""
    facts = json.loads((data.DATA / "ccp/boxes.json").read_text())
    groups = label_groups(facts["mask_labels"], facts["classes"])
    answers = ask([{"ask": "detect", "file": str(s.path), "minScore": LOWEST} for s in samples])
    found = [row for s, given in zip(samples, answers) for row in lie(s, given["dots"], groups)]
    seen = np.array(found, np.float64).reshape(-1, 3)
    rows = []
    for i, name in [*enumerate(data.LABELS), (None, "all")][1:]:
        mine = seen if i is None else seen[seen[:, 0] == i]
        if len(mine):
            rows.append([name, len(mine), float(mine[:, 1].mean()), float(mine[:, 2].mean())])
    return "\n\n".join([
        "### Where dots lie",
        "Garments of street photos that the product shows and whose boxes are right (IoU 0.5): how often the dot is on a "
        "pixel of the garment, as the photo's mask says, before dots keep off faces and off each other.",
        table(["label", "dots", "middle of the box", "where the dot is put"], rows),
    ])  # fmt: skip
