"""Average precision, and the score at which F1 is highest, of boxes with second labels and ignored areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

IOUS = np.arange(0.5, 0.96, 0.05)


@dataclass
class Picture:
    """One evaluated picture. `found`: label, score, box; `true`: label, second label or −1, box; all in pixels."""

    found: np.ndarray
    true: np.ndarray
    ignore: np.ndarray
    known: np.ndarray


@dataclass
class Curve:
    """One label's figures. `ap` has one value per IoU of IOUS; threshold and F1 belong to IoU .5."""

    count: int
    ap: np.ndarray
    threshold: float
    f1: float


def overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Pairwise intersection over union of (N, 4) and (M, 4)."""
    size = np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2])
    inter = np.clip(size, 0, None).prod(-1)
    return inter / ((a[:, 2:] - a[:, :2]).prod(-1)[:, None] + (b[:, 2:] - b[:, :2]).prod(-1) - inter + 1e-9)


def _hidden(boxes: np.ndarray, ignore: np.ndarray) -> np.ndarray:
    """Which boxes lie at least half inside an ignored area."""
    if len(boxes) == 0 or len(ignore) == 0:
        return np.zeros(len(boxes), bool)
    size = np.minimum(boxes[:, None, 2:], ignore[:, 2:]) - np.maximum(boxes[:, None, :2], ignore[:, :2])
    inside = np.clip(size, 0, None).prod(-1) / ((boxes[:, 2:] - boxes[:, :2]).prod(-1)[:, None] + 1e-9)
    return (inside >= 0.5).any(1)


def _marks(picture: Picture, label: int, iou: float) -> tuple[list[tuple[float, int]], int]:
    """(score, 1 right, 0 wrong) of each counted box of the label, and how many there are to find.

    Boxes that match an acceptable second label, or lie in an ignored area, count neither way.
    """
    found = picture.found[picture.found[:, 0] == label]
    found = found[np.argsort(-found[:, 1], kind="stable")]
    true = picture.true[picture.true[:, 0] == label, 2:6]
    second = picture.true[(picture.true[:, 1] == label) & (picture.true[:, 0] != label), 2:6]
    table, spare = overlaps(found[:, 2:6], true), overlaps(found[:, 2:6], second)
    hidden, free, marks = _hidden(found[:, 2:6], picture.ignore), np.ones(len(true), bool), []
    for i, row in enumerate(found):
        values = np.where(free, table[i], -1)
        best = int(values.argmax()) if len(true) else -1
        if best >= 0 and values[best] >= iou:
            free[best] = False
            marks.append((float(row[1]), 1))
        elif not hidden[i] and not (len(second) and spare[i].max() >= iou):
            marks.append((float(row[1]), 0))
    return marks, len(true)


def curve(pictures: list[Picture], label: int) -> Curve:
    """The label's figures over the pictures in which it is completely boxed."""
    aps, threshold, f1, count = [], 0.5, 0.0, 0
    for iou in IOUS:
        marks, count = [], 0
        for picture in pictures:
            if picture.known[label]:
                more, number = _marks(picture, label, iou)
                marks, count = marks + more, count + number
        if count == 0:
            return Curve(0, np.full(len(IOUS), np.nan), threshold, np.nan)
        marks.sort(key=lambda mark: -mark[0])
        right = np.cumsum([mark[1] for mark in marks])
        precision, recall = right / np.arange(1, len(marks) + 1), right / count
        if iou == IOUS[0] and len(marks):
            values = 2 * precision * recall / (precision + recall + 1e-9)
            best = int(values.argmax())
            threshold, f1 = marks[best][0], float(values[best])
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        places = np.searchsorted(recall, np.linspace(0, 1, 101))
        aps.append(np.append(envelope, 0.0)[np.minimum(places, len(marks))].mean())
    return Curve(count, np.array(aps), threshold, f1)
