"""Whether bare faces stay without dots: tight portraits, in which nothing is worn above the chin but glasses and hats."""

from __future__ import annotations

from models import data
from models.evaluate import LOWEST
from models.pseudo import CHIN, FACES, ON_FACES
from models.report.engine import ask
from models.report.text import table


def tight(split: str) -> list[data.Sample]:
    """The portraits without boxes: nothing is known of them but that they are faces."""
    return [s for s in data.read(FACES, split=split) if len(s.known) < len(data.LABELS)]


def on_face(shown: list[list]) -> list[str]:
    """Labels of garments shown, rows [label, score, x, y, width, height] in fractions, that begin above the chin."""
    return [label for label, _, _, top, *_ in shown if label not in ON_FACES and top < CHIN]


def section(limit: int | None) -> str:
    """The Markdown, of held-out pictures."""
    samples = tight("test")[:limit]
    answers = ask([{"ask": "detect", "file": str(s.path), "minScore": LOWEST} for s in samples])
    wrong = [on_face(given["shown"]) for given in answers]
    rows = [[label, sum(label in names for names in wrong)] for label in data.GARMENTS if label not in ON_FACES]
    rows.append(["any of them", sum(map(bool, wrong))])
    return "\n\n".join([
        "### Bare faces",
        f"{len(samples)} held-out portraits without boxes, all of them tight faces: in how many the product shows a garment "
        f"whose box begins above {CHIN:.0%} of the picture's height. Next to all of these dots are wrong.",
        table(["label", "pictures"], [row for row in rows if row[1] or row is rows[-1]]),
    ])  # fmt: skip
