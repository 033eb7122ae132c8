"""What is learned by heart: the same figures on photos that the networks were trained on, beside those held out."""

from __future__ import annotations

from models.evaluate import SOURCES, samples_of
from models.report import detection, people
from models.report.text import table

MOST = 160
"""Photos of a source, or persons of one, that are looked at again."""
WORDS = ("five classes", "eight garments", "person")


def spread(all_: list, most: int) -> list:
    """At most so many of a list, evenly over it."""
    return [all_[i * len(all_) // most] for i in range(most)] if len(all_) > most else all_


def learned(most: int) -> dict[str, dict[str, list]]:
    """The detector's figures on photos it was trained on, source by source."""
    samples = {name: spread(samples_of(source, "train"), most) for name, source in SOURCES.items()}
    return {name: detection.figures(detection.look(part)[0]) for name, part in samples.items()}


def detector_rows(trained: dict[str, dict], seen: dict[str, dict]) -> list[list[object]]:
    """A row for source and group of labels: AP50 trained on, held out, then both of AP50-95."""
    rows = []
    for name in seen:
        for words in WORDS:
            if seen[name][words][0]:
                rows.append([f"{name}, {words}", *[part[name][words][at] for at in (1, 2) for part in (trained, seen)]])
    return rows


def gender_rows(trained: list[people.Case], held: list[list]) -> list[list[object]]:
    """A row for each source of persons: how many were looked at and the share told right, trained on and held out."""
    there = {row[0]: row for row in held}
    rows = []
    for source in people.SOURCES:
        name, count, right, *_ = people.row(source, [c for c in trained if c.sample.source == source], 0)
        if count and there[name][1]:
            rows.append([name, count, right, there[name][1], there[name][2]])
    return rows


def section(seen: dict[str, dict], held: list[list], limit: int | None) -> str:
    """The Markdown. `seen` and `held`: the detector's figures and the rows of the gender table, both held out."""
    most = min(MOST, limit or MOST)
    everyone = [c for c in people.cases(None, "train") if c.framing != "product" and c.gender != "?"]
    trained = [c for source in people.SOURCES
               for c in spread([c for c in everyone if c.sample.source == source], most)]  # fmt: skip
    people.describe(trained)
    return "\n\n".join([
        "## Learned by heart",
        f"No results: what the shipped networks say of at most {most} photos (or persons) of each source that they were "
        "trained on, beside the held-out figures from above. The first tells how well the network can draw what its "
        "labels say at all; what lies between the two is lost on pictures of other people, which training longer on the "
        "same photos does not win back.",
        table(["photos", "AP50 trained on", "AP50 held out", "AP50-95 trained on", "AP50-95 held out"],
              detector_rows(learned(most), seen)),
        "Women or men, the better of both, boxes given:",
        table(["persons", "n trained on", "right", "n held out", "right"], gender_rows(trained, held)),
    ])  # fmt: skip
