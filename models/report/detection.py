"""The detector's part of the report: held-out pictures through the product's engine, scored in Python."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models import data
from models.evaluate import LOWEST, SOURCES, five, mean, samples_of, scored
from models.metrics import Picture, confusion, curve, decide, of_size, trace
from models.report import dots, errors, faces, labels, svg
from models.report.engine import PUBLIC, ask, pixels
from models.report.text import table

SIZES = {"small, < 32 px": (0.0, 32.0), "medium, 32–96 px": (32.0, 96.0), "large, ≥ 96 px": (96.0, 1e9)}
LONG_SIDE = 640
"""Sizes are told for a picture of this long side."""
REFERENCE = {"topwear": (0.979, 0.824), "bottomwear": (0.946, 0.797), "footwear": (0.992, 0.753),
             "eyewear": (0.833, 0.445), "handbag": (0.507, 0.273)}  # fmt: skip
"""The re-implementation's large model: AP50 and AP50-95 on its own 38 validation photos."""


@dataclass
class Looked:
    """One source: samples, everything found from LOWEST on, and what the product decides at its thresholds."""

    samples: list[data.Sample]
    ranked: list[Picture]
    decided: list[Picture]


def picture(sample: data.Sample, found: list[list]) -> Picture:
    """The engine's detections and the labels of one sample, in pixels."""
    rows = [[data.LABELS.index(f[0]), f[1], *pixels(f[2:], sample.width, sample.height)] for f in found]
    return scored(sample, np.asarray(rows, np.float64).reshape(-1, 6))


def look(samples: list[data.Sample], models: Path = PUBLIC) -> tuple[list[Picture], list[Picture]]:
    """Runs the engine over samples: everything from LOWEST on, and what the product would show."""
    answers = ask([{"ask": "detect", "file": str(s.path), "minScore": LOWEST} for s in samples], models)
    ranked, shown = ([picture(s, given[key]) for s, given in zip(samples, answers)] for key in ("found", "shown"))
    return ranked, shown


def figures(pictures: list[Picture]) -> dict[str, list]:
    """Name → [boxes, AP50, AP50-95]: nine labels, their mean of eight, the five classes, their mean."""
    nine = {label: curve(pictures, i) for i, label in enumerate(data.LABELS)}
    together, garments = five(pictures), [nine[label] for label in data.GARMENTS]
    out = {name: [c.count, float(c.ap[0]), float(c.ap.mean())] for name, c in nine.items()}
    out["eight garments"] = [sum(c.count for c in garments), mean(garments, 0), mean(garments)]
    out |= {f"{name} of five": [c.count, float(c.ap[0]), float(c.ap.mean())] for name, c in together.items()}
    parts = [*together.values()]
    out["five classes"] = [sum(c.count for c in parts), mean(parts, 0), mean(parts)]
    return out


def against_reference(seen: dict[str, dict]) -> str:
    """The reference's table beside ours, per source."""
    names = list(seen)
    rows = []
    for label, (ap50, ap) in REFERENCE.items():
        mine = [v for name in names for v in seen[name][f"{label} of five"][1:]]
        rows.append([label, ap50, ap, *mine])
    reference = np.array(list(REFERENCE.values())).mean(0).tolist()
    rows.append(["mean", *reference, *[v for name in names for v in seen[name]["five classes"][1:]]])
    head = [f"{name} {kind}" for name in ("reference", *names) for kind in ("AP50", "AP50-95")]
    return table(["five classes", *head], rows)


def per_class(seen: dict[str, dict]) -> str:
    """Nine labels and the mean of eight, per source."""
    labels = [*data.LABELS, "eight garments"]
    rows = [[label, *[v for part in seen.values() for v in part[label]]] for label in labels]
    return table(["label", *[f"{name} {kind}" for name in seen for kind in ("n", "AP50", "AP50-95")]], rows)


def strata(looked: Looked) -> str:
    """AP50 and number of boxes by size."""
    parts = []
    for low, high in SIZES.values():
        scales = [LONG_SIDE / max(s.width, s.height) for s in looked.samples]
        parts.append([of_size(p, low, high, scale) for p, scale in zip(looked.ranked, scales)])
    rows = []
    for i, label in enumerate(data.LABELS):
        cells = [curve(part, i) for part in parts]
        rows.append([label, *[v for c in cells for v in (c.count, float(c.ap[0]) if c.count else None)]])
    return table(["label", *[word for name in SIZES for word in ("n", f"AP50 {name}")]], rows)


def recall_curves(looked: Looked, title: str) -> str:
    """Precision over recall at IoU .5, one line a label."""
    lines = {}
    for i, label in enumerate(data.LABELS):
        _, precision, recall, count = trace(looked.ranked, i)
        if count:
            lines[label] = (recall, precision)
    return svg.curves(f"{title}: precision and recall, IoU 0.5", "recall", "precision", lines)


def confused(looked: Looked, title: str) -> str:
    """The confusion matrix at the shipped thresholds."""
    counts = confusion(looked.decided, len(data.LABELS))
    ends = ["nothing there"], ["missed"]
    return svg.matrix(f"{title}: confusion at the shipped thresholds, IoU 0.5", [*data.LABELS, *ends[0]],
                      [*data.LABELS, *ends[1]], counts)  # fmt: skip


def shown(looked: dict[str, Looked]) -> str:
    """Of the garments that a reader sees at the shipped thresholds: how many are right, how many of all are there."""
    rows = []
    for name, part in looked.items():
        counts = confusion(part.decided, len(data.LABELS))
        right, garments = int(np.diag(counts)[1:-1].sum()), slice(1, -1)
        answered, there = int(counts[:, garments].sum()), int(counts[garments].sum())
        precision, recall = right / max(answered, 1), right / max(there, 1)
        rows.append([name, there, precision, recall, 2 * right / max(answered + there, 1)])
    return table(["source", "garments", "precision", "recall", "F1"], rows)


def faults(part: Picture) -> tuple[int, list[int], list[int], list[int]]:
    """How many faults, the missed true rows, the wrong found rows and the right ones."""
    verdict = decide(part)
    right, wrong, missed = [], list(verdict.extra), list(verdict.missed)
    for t, f in verdict.pairs:
        fits = part.found[f, 0] in part.true[t, :2]
        (right if fits else wrong).append(f)
        if not fits:
            missed.append(t)
    return len(missed) + len(wrong), missed, wrong, right


def worst(looked: dict[str, Looked], count: int = 8) -> str:
    """The pictures with most faults as boxes over grey figures; nothing of a photo is in it."""
    ranked = [(faults(p), s, p) for part in looked.values() for s, p in zip(part.samples, part.decided)]
    ranked = sorted(ranked, key=lambda entry: -entry[0][0])[:count]
    size, parts = 230, []
    for number, ((total, missed, wrong, right), sample, p) in enumerate(ranked):
        scale = (size - 20) / max(sample.width, sample.height)
        left, top = (number % 4) * size + 10, (number // 4) * (size + 24) + 24
        name = hashlib.sha1(sample.path.name.encode()).hexdigest()[:8]
        parts.append(svg.words(left, top - 6, f"{sample.source} {name}: {total} faults"))
        wide, tall = sample.width * scale, sample.height * scale
        parts.append(f'<rect x="{left}" y="{top}" width="{wide:.0f}" height="{tall:.0f}" fill="#f2f2f2"/>')

        def place(box: np.ndarray) -> list[float]:
            x0, y0, x1, y1 = (float(v) * scale for v in box)
            return [left + x0, top + y0, x1 - x0, y1 - y0]

        parts += [svg.silhouette(*place(person.box)) for person in sample.persons]
        parts += [svg.outline(place(p.found[f, 2:6]), "#2a8", "") for f in right]
        parts += [svg.outline(place(p.true[t, 2:6]), "#16c", data.LABELS[int(p.true[t, 0])]) for t in missed]
        parts += [svg.outline(place(p.found[f, 2:6]), "#d22", data.LABELS[int(p.found[f, 0])], True) for f in wrong]
    height = -(-len(ranked) // 4) * (size + 24) + 10
    return svg.page("The worst pictures: missed and wrong boxes", 4 * size + 10, height, parts)


def measure(limit: int | None) -> tuple[dict[str, Looked], dict[str, dict]]:
    """All four sources: what was seen, and the figures."""
    samples = {name: samples_of(source, "test")[:limit] for name, source in SOURCES.items()}
    every = [sample for part in samples.values() for sample in part]
    ranked, decided = (iter(part) for part in look(every))
    looked = {name: Looked(part, [next(ranked) for _ in part], [next(decided) for _ in part])
              for name, part in samples.items()}  # fmt: skip
    return looked, {name: figures(part.ranked) for name, part in looked.items()}


def section(
    looked: dict[str, Looked], seen: dict[str, dict], manifest: dict, limit: int | None
) -> tuple[str, dict[str, str]]:
    """The Markdown and the plots by file name."""
    plots = {"failures.svg": worst(looked)}
    for name in ("street", "web"):
        plots[f"recall-{name}.svg"] = recall_curves(looked[name], name)
        plots[f"confusion-{name}.svg"] = confused(looked[name], name)
    thresholds = ", ".join(f"{label} {value:.2f}" for label, value in manifest["thresholds"].items())
    pictures = ", ".join(f"{name} {len(part.samples)}" for name, part in looked.items())
    side = manifest["input"]["longSide"]
    text = [
        "## Detector",
        f"Held-out pictures: {pictures} (grey: UWear). Input: long side {side} px. A box of an acceptable second label "
        "is not wrong, but what is labelled there counts as missed; ignored areas count neither way. Average precision as "
        "COCO counts it, from scores of "
        f"{LOWEST} on.",
        "### The reference's five classes",
        "Topwear, outerwear and dress count as topwear. The reference's figures are its large model's on its own 38 "
        "photos (116 boxes), which are not ours: compare with care. Its small model: mAP50 0.908, mAP50-95 0.653.",
        against_reference(seen),
        "### Nine labels", per_class(seen),
        "### Precision and recall",
        "![street](plots/recall-street.svg) ![web](plots/recall-web.svg)",
        f"Thresholds, of highest F1 on validation (mean of web, street, portraits and grey; of persons the lowest that costs "
        f"at most .01): {thresholds}.",
        "### Confusion",
        "At these thresholds, after the product's clean-up: one box a cloth, one bottom a person. A label that is "
        "acceptable as second one counts as right.",
        shown(looked),
        "![street](plots/confusion-street.svg) ![web](plots/confusion-web.svg)",
        "### By size",
        f"Root of the box's area when the picture's long side is {LONG_SIDE} px; other sizes count neither way.",
        *[part for name in ("street", "web") for part in (f"{name.capitalize()}:", strata(looked[name]))],
        dots.section(looked["street"].samples),
        faces.section(limit),
        errors.section({name: looked[name].ranked for name in ("street", "web")}),
        labels.section(Path(__file__).resolve().parent / "agreement.json"),
        labels.by_review(looked, figures),
        "### Worst failures",
        "Blue: missed. Red, dashed: wrong or not labelled. Green: right. Grey: where the labels say that persons are "
        "(a drawn figure, not a photo).",
        "![failures](plots/failures.svg)",
    ]  # fmt: skip
    return "\n\n".join(text), plots
