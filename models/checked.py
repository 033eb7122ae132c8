"""Labels drawn by eye for training photos whose source has none, only some, or wrong ones.

`checked.json` holds the project's own boxes. Candidates of detector 1.6.0 were kept, renamed, moved, dropped or added
one by one, photo by photo: of its sure ones a fifth were dropped. What cannot be told, and people in the background, are
areas to ignore. Boxes are pixels of the file, read off a ruler to about 2 % of the picture. Of partly labelled photos only
the places of the source's own boxes that stay are kept. So it is of the street photos with masks, of which half had a
garment named or cut wrongly or left out, and of a few web photos. Nothing of validation or test is in it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from models import data

FILE = Path(__file__).resolve().parent / "checked.json"


@lru_cache(None)
def labels() -> dict[str, dict]:
    """ "source/file" → `boxes` [label, x0, y0, x1, y1], `ignore` [x0, y0, x1, y1], `kept`: which boxes of its source stay,

    `people`: a letter (w, m or ?) for each person among the boxes.
    """
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def labelled(sample: data.Sample) -> data.Sample | None:
    """The sample with the labels drawn for it, None where none were."""
    seen = labels().get(f"{sample.source}/{sample.path.name}")
    return complete(sample, seen) if seen else None


def complete(sample: data.Sample, seen: dict) -> data.Sample:
    """The sample with the labels drawn for it, of which it then has all. Raises `data.BadData` naming the file."""
    if sample.split != "train":
        raise data.BadData(f"{sample.path.name}: has labels drawn by eye and is not for training")
    return joined(sample, seen)


def joined(sample: data.Sample, seen: dict) -> data.Sample:
    """A sample of any split with drawn labels beside those of its source that stay; raises `data.BadData` as above."""
    row = {"width": sample.width, "height": sample.height, "boxes": seen["boxes"], "ignore": seen["ignore"]}
    drawn = data.photo(row, sample.path, sample.source, sample.key)
    kept = tuple(sample.boxes[at] for at in seen.get("kept", []))  # with the second label that is acceptable
    letters = seen.get("people", "").ljust(len(drawn.persons), "?")
    persons = tuple(replace(person, gender=letter) for person, letter in zip(drawn.persons, letters))
    return replace(sample, boxes=(*kept, *drawn.boxes), persons=sample.persons or persons,
                   ignore=(*sample.ignore, *drawn.ignore), doubts=(), known=frozenset(data.LABELS))  # fmt: skip
