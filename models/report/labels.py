"""What the labels themselves cost: how far two labellers agree, and the figures by labels that were looked through.

`reviewed.json` has, for the held-out street and web photos, which boxes of their source stay and what was drawn by eye in
the place of others. Nothing is trained or chosen by it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Callable

import numpy as np

from models import checked, data
from models.evaluate import FIVE, labels_of
from models.metrics import Picture
from models.report.text import table

REVIEWED = Path(__file__).resolve().parents[1] / "reviewed.json"
COLUMNS = {
    "five classes AP50": ("five classes", 1), "five classes AP50-95": ("five classes", 2),
    "eight garments AP50": ("eight garments", 1), **{f"{label} AP50": (f"{label} of five", 1) for label in FIVE},
}  # fmt: skip


def looked_through(sample: data.Sample, picture: Picture, seen: dict) -> Picture:
    """What was found in a held-out photo beside its labels as they were looked through."""
    if sample.split != "test":
        raise data.BadData(f"{sample.path.name}: is looked through and not held out")
    made = checked.joined(sample, seen)
    return replace(picture, true=labels_of(made), ignore=np.asarray(made.ignore, np.float64).reshape(-1, 4))


def by_review(looked: dict, figures: Callable[[list[Picture]], dict[str, list]]) -> str:
    """The held-out figures again, by the labels that were looked through. `looked`: source → samples and what was found."""
    given, rows, changed = json.loads(REVIEWED.read_text()), [], []
    for name in ("street", "web"):
        samples, ranked = looked[name].samples, looked[name].ranked
        keys = [f"{s.source}/{s.path.name}" for s in samples]
        again = [looked_through(s, p, given[key]) if key in given else p for s, p, key in zip(samples, ranked, keys)]
        changed.append(f"{name} {sum(key in given for key in keys)} of {len(keys)}")
        for words, pictures in (("as they are", ranked), ("looked through", again)):
            found = figures(pictures)
            rows.append([name, words, *[found[label][at] for label, at in COLUMNS.values()]])
    return "\n\n".join([
        "### By labels that were looked through",
        "The labels of the held-out photos were looked through by eye (`reviewed.json`): what is about right stayed, a garment "
        "named wrongly, cut wrongly or left out was put right, with candidates of detector 1.6.0 for what may be missing beside "
        f"them. Changed: {', '.join(changed)}. Nothing was trained or chosen by it; the goals above are measured by the "
        "labels as they are.",
        table(["photos", "labels", *COLUMNS], rows),
    ])  # fmt: skip


def section(path: Path) -> str:
    """The Markdown of how far labels agree; nothing where it was not measured."""
    if not path.exists():
        return "### How far labels agree\n\nNot measured yet: `python3 -m models.agreement`."
    kept = json.loads(path.read_text())
    counts = ", ".join(f"{name} {count}" for name, count in kept["counts"].items())
    rows = [
        [row["photos"], row["who"], row["iou"], *row["mean"], *[row[label][2] if label in row else None for label in FIVE]]
        for row in kept["rows"]
    ]
    street = next(row for row in kept["rows"] if row["photos"] == "street")
    return "\n\n".join([
        "### How far labels agree",
        f"Photos of validation ({counts}) that were labelled a second time, by eye and without sight of the source's labels, "
        "but with candidates of detector 1.6.0 beside them, unsure ones too (`models.agreement`, `opinion.json`). What the "
        "second labeller drew is scored as if it had been found; what they could not tell counts neither way. Beside it the "
        "shipped detector at its thresholds (PyTorch), by either's labels; it and they were chosen on these photos, 1.7.0 by "
        "the second labeller's boxes. Five classes; the last five columns are F1.",
        table(["photos", "who by whose labels", "overlap", "precision", "recall", "F1", *FIVE], rows),
        f"A detector whose AP50 is to be .93 must find at least that share of the labelled boxes; the second labeller finds "
        f"{street['mean'][1]:.3f} of those on the street. Masks are named wrongly there: a skirt as a dress, a shirt as jeans, "
        "a bag not at all.",
        "The detector's average precision on the same photos, by either's labels:",
        table(list(kept["precision"][0]), [list(row.values()) for row in kept["precision"]]),
    ])  # fmt: skip
