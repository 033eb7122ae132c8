"""The exported models with each storage of the weights: float32, float16, int8."""

from __future__ import annotations

import hashlib
import json
import shutil
from copy import deepcopy
from pathlib import Path

import numpy as np
import onnx

from models import export_detector, export_heads, retrieval
from models.data import Sample
from models.evaluate import SOURCES
from models.report import detection, looks, people
from models.report.engine import PUBLIC
from models.report.text import table
from models.storage import SHIPPED_AS, STORAGE, weights, widen

KINDS = ("detector", "attributes", "embedder")
ALLOWED = 0.5
"""Points that a smaller file may lose."""


def from_checkpoint(kind: str) -> onnx.ModelProto | None:
    """The network of models/runs before rounding, or None if there is no checkpoint of what is shipped."""
    try:
        if kind == "detector":
            made = export_detector.graph(export_detector.trained())
        else:
            inputs, outputs = export_heads.inputs_of(kind), export_heads.OUTPUTS[kind]
            network, _ = export_heads.trained(kind, fresh=False)
            axes = {name: {0: "batch"} for name in [*inputs, *outputs]}
            made = export_heads.graph_of(network, inputs, outputs, axes)
    except FileNotFoundError:
        return None
    mine = weights(STORAGE[SHIPPED_AS[kind]](kind, deepcopy(made)))
    shipped = weights(onnx.load(str(PUBLIC / kind / "model.onnx")))
    same = mine.keys() == shipped.keys() and all(np.allclose(mine[name], shipped[name], atol=1e-6) for name in mine)
    return made if same else None


def build(folder: Path) -> dict[str, tuple[Path, dict[str, str]]]:
    """Folders of models as float32, float16, int8 and mixed, and per kind where the float32 weights are from."""
    out = {}
    for name, stored in STORAGE.items():
        target, origin = folder / name, {}
        shutil.copytree(PUBLIC, target)
        for kind in KINDS:
            model = from_checkpoint(kind)
            origin[kind] = "checkpoint" if model is not None else "shipped"
            model = model or widen(onnx.load(str(PUBLIC / kind / "model.onnx")))
            store(target / kind, stored(kind, model))
        out[name] = target, origin
    return out


def store(folder: Path, model: onnx.ModelProto) -> None:
    """Replaces the model of a folder and makes its manifest fit; the golden values are those of the shipped one."""
    path = folder / "manifest.json"
    onnx.save(model, str(folder / "model.onnx"))
    data, manifest = (folder / "model.onnx").read_bytes(), json.loads(path.read_text())
    manifest["sha256"], manifest["bytes"] = hashlib.sha256(data).hexdigest(), len(data)
    manifest["golden"]["tolerance"] = 1e6
    path.write_text(json.dumps(manifest))


def measure(models: Path, street: list[Sample], web: list[Sample], persons: list, items: list) -> dict[str, dict]:
    """Kind → figures of one folder of models on the same pictures, in points (of 100)."""
    seen, _ = detection.look(street + web, models)
    parts = {"street": detection.figures(seen[: len(street)]), "web": detection.figures(seen[len(street) :])}
    out = {"detector": {f"five classes, {name}, AP50": 100 * f["five classes"][1] for name, f in parts.items()}}
    out["detector"]["five classes, street, AP50-95"] = 100 * parts["street"]["five classes"][2]
    out["detector"]["eight garments, street, AP50"] = 100 * parts["street"]["eight garments"][1]
    people.describe(persons, models)
    out["attributes"] = {"gender, accuracy of all": 100 * float(np.mean([c.said[0] == c.gender for c in persons]))}
    query, shop = looks.embed_worn(items, models)
    counts = {label: int(mask.sum()) for label, mask in looks.by_category(items).items()}
    hits = [n * retrieval.recall(query[mask], shop[mask], 1)
            for (_, n), mask in zip(counts.items(), looks.by_category(items).values())]  # fmt: skip
    out["embedder"] = {"recall@1": 100 * sum(hits) / len(items)}
    for kind in KINDS:
        out[kind]["MB"] = (models / kind / "model.onnx").stat().st_size / 1e6
    return out


def with_kept(path: Path, measured: dict[str, dict], origin: dict[str, str]) -> set[str]:
    """Puts in what was measured when a network's checkpoint was still here; returns the kinds that lack even that.

    `measured`: storage → kind → figures. `path` keeps kind → sha256 of what is shipped, and its figures.
    """
    kept, missing = json.loads(path.read_text()) if path.exists() else {}, set()
    for kind in KINDS:
        shipped = hashlib.sha256((PUBLIC / kind / "model.onnx").read_bytes()).hexdigest()
        if origin[kind] == "checkpoint":
            kept[kind] = {"sha256": shipped, "figures": {name: found[kind] for name, found in measured.items()}}
        elif kept.get(kind, {}).get("sha256") == shipped:
            for name, figures in kept[kind]["figures"].items():
                measured[name][kind] = figures
        else:
            missing.add(kind)
    path.write_text(json.dumps(kept, indent=1) + "\n")
    return missing


def section(folder: Path, limit: int | None, kept: Path) -> str:
    """Builds and measures the variants; `folder` is scratch space, `kept` as in `with_kept`."""
    street, web = (detection.samples_of(SOURCES[name], "test")[:limit] for name in ("street", "web"))
    persons = [c for c in people.cases(limit) if c.gender != "?"]
    cut_outs = folder / "cut-outs"
    cut_outs.mkdir()
    items = looks.garments(looks.read("ccp", split="test")[:limit], cut_outs)
    made = build(folder)
    names = {name: path for name, (path, _) in made.items()}
    measured = {name: measure(path, street, web, persons, items) for name, path in names.items()}
    missing = with_kept(kept, measured, made["float32"][1])
    rows, words = [], []
    for kind in KINDS:
        for figure in measured["int8"][kind]:
            rows.append([kind, figure, *[f"{measured[name][kind][figure]:.2f}" for name in names]])
        if kind in missing:
            # Widened again, rounded weights lose nothing.
            words.append(f"{kind} not known, its weights before rounding are not here")
            continue
        base = measured["float32"][kind]
        loss = {name: max(base[f] - measured[name][kind][f] for f in base if f != "MB") for name in names}
        small = min((n for n in names if loss[n] <= ALLOWED), key=lambda n: measured[n][kind]["MB"])
        lost = ", ".join(f"{name} {max(loss[name], 0):.2f}" for name in names if name != "float32")
        words.append(f"{kind} {small} (points lost at most: {lost})")
    shipped = ", ".join(f"{kind} {SHIPPED_AS[kind]}" for kind in KINDS)
    lacking = ", ".join(sorted(missing))
    note = f" No checkpoint of what is shipped lay here for {lacking}: the shipped weights widened." if missing else ""
    return "\n\n".join([
        "## Storage of the weights",
        "The same networks through the same engine; arithmetic is float32 in all. Shipped: "
        f"{shipped}. Int8: weights only, symmetric, one scale a channel.{note}",
        table(["model", "figure", *names], rows),
        f"Smallest that loses at most {ALLOWED} points against float32: {'; '.join(words)}.",
    ])  # fmt: skip
