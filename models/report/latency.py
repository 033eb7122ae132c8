"""How long each model takes in onnxruntime-node, two threads, with the machine's name. Only an idle machine tells."""

from __future__ import annotations

import json
import os
import platform
import statistics
from pathlib import Path

from models.data import read
from models.report.engine import ask
from models.report.text import table

THREADS = 2
REPEATS = 40
WANTED = {"detector": 40.0, "attributes": 8.0, "embedder": 12.0}
"""Milliseconds on two idle cores: a picture, a person, a garment."""


def machine() -> str:
    """The processor's name, its logical cores and the system."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        name = names[0].split(":", 1)[1].strip() if names else name
    return f"{name}, {os.cpu_count()} logical cores, {platform.system()} {platform.machine()}"


def measure() -> dict:
    """Medians and minima in milliseconds, the machine, and its load before the run."""
    load = os.getloadavg()[0]
    picture = read("web", split="test")[0]
    given = ask([{"ask": "time", "file": str(picture.path), "repeats": REPEATS}], threads=THREADS)[0]
    times = {kind: {"median": statistics.median(ms), "least": min(ms)} for kind, ms in given.items()}
    return {"machine": machine(), "load": load, "size": [picture.width, picture.height], "times": times}


def section(timed: dict | None) -> str:
    """The Markdown; says so when nothing was timed for these models."""
    if timed is None:
        return "## Time\n\nNot timed for these models yet: `python3 -m models.report --latency` on an idle machine."
    rows = []
    for kind, wanted in WANTED.items():
        whole, net = timed["times"][kind], timed["times"][f"{kind} network"]
        values = whole["median"], whole["least"], net["median"], net["least"], wanted
        rows.append([kind, *[f"{value:.1f}" for value in values]])
    width, height = timed["size"]
    busy = "" if timed["load"] < 0.5 else " The machine was not idle: expect less than these."
    return "\n\n".join([
        "## Time",
        f"Milliseconds in onnxruntime-node, {THREADS} threads, {REPEATS} runs after five to warm up, a {width} × "
        f"{height} photo; with scaling and decoding, and the network alone. Machine: {timed['machine']}; load "
        f"before the run {timed['load']:.1f}.{busy}",
        table(["model", "median", "least", "network: median", "network: least", "wanted"], rows),
    ])  # fmt: skip


def remember(path: Path, key: str, timed: dict | None) -> dict | None:
    """Keeps a measurement beside the models it belongs to; without a new one gives back the kept one, if it fits."""
    if timed is not None:
        path.write_text(json.dumps({"models": key, **timed}, indent=1) + "\n")
        return timed
    kept = json.loads(path.read_text()) if path.exists() else {}
    return kept if kept.get("models") == key else None
