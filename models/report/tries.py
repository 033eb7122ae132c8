"""What was tried: one row for every network that the report was written for, kept in tries.json and heads.json."""

from __future__ import annotations

import json
from pathlib import Path

from models.report.text import table

FIGURES = {
    "street five AP50": ("street", "five classes", 1), "street five AP50-95": ("street", "five classes", 2),
    "street eight AP50": ("street", "eight garments", 1), "street person": ("street", "person", 1),
    "web five AP50": ("web", "five classes", 1), "web person": ("web", "person", 1),
    "portraits eyewear": ("portraits", "eyewear", 1),
}  # fmt: skip


def section(path: Path, manifest: dict, seen: dict[str, dict], note: str) -> str:
    """Adds the detector that was just measured, or renews its row, and gives the table."""
    kept = json.loads(path.read_text()) if path.exists() else []
    name = manifest["sha256"][:12]
    old = next((one for one in kept if one["model"] == name), {})
    figures = {words: seen[source][label][at] for words, (source, label, at) in FIGURES.items()}
    side = manifest["input"]["longSide"]
    row = {"model": name, "version": manifest["version"], "side": side, "note": note or old.get("note", ""), **figures}
    kept = [one for one in kept if one["model"] != name] + [row]
    path.write_text(json.dumps(kept, indent=1) + "\n")
    rows = [[one["model"], one["note"], one["side"], *[one[words] for words in FIGURES]] for one in kept]
    return "\n\n".join([
        "## What was tried",
        "Detectors in the order in which they were measured, on the same held-out pictures; the last one is shipped.",
        table(["model", "what was new", "long side", *FIGURES], rows), *attempts(path.parent / "attempts.json"),
        *rounds(path.parent / "rounds.json"),
    ])  # fmt: skip


def rounds(path: Path) -> list[str]:
    """Networks trained one after the other, shipped or not, as `models.soup` and the training measured them."""
    if not path.exists():
        return []
    kept = json.loads(path.read_text())
    text = ["Rounds of training on validation (AP50; then women or men), those that were not shipped too."]
    return text + [table(list(rows[0]), [[row[name] for name in rows[0]] for row in rows]) for rows in kept.values()]


SOURCES = ("street, full body", "portraits", "web")


def heads(path: Path, facts: dict[str, dict], notes: dict[str, str], gender: list[list], found: dict[str, float]) -> str:
    """The same for attributes and embedder. `gender`: the rows of the gender table; `found`: the embedder's figures."""
    table_of = {row[0]: row for row in gender}
    figures = {
        "attributes": {f"{name}: {words}": table_of[name][at] for name in SOURCES if name in table_of
                       for words, at in (("decided", 3), ("right", 4))},
        "embedder": found,
    }  # fmt: skip
    kept = json.loads(path.read_text()) if path.exists() else {kind: [] for kind in figures}
    text = []
    for kind, row in figures.items():
        name = facts[kind]["sha256"][:12]
        old = next((one for one in kept[kind] if one["model"] == name), {})
        new = {"model": name, "version": facts[kind]["version"], "note": notes.get(kind) or old.get("note", ""), **row}
        kept[kind] = [one for one in kept[kind] if one["model"] != name] + [new]
        lines = [[one["model"], one["version"], one["note"], *[one.get(words) for words in row]] for one in kept[kind]]
        text += [f"{kind.capitalize()}, the same way:", table(["model", "version", "what was new", *row], lines)]
    path.write_text(json.dumps(kept, indent=1) + "\n")
    return "\n\n".join(text)


def attempts(path: Path) -> list[str]:
    """Other ways to look with the shipped detector, as `models.attempts` left them."""
    if not path.exists():
        return []
    kept = json.loads(path.read_text())
    counts = ", ".join(f"{name} {count}" for name, count in kept["counts"].items())
    head = list(kept["rows"][0])
    return [
        "Other ways to look with a detector of the same weights (`python3 -m models.attempts`), on validation "
        f"({counts} pictures), from PyTorch: compare the rows with the first one, not with the table above.",
        table(head, [[row[name] for name in head] for row in kept["rows"]]),
        "Women or men, the same way (calibrated anew for each, \"unsure\" below the confidence that gives .97):",
        table(list(kept["people"][0]), [list(row.values()) for row in kept["people"]]),
    ]
