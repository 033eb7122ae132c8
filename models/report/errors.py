"""What keeps the detector's figures down: AP50 of the five classes again, one kind of error forgiven at a time.

After Bolya et al., "TIDE: A General Toolbox for Identifying Object Detection Errors" (ECCV 2020).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

import numpy as np

from models import data
from models.evaluate import FIVE, merged
from models.metrics import Picture, average_precision, inside, overlaps, trace
from models.report.text import table

IOU, LOOSE = 0.5, 0.3
OUTSIDE = 0.1
"""A found box of which less than this share lies in a labelled person belongs to somebody whom no label names."""


def _best(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """The highest overlap of every found box with any of the true ones."""
    return overlaps(found[:, 2:6], true[:, 2:6]).max(1) if len(true) else np.zeros(len(found))


def _inside(found: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """The largest share of every found box that lies in one person; 1 where no person is labelled."""
    return inside(found[:, 2:6], persons[:, 2:6]).max(1) if len(persons) else np.ones(len(found))


def _parts(p: Picture, label: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True rows of the label (acceptable second ones too), of other garments, of persons."""
    own = (p.true[:, :2] == label).any(1)
    return p.true[own], p.true[~own & (p.true[:, 0] > 0)], p.true[p.true[:, 0] == 0]


def strangers(p: Picture, label: int) -> Picture:
    """Without found boxes outside all labelled persons."""
    return replace(p, found=p.found[_inside(p.found, _parts(p, label)[2]) >= OUTSIDE])


def confused(p: Picture, label: int) -> Picture:
    """Without found boxes that lie on a garment of another class."""
    own, others, _ = _parts(p, label)
    return replace(p, found=p.found[(_best(p.found, own) >= IOU) | (_best(p.found, others) < IOU)])


def twice(p: Picture, label: int) -> Picture:
    """Without boxes on garments that surer boxes have found already."""
    own = _parts(p, label)[0]
    found = p.found[np.argsort(-p.found[:, 1], kind="stable")]
    near, free, kept = overlaps(found[:, 2:6], own[:, 2:6]), np.ones(len(own), bool), []
    for row, values in zip(found, near):
        left = np.where(free, values, -1)
        if len(own) and left.max() >= IOU:
            free[left.argmax()] = False
        elif len(own) and values.max() >= IOU:
            continue
        kept.append(row)
    return replace(p, found=np.asarray(kept, np.float64).reshape(-1, 6))


def invented(p: Picture, label: int) -> Picture:
    """Without boxes on labelled persons where no garment is labelled."""
    own, others, persons = _parts(p, label)
    nothing = (_best(p.found, own) < LOOSE) & (_best(p.found, others) < IOU)
    return replace(p, found=p.found[~(nothing & (_inside(p.found, persons) >= OUTSIDE))])


def missed(p: Picture, label: int) -> Picture:
    """Without true boxes that nothing was found for, however unsure."""
    lost = (p.true[:, 0] == label) & (_best(p.true, p.found) < IOU)
    return replace(p, true=p.true[~lost])


Forgive = Callable[[Picture, int], Picture]
KINDS: dict[str, tuple[Forgive, float]] = {
    "as measured": (lambda p, _: p, IOU),
    "garments outside the labelled persons: on the street only one person is labelled": (strangers, IOU),
    "a garment of another class": (confused, IOU),
    f"boxes a little off (overlap {LOOSE} is enough)": (lambda p, _: p, LOOSE),
    "a garment found twice": (twice, IOU),
    "nothing labelled there": (invented, IOU),
    "garments that nothing was found for": (missed, IOU),
}


def precision_of(pictures: list[Picture], name: str, forgive: Forgive, iou: float) -> float:
    """Average precision of one of the five classes."""
    label = data.LABELS.index(name)
    seen = [forgive(p, label) for p in merged(pictures, FIVE[name])]
    _, precision, recall, _ = trace(seen, label, iou)
    return average_precision(precision, recall)


def section(pictures: dict[str, list[Picture]]) -> str:
    """The Markdown: a row for each kind of error, the five classes and their mean for each source."""
    rows = []
    for words, (forgive, iou) in KINDS.items():
        row: list = [words]
        for seen in pictures.values():
            values = [precision_of(seen, name, forgive, iou) for name in FIVE]
            row += [float(np.mean(values)), *values]
        rows.append(row)
    head = [f"{source} {name}" for source in pictures for name in ("mean", *FIVE)]
    return "\n\n".join([
        "### Where the errors are",
        "AP50 of the five classes again, one kind of error forgiven in each row: the gain over the first row is what "
        "that kind costs. Not more than one is forgiven at a time.",
        table(["forgiven", *head], rows),
    ])  # fmt: skip
