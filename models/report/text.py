"""Markdown pieces of the report."""

from __future__ import annotations

import math


def table(head: list[str], rows: list[list[object]]) -> str:
    """A Markdown table; numbers that are not whole get three digits, missing ones a dash."""
    lines = [head, ["---"] * len(head), *[[cell(value) for value in row] for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(value: object) -> str:
    """One value as the report prints it."""
    if value is None or isinstance(value, float) and math.isnan(value):
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def verdict(value: float | None, wanted: float, at_most: bool = False) -> str:
    """Whether a figure reaches what is wanted, in a word."""
    if value is None or math.isnan(value):
        return "not measured"
    return "reached" if (value <= wanted if at_most else value >= wanted) else "not reached"
