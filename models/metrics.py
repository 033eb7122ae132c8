"""Average precision, and the score at which F1 is highest, of boxes with second labels and ignored areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

IOUS = np.arange(0.5, 0.96, 0.05)
THRESHOLDS = np.arange(10, 91) / 100


@dataclass
class Picture:
    """One evaluated picture. `found`: label, score, box; `true`: label, second label or −1, box; all in pixels."""

    found: np.ndarray
    true: np.ndarray
    ignore: np.ndarray
    known: np.ndarray


@dataclass
class Curve:
    """One label's figures. `ap` has one value per IoU of IOUS; `count` is how many boxes there are."""

    count: int
    ap: np.ndarray


def overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Pairwise intersection over union of (N, 4) and (M, 4)."""
    size = np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2])
    inter = np.clip(size, 0, None).prod(-1)
    return inter / ((a[:, 2:] - a[:, :2]).prod(-1)[:, None] + (b[:, 2:] - b[:, :2]).prod(-1) - inter + 1e-9)


def inside(boxes: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """Share of each of (N, 4) that lies in each of (M, 4)."""
    size = np.minimum(boxes[:, None, 2:], areas[:, 2:]) - np.maximum(boxes[:, None, :2], areas[:, :2])
    return np.clip(size, 0, None).prod(-1) / ((boxes[:, 2:] - boxes[:, :2]).prod(-1)[:, None] + 1e-9)


def _hidden(boxes: np.ndarray, ignore: np.ndarray) -> np.ndarray:
    """Which boxes lie at least half inside an ignored area."""
    return (inside(boxes, ignore) >= 0.5).any(1)


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


def trace(pictures: list[Picture], label: int, iou: float = 0.5) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Scores from best to worst, precision and recall when cut there, and how many boxes there are to find."""
    marks, count = [], 0
    for picture in pictures:
        if picture.known[label]:
            more, number = _marks(picture, label, iou)
            marks, count = marks + more, count + number
    marks.sort(key=lambda mark: -mark[0])
    right = np.cumsum([mark[1] for mark in marks])
    scores = np.array([mark[0] for mark in marks])
    return scores, right / np.arange(1, len(marks) + 1), right / max(count, 1), count


def average_precision(precision: np.ndarray, recall: np.ndarray) -> float:
    """The mean of the envelope of precision at 101 recalls, as COCO counts it."""
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    places = np.searchsorted(recall, np.linspace(0, 1, 101))
    return float(np.append(envelope, 0.0)[np.minimum(places, len(envelope))].mean())


def curve(pictures: list[Picture], label: int) -> Curve:
    """The label's figures over the pictures in which it is completely boxed."""
    aps, count = [], 0
    for iou in IOUS:
        _, precision, recall, count = trace(pictures, label, iou)
        if count == 0:
            return Curve(0, np.full(len(IOUS), np.nan))
        aps.append(average_precision(precision, recall))
    return Curve(count, np.array(aps))


def best_threshold(sources: list[list[Picture]], label: int, slack: float = 0.0) -> tuple[float, float]:
    """The score with the highest mean of F1 at IoU .5 over the sources that show the label, and that mean.

    With `slack` the lowest score whose mean is at most so much less: of equals the one that misses less.
    """
    rows = []
    for pictures in sources:
        scores, precision, recall, count = trace(pictures, label)
        kept = (scores[:, None] >= THRESHOLDS).sum(0)
        if count:
            rows.append(np.append(0.0, 2 * precision * recall / (precision + recall + 1e-9))[kept])
    mean = np.mean(rows, 0)
    chosen = int((mean >= mean.max() - slack).argmax())
    return float(THRESHOLDS[chosen]), float(mean[chosen])


def of_size(picture: Picture, low: float, high: float, scale: float) -> Picture:
    """The picture with only boxes whose side (root of the area, times `scale`) is in [low, high) left to find.

    As in COCO the other boxes count neither way, and neither do found boxes of other sizes that match none of these.
    """

    def fits(boxes: np.ndarray) -> np.ndarray:
        side = np.sqrt(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(-1)) * scale
        return (side >= low) & (side < high)

    mine, true, found = fits(picture.true[:, 2:6]), picture.true.copy(), picture.found
    true[~mine, 1], true[~mine, 0] = true[~mine, 0], -1
    same = found[:, :1] == picture.true[mine, 0]
    near = ((overlaps(found[:, 2:6], picture.true[mine, 2:6]) >= 0.5) & same).any(1)
    return Picture(found[fits(found[:, 2:6]) | near], true, picture.ignore, picture.known)


@dataclass
class Verdict:
    """One picture's decisions: pairs (true row, found row), and the rows of either that have no partner."""

    pairs: list[tuple[int, int]]
    missed: list[int]
    extra: list[int]


def decide(picture: Picture, iou: float = 0.5) -> Verdict:
    """Pairs boxes of any label, the right label first, then by overlap; ignored areas and unknown labels are out."""
    table = overlaps(picture.true[:, 2:6], picture.found[:, 2:6])
    label = picture.found[:, 0]
    right = (picture.true[:, :1] == label) | (picture.true[:, 1:2] == label)
    order = [divmod(int(i), max(table.shape[1], 1)) for i in np.argsort(-(table + right), axis=None, kind="stable")]
    pairs: list[tuple[int, int]] = []
    free_true, free_found = np.ones(len(picture.true), bool), np.ones(len(picture.found), bool)
    for t, f in order:
        if free_true[t] and free_found[f] and table[t, f] >= iou:
            free_true[t] = free_found[f] = False
            pairs.append((int(t), int(f)))
    countable = free_found & ~_hidden(picture.found[:, 2:6], picture.ignore) & picture.known[label.astype(int)]
    return Verdict(pairs, np.flatnonzero(free_true).tolist(), np.flatnonzero(countable).tolist())


def confusion(pictures: list[Picture], labels: int) -> np.ndarray:
    """(labels + 1)²: rows the truth, columns the answer; the last row is nothing there, the last column missed."""
    counts = np.zeros((labels + 1, labels + 1), int)
    for picture in pictures:
        verdict = decide(picture)
        for t, f in verdict.pairs:
            true, also, answer = (int(v) for v in (*picture.true[t, :2], picture.found[f, 0]))
            counts[answer if also == answer else true, answer] += 1
        for t in verdict.missed:
            counts[int(picture.true[t, 0]), labels] += 1
        for f in verdict.extra:
            counts[labels, int(picture.found[f, 0])] += 1
    return counts
