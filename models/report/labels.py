"""How far two labellers agree, as `models.agreement` left it: what the goals ask of labels that are not all right."""

from __future__ import annotations

import json
from pathlib import Path

from models.evaluate import FIVE
from models.report.text import table


def section(path: Path) -> str:
    """The Markdown; nothing where it was not measured."""
    if not path.exists():
        return "### How far labels agree\n\nNot measured yet: `python3 -m models.agreement`."
    kept = json.loads(path.read_text())
    counts = ", ".join(f"{name} {count}" for name, count in kept["counts"].items())
    rows = [
        [row["photos"], row["who"], row["iou"], *row["mean"], *[row[label][2] if label in row else None for label in FIVE]]
        for row in kept["rows"]
    ]
    return "\n\n".join([
        "### How far labels agree",
        f"Photos of validation ({counts}) that were labelled a second time, by eye and without sight of the source's labels, "
        "but with candidates of the detector beside them, unsure ones too (`models.agreement`, `opinion.json`). What the "
        "second labeller drew is scored as if it had been found; what they could not tell counts neither way. Beside it the "
        "shipped detector at its thresholds (chosen on these photos, PyTorch), by either's labels. Five classes; the last "
        "five columns are F1.",
        table(["photos", "who by whose labels", "overlap", "precision", "recall", "F1", *FIVE], rows),
        "A detector whose AP50 is to be .93 must find at least that share of the labelled boxes: on the street a second "
        "person finds fewer, because masks are named wrongly there (a skirt as a dress, a shirt as jeans, a bag not at all).",
        "The detector's average precision on the same photos, by either's labels:",
        table(list(kept["precision"][0]), [list(row.values()) for row in kept["precision"]]),
    ])  # fmt: skip
