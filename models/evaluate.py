"""Measures the exported detector on held-out pictures and writes its part of REPORT.md: `python3 -m models.evaluate`.

`--thresholds` also picks the scores of highest F1 on validation and writes them into the manifest.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from models import data
from models.metrics import Curve, Picture, curve, overlaps
from models.net import STRIDES, Exported, centres, new_detector, to_boxes

PUBLIC = Path(__file__).resolve().parents[1] / "public/models/detector"
REPORT = Path(__file__).resolve().parent / "REPORT.md"
SOURCES = {"web": "web", "street": "ccp", "portraits": "portraits", "grey": "uwear"}
FIVE = {"topwear": ("topwear", "outerwear", "dress"), "bottomwear": ("bottomwear",), "footwear": ("footwear",),
        "eyewear": ("eyewear",), "handbag": ("handbag",)}  # fmt: skip


def load_net(weights: Path) -> Exported:
    """The averaged network of a checkpoint, its weights rounded to float16 as the shipped file's are."""
    net = new_detector()
    net.load_state_dict(torch.load(weights, map_location="cpu")["average"])
    model = Exported(net).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half().float())
    return model


def suppress(boxes: np.ndarray, scores: np.ndarray, iou: float) -> list[int]:
    """Greedy non-maximum suppression; indices of the kept, best first."""
    order, kept = np.argsort(-scores, kind="stable"), []
    while len(order):
        kept.append(int(order[0]))
        order = order[1:][overlaps(boxes[order[:1]], boxes[order[1:]])[0] <= iou]
    return kept


def detect(model: Exported, image: Image.Image, long_side: int, iou: float = 0.6) -> np.ndarray:
    """Label, score, x0, y0, x1, y1 (pixels of the picture) of all boxes above .02."""
    scale = long_side / max(image.size)
    w, h = (max(1, round(side * scale)) for side in image.size)
    small = np.asarray(image.resize((w, h), Image.BILINEAR))
    canvas = np.full((-(-h // 32) * 32, -(-w // 32) * 32, 3), 114, np.uint8)
    canvas[:h, :w] = small
    x = torch.from_numpy(canvas).permute(2, 0, 1)[None].float().sub(127.5).div(127.5)
    with torch.no_grad():
        levels = model(x)
    points, strides = centres([tuple(level.shape[2:]) for level in levels])
    flat = torch.cat([level.flatten(2) for level in levels], 2)[0].T
    boxes = to_boxes(flat[:, :4], points, strides).clamp(min=0).numpy()
    boxes = np.minimum(boxes, [w, h, w, h]) / scale
    out = []
    for label in range(len(data.LABELS)):
        scores = flat[:, 4 + label].numpy()
        cells = np.flatnonzero(scores > 0.02)
        cells = cells[np.argsort(-scores[cells])][:300]
        for i in suppress(boxes[cells], scores[cells], iou)[:50]:
            out.append([label, scores[cells[i]], *boxes[cells[i]]])
    return np.asarray(out, np.float64).reshape(-1, 6)


def look(model: Exported, samples: list[data.Sample], long_side: int) -> list[Picture]:
    """Runs the detector over the samples."""
    pictures = []
    for sample in samples:
        true = [[data.LABELS.index(g.label), data.LABELS.index(g.also) if g.also else -1, *g.box] for g in sample.boxes]
        true += [[0, -1, *person.box] for person in sample.persons]
        with Image.open(sample.path) as image:
            found = detect(model, image.convert("RGB"), long_side)
        known = np.array([label in sample.known for label in data.LABELS])
        shaped = [np.asarray(rows, np.float64).reshape(-1, n) for rows, n in ((true, 6), (sample.ignore, 4))]
        pictures.append(Picture(found, *shaped, known))
    return pictures


def _merge(pictures: list[Picture], labels: tuple[str, ...]) -> list[Picture]:
    """The pictures with several labels turned into the first one, duplicates among the found removed."""
    numbers = [data.LABELS.index(label) for label in labels]
    out = []
    for p in pictures:
        true, found = p.true.copy(), p.found.copy()
        true[np.isin(true[:, 0], numbers), 0] = numbers[0]
        found = found[np.isin(found[:, 0], numbers)]
        found[:, 0] = numbers[0]
        if len(labels) > 1 and len(found):
            found = found[suppress(found[:, 2:6], found[:, 1], 0.6)]
        out.append(Picture(found, true, p.ignore, p.known))
    return out


def five(pictures: list[Picture]) -> dict[str, Curve]:
    """The reference's five classes: topwear, outerwear and dress are one."""
    return {name: curve(_merge(pictures, parts), data.LABELS.index(name)) for name, parts in FIVE.items()}


def _mean(curves: list[Curve], at: int | None = None) -> float:
    values = [float(c.ap.mean() if at is None else c.ap[at]) for c in curves if c.count]
    return float(np.mean(values)) if values else float("nan")


def table(pictures: list[Picture], title: str) -> tuple[list[str], dict]:
    """One set's markdown table and the same figures as plain values."""
    nine = {label: curve(pictures, i) for i, label in enumerate(data.LABELS)}
    merged = five(pictures)
    lines = [f"### {title}: {len(pictures)} pictures", "", "| label | boxes | AP50 | AP50-95 |", "| --- | --- | --- | --- |"]
    rows = [(label, c.count, c.ap[0], c.ap.mean()) for label, c in nine.items() if c.count]
    garments = [nine[label] for label in data.GARMENTS]
    rows.append(("eight garments", sum(c.count for c in garments), _mean(garments, 0), _mean(garments)))
    rows += [(f"{label} of five", c.count, c.ap[0], c.ap.mean()) for label, c in merged.items() if c.count]
    rows.append(("five classes", sum(c.count for c in merged.values()), _mean([*merged.values()], 0), _mean([*merged.values()])))
    lines += [f"| {name} | {count} | {ap:.3f} | {mean:.3f} |" for name, count, ap, mean in rows]
    return [*lines, ""], {name: [int(count), round(float(ap), 4), round(float(mean), 4)] for name, count, ap, mean in rows}


def write_part(name: str, lines: list[str]) -> None:
    """Replaces the named part of REPORT.md, or appends it."""
    text = REPORT.read_text() if REPORT.exists() else "# Report on the models\n"
    part = f"<!-- {name}:begin -->\n" + "\n".join(lines).strip() + f"\n<!-- {name}:end -->"
    pattern = re.compile(f"<!-- {name}:begin -->.*?<!-- {name}:end -->", re.S)
    text = pattern.sub(lambda _: part, text) if pattern.search(text) else text.rstrip() + "\n\n" + part + "\n"
    REPORT.write_text(text)


def samples_of(source: str, split: str) -> list[data.Sample]:
    """The source's completely boxed pictures of a split."""
    return [s for s in data.read(source, split=split) if len(s.known) >= len(data.GARMENTS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=data.RUNS / "detector/last.pt")
    parser.add_argument("--thresholds", action="store_true", help="choose thresholds on validation")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help="long sides to compare on validation")
    a = parser.parse_args()
    manifest = json.loads((PUBLIC / "manifest.json").read_text())
    every = [s for source in SOURCES.values() for split in ("val", "test") for s in samples_of(source, split)]
    data.check_pictures(every)
    data.check_leaks(data.read(*SOURCES.values()))
    model, size = load_net(a.weights), manifest["input"]["longSide"]
    for other in a.sizes:
        seen = {name: look(model, samples_of(source, "val"), other) for name, source in SOURCES.items()}
        print(other, {name: [round(_mean([curve(p, i) for i in range(1, 9)], 0), 3), round(_mean([*five(p).values()], 0), 3),
                             round(curve(p, 0).ap[0], 3)] for name, p in seen.items()}, flush=True)  # fmt: skip
    if a.thresholds:
        pictures = look(model, samples_of("web", "val") + samples_of("ccp", "val"), size)
        curves = {label: curve(pictures, i) for i, label in enumerate(data.LABELS)}
        manifest["thresholds"] = {label: round(min(max(c.threshold, 0.1), 0.9), 3) for label, c in curves.items()}
        (PUBLIC / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
        print(manifest["thresholds"], {label: round(c.f1, 3) for label, c in curves.items()}, flush=True)
    lines = ["## Detector", "", f"Held-out pictures, long side {size}, averaged weights rounded to float16 as shipped. "
             "A box of an acceptable second label counts neither way; ignored areas likewise. Of five: topwear, outerwear "
             "and dress count as topwear. Thresholds: highest F1 on validation (web and street together): "
             + ", ".join(f"{label} {value:.2f}" for label, value in manifest["thresholds"].items()) + ".", ""]  # fmt: skip
    figures = {}
    for name, source in SOURCES.items():
        part, figures[name] = table(look(model, samples_of(source, "test"), size), name.capitalize())
        lines += part
        write_part("detector", lines)
        (data.RUNS / "detector/figures.json").write_text(json.dumps(figures, indent=1))
        print("\n".join(part), flush=True)


if __name__ == "__main__":
    main()
