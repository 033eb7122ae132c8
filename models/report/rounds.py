"""The report's table of rounds: what each training gave on validation, whether it was shipped or not."""

from __future__ import annotations

import json
from pathlib import Path

PATH = Path(__file__).resolve().parent / "rounds.json"


def note(kind: str, words: str, found: dict[str, float]) -> None:
    """Adds a row to the table of `kind` (detector, people), or renews the one with the same words."""
    kept = json.loads(PATH.read_text()) if PATH.exists() else {}
    kept[kind] = [*(row for row in kept.get(kind, []) if row["way"] != words), {"way": words, **found}]
    PATH.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
