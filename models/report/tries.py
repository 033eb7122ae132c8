"""What was tried: one row for every detector that the report was written for, kept in models/report/tries.json."""

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
    ])  # fmt: skip


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
