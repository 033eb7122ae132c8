"""Compares ways to train the embedder in one table per category: python3 -m models.compare --minutes M

Trains every variant for M minutes (models/runs/compare/NAME; a run that was cut off resumes, a finished one is kept)
and measures all on validation. Writes models/report/comparison.json, which `models.report` puts in its report.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from models import embedder, loop, retrieval
from models.backbone import IMAGENET
from models.crops import GARMENTS
from models.data import RUNS, check
from models.garments import Item, load
from models.report.text import cell

FOLDER = RUNS / "compare"
RESULT = Path(__file__).resolve().parent / "report/comparison.json"
MARGIN = 0.5


@dataclass(frozen=True)
class Variant:
    """A start of the weights (scratch, imagenet, detector) and a loss (contrastive, triplet)."""

    start: str
    loss: str

    @property
    def name(self) -> str:
        return f"{self.start}-{self.loss}"


LOSSES = ("contrastive", "triplet")
VARIANTS = [Variant(start, loss) for start in ("scratch", "imagenet", "detector") for loss in LOSSES]
STARTS = {
    "scratch": "random weights", "imagenet": "MobileNetV2 as ImageNet left it",
    "detector": "MobileNetV2 as our detector left it",
}  # fmt: skip


def detector_start(path: Path) -> Path:
    """The trained detector's backbone in the format of the ImageNet file, which lends the head."""
    state = torch.load(RUNS / "detector/last.pt", map_location="cpu")["average"]
    table = dict(np.load(IMAGENET))
    for name, value in state.items():
        if name.startswith("backbone."):
            table[name[len("backbone.") :].replace(".layers.", ".")] = value.numpy()
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **table)
    return path


def train(variant: Variant, minutes: float) -> None:
    """Trains one variant until it has had its minutes; does nothing when it had them."""
    run = FOLDER / variant.name
    last = run / "last.pt"
    if last.exists() and torch.load(last, map_location="cpu")["spent"] >= minutes * 60:
        return
    command = [sys.executable, "-m", "models.embedder", "--minutes", str(minutes), "--run", str(run)]
    command += ["--loss", variant.loss, "--margin", str(MARGIN)]
    if variant.start == "scratch":
        command.append("--scratch")
    elif variant.start == "detector":
        command += ["--imagenet", str(detector_start(FOLDER / "detector.npz"))]
    subprocess.run(command, check=True)


def measure(final: Path, items: list[Item]) -> dict[str, list[float]]:
    """Category → recall@1, recall@10, triplet accuracy, triplet loss at MARGIN on validation; "mean" last."""
    network = embedder.Embedder()
    network.load_state_dict(torch.load(final, map_location=loop.DEVICE)["network"])
    network = network.to(loop.DEVICE).eval()
    query, shop = (vectors.numpy() for vectors in embedder.embed_worn(network, items))
    numbers, out = np.array([item.category for item in items]), {}
    for number, label in enumerate(GARMENTS):
        mask = numbers == number
        if mask.sum() < 2:
            continue
        right, losses = retrieval.triplets(query[mask], shop[mask])
        recalls = [retrieval.recall(query[mask], shop[mask], k) for k in (1, 10)]
        out[label] = [*recalls, right, losses[retrieval.MARGINS.index(MARGIN)]]
    out["mean"] = np.mean(list(out.values()), axis=0).tolist()
    return out


def number(value: float) -> float | None:
    """The value; nothing where a network that diverged has none."""
    return float(value) if np.isfinite(value) else None


def tables(measured: dict[str, dict[str, list[float]]], counts: dict[str, int]) -> list[dict]:
    """One table a figure: rows the categories, columns the variants."""
    figures = ["recall@1", "recall@10", "triplet accuracy", f"triplet loss, margin {MARGIN}, squared distances"]
    labels = list(next(iter(measured.values())))
    return [
        {"title": f"### {figure}", "head": ["category", "n", *measured],
         "rows": [[label, counts.get(label), *[number(part[label][i]) for part in measured.values()]] for label in labels]}
        for i, figure in enumerate(figures)
    ]  # fmt: skip


def main() -> None:
    names = [variant.name for variant in VARIANTS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, required=True, help="training time of each variant")
    parser.add_argument("--only", nargs="*", default=names, choices=names)
    options = parser.parse_args()
    check("val")
    chosen = [variant for variant in VARIANTS if variant.name in options.only]
    for variant in chosen:
        train(variant, options.minutes)
    items = load("val", "worn")
    finals = {variant.name: FOLDER / variant.name / "final.pt" for variant in chosen}
    shipped = RUNS / "embedder/final.pt"
    measured = {name: measure(path, items) for name, path in finals.items()}
    steps = {name: torch.load(path, map_location="cpu")["steps"] for name, path in finals.items()}
    words = ", ".join(f"{name} {count}" for name, count in steps.items())
    note = (
        f"Each variant had {options.minutes:g} minutes of compute on the same data, batches and seed, then measured on "
        f"validation (worn crop → own cut-out in its category). Steps done: {words}. That is short: it ranks starts "
        f"and losses, it does not tell what each could reach. Starts: "
        + "; ".join(f"{key}, {text}" for key, text in STARTS.items())
        + f". The triplet loss takes the hardest negative of the batch, margin {MARGIN} on distances."
    )
    if shipped.exists():
        measured["trained longest"] = measure(shipped, items)
        note += " Trained longest: the embedder of models/runs, contrastive from ImageNet, with its own time."
    lost = [name for name, part in measured.items() if not np.isfinite(part["mean"][-1])]
    if lost:
        note += f" Diverged, so that it finds nothing: {', '.join(lost)}."
    counts = {label: sum(item.category == i for item in items) for i, label in enumerate(GARMENTS)}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    made = tables(measured, counts)
    RESULT.write_text(json.dumps({"note": note, "tables": made}, indent=1) + "\n")
    for part in made:
        print(part["title"], part["head"], *[[cell(v) for v in row] for row in part["rows"]], sep="\n")


if __name__ == "__main__":
    main()
