"""Chooses the detector's thresholds on validation: `python3 -m models.evaluate --thresholds`.

The report on held-out pictures is `python3 -m models.report`; `--sizes` compares input sizes, on validation too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from models import data, shipped
from models.metrics import Curve, Picture, best_threshold, curve
from models.net import Detector
from models.roi import RoiHead, TwoStage, suppress

PUBLIC = Path(__file__).resolve().parents[1] / "public/models/detector"
SOURCES = {"web": "web", "street": "ccp", "portraits": "portraits", "grey": "uwear"}
FIVE = {"topwear": ("topwear", "outerwear", "dress"), "bottomwear": ("bottomwear",), "footwear": ("footwear",),
        "eyewear": ("eyewear",), "handbag": ("handbag",)}  # fmt: skip
PERSON_SLACK = 0.01
"""What F1 of persons may be below the best: who is missed takes the wearer from all that they wear."""
LOWEST = 0.02
"""Score from which on boxes count for average precision."""


def first_stage(weights: Path | None) -> Detector:
    """The averaged first stage of a checkpoint, or the shipped one."""
    net = Detector()
    if weights is None:
        shipped.load_detector(net)
    else:
        net.load_state_dict(torch.load(weights, map_location="cpu")["average"])
    return net.eval()


def load_net(weights: Path | None) -> TwoStage:
    """The averaged first stage of a checkpoint; when none is named both shipped stages, as their weights are stored."""
    head = None
    if weights is None:
        head = RoiHead()
        shipped.load_named("detector", head, "head.")
    return TwoStage(first_stage(weights), head).eval()


def detect(model: TwoStage, image: Image.Image, long_side: int) -> np.ndarray:
    """Label, score, x0, y0, x1, y1 (pixels of the picture) of all boxes above .02."""
    scale = long_side / max(image.size)
    w, h = (max(1, round(side * scale)) for side in image.size)
    small = np.asarray(image.resize((w, h), Image.BILINEAR))
    canvas = np.full((-(-h // 32) * 32, -(-w // 32) * 32, 3), 114, np.uint8)
    canvas[:h, :w] = small
    x = torch.from_numpy(canvas).permute(2, 0, 1)[None].float().sub(127.5).div(127.5)
    with torch.no_grad():
        found = model(x, torch.tensor([LOWEST])).numpy().astype(np.float64)
    high, wide = canvas.shape[:2]
    found[:, 2:] = (found[:, 2:] * [wide, high, wide, high]).clip(0, [w, h, w, h]) / scale
    return found[found[:, 1] > LOWEST]


def labels_of(sample: data.Sample) -> np.ndarray:
    """Rows label, second label or −1, x0, y0, x1, y1 of a sample's garments and persons."""
    rows = [[data.LABELS.index(g.label), data.LABELS.index(g.also) if g.also else -1, *g.box] for g in sample.boxes]
    rows += [[0, -1, *person.box] for person in sample.persons]
    return np.asarray(rows, np.float64).reshape(-1, 6)


def scored(sample: data.Sample, found: np.ndarray) -> Picture:
    """What was found in a sample beside what is known of it."""
    known = np.array([label in sample.known for label in data.LABELS])
    return Picture(found, labels_of(sample), np.asarray(sample.ignore, np.float64).reshape(-1, 4), known)


def look(model: TwoStage, samples: list[data.Sample], long_side: int) -> list[Picture]:
    """Runs the detector over the samples."""
    pictures = []
    for sample in samples:
        with Image.open(sample.path) as image:
            pictures.append(scored(sample, detect(model, image.convert("RGB"), long_side)))
    return pictures


def merged(pictures: list[Picture], labels: tuple[str, ...]) -> list[Picture]:
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
    return {name: curve(merged(pictures, parts), data.LABELS.index(name)) for name, parts in FIVE.items()}


def mean(curves: list[Curve], at: int | None = None) -> float:
    """Mean over the labels that occur, at one IoU of IOUS or over all of them."""
    values = [float(c.ap.mean() if at is None else c.ap[at]) for c in curves if c.count]
    return float(np.mean(values)) if values else float("nan")


def samples_of(source: str, split: str) -> list[data.Sample]:
    """The source's completely boxed pictures of a split."""
    return [s for s in data.read(source, split=split) if len(s.known) >= len(data.GARMENTS)]


def figures(model: TwoStage) -> dict[str, float]:
    """AP50 on validation, source by source: eight garments, five classes, person."""
    side, out = json.loads((PUBLIC / "manifest.json").read_text())["input"]["longSide"], {}
    for name, source in SOURCES.items():
        seen = look(model, samples_of(source, "val"), side)
        out[f"{name} eight"] = mean([curve(seen, i) for i in range(1, len(data.LABELS))], 0)
        out[f"{name} five"] = mean([*five(seen).values()], 0)
        out[f"{name} person"] = float(curve(seen, 0).ap[0])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="a checkpoint (what is shipped)")
    parser.add_argument("--thresholds", action="store_true", help="write the thresholds of highest F1 to the manifest")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help="long sides to compare")
    a = parser.parse_args()
    manifest = json.loads((PUBLIC / "manifest.json").read_text())
    data.check("val")
    model, size = load_net(a.weights), manifest["input"]["longSide"]
    for other in a.sizes:
        seen = {name: look(model, samples_of(source, "val"), other) for name, source in SOURCES.items()}
        figures = {name: [mean([curve(p, i) for i in range(1, 9)], 0), mean([*five(p).values()], 0), curve(p, 0).ap[0]]
                   for name, p in seen.items()}  # fmt: skip
        print(other, {name: [round(float(v), 3) for v in values] for name, values in figures.items()}, flush=True)
    if a.thresholds:
        seen = [look(model, samples_of(source, "val"), size) for source in SOURCES.values()]
        slack = {"person": PERSON_SLACK}
        best = {label: best_threshold(seen, i, slack.get(label, 0)) for i, label in enumerate(data.LABELS)}
        manifest["thresholds"] = {label: round(score, 2) for label, (score, _) in best.items()}
        (PUBLIC / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
        print(manifest["thresholds"], {label: round(f1, 3) for label, (_, f1) in best.items()}, flush=True)


if __name__ == "__main__":
    main()
