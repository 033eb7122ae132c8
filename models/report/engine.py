"""Asks the product's own engine (Node, `tests/bench/answers.ts`) about pictures: what is measured is what ships."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np

from models.data import BadData

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ROOT / "public/models"
TIME_OUT = 3600


def ask(questions: list[dict], models: Path = PUBLIC, threads: int = 2) -> list[dict]:
    """The engine's answers in order. Raises BadData, naming the file, for a picture that the engine cannot read."""
    if not questions:
        return []
    if shutil.which("node") is None or not (ROOT / "node_modules/tsx").exists():
        raise SystemExit("The report runs the exported models with Node: install it and run `npm ci` first.")
    lines = "\n".join(json.dumps(question) for question in questions) + "\n"
    command = ["node", "--import", "tsx", str(ROOT / "tests/bench/answers.ts"), str(models), str(threads)]
    run = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=ROOT, timeout=TIME_OUT)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    for question, given in zip(questions, answers):
        if "error" in given:
            raise BadData(f"{Path(question['file']).name}: {given['error']}")
    if run.returncode or len(answers) != len(questions):
        counts = f"{len(answers)} answers to {len(questions)} questions"
        raise RuntimeError(f"the engine gave {counts}\n{run.stderr[-2000:]}")
    return answers


def fractions(box: tuple[float, ...], width: int, height: int) -> list[float]:
    """Pixels x0 y0 x1 y1 → x, y, width, height in fractions of the picture."""
    x0, y0, x1, y1 = (float(v) for v in box)
    return [x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height]


def pixels(box: list[float], width: int, height: int) -> list[float]:
    """Fractions x, y, width, height → pixels x0 y0 x1 y1."""
    x, y, w, h = box
    return [x * width, y * height, (x + w) * width, (y + h) * height]


def embeddings(answers: list[dict]) -> np.ndarray:
    """All vectors of `embed` answers, (N, 128)."""
    rows = [np.frombuffer(base64.b64decode(text), np.float32) for given in answers for text in given["embeddings"]]
    return np.stack(rows) if rows else np.zeros((0, 128), np.float32)
