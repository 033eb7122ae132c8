"""Other ways to look with the shipped detector, measured on validation: python3 -m models.attempts

Larger and smaller input, a mirrored second look, a second look at every head or every person in full resolution; for
women or men, looking at the upper half too. Writes models/report/attempts.json, which `models.report` puts beside what
else was tried. --only people renews the second table alone.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from PIL import Image, ImageOps

from models import data, shipped
from models.attributes import Attributes, calibrate, unsure_threshold
from models.crops import crop, to_input
from models.evaluate import detect, five, load_net, mean, samples_of, scored
from models.metrics import Picture, curve
from models.persons import RULE, UNKNOWN, load
from models.roi import TwoStage, suppress

RESULT = Path(__file__).resolve().parent / "report/attempts.json"
SOURCES = {"street": "ccp", "web": "web", "portraits": "portraits"}
SURE = 0.5
"""A person at or above this score is looked at again."""
Look = Callable[[TwoStage, Image.Image, int], np.ndarray]


def merge(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Both looks' boxes, of two that overlap by more than half the surer one."""
    found, kept = np.concatenate([first, second]), []
    for label in np.unique(found[:, 0]):
        rows = found[found[:, 0] == label]
        kept.append(rows[suppress(rows[:, 2:6], rows[:, 1], 0.5)])
    return np.concatenate(kept) if kept else found


def mirrored(model: TwoStage, image: Image.Image, side: int) -> np.ndarray:
    """The picture and its mirror image."""
    other = detect(model, ImageOps.mirror(image), side)
    other[:, [2, 4]] = image.width - other[:, [4, 2]]
    return merge(detect(model, image, side), other)


def closer(part: float, margin: float, labels: tuple[str, ...], share: float) -> Look:
    """A second look at the upper `part` of every sure person, with `margin` around, at `share` of the input size."""
    numbers = [data.LABELS.index(label) for label in labels]

    def look(model: TwoStage, image: Image.Image, side: int) -> np.ndarray:
        found = detect(model, image, side)
        for _, score, x0, y0, x1, y1 in found[found[:, 0] == 0]:
            if score < SURE:
                continue
            dx, dy = margin * (x1 - x0), margin * (y1 - y0) * part
            area = [x0 - dx, y0 - dy, x1 + dx, y0 + (y1 - y0) * part + dy]
            left, top, right, bottom = (int(v) for v in np.clip(area, 0, [*image.size] * 2))
            if min(right - left, bottom - top) < 16:
                continue
            again = detect(model, image.crop((left, top, right, bottom)), round(side * share / 32) * 32)
            again = again[np.isin(again[:, 0], numbers)]
            again[:, 2:6] += [left, top, left, top]
            found = merge(found, again)
        return found

    return look


def figures(seen: dict[str, list[Picture]]) -> dict[str, float]:
    """The report's figures of what was found."""
    garments = {name: mean([curve(p, i) for i in range(1, 9)], 0) for name, p in seen.items()}
    fives = {name: mean([*five(p).values()], 0) for name, p in seen.items()}
    ap = {name: {label: float(curve(p, data.LABELS.index(label)).ap[0]) for label in ("person", "eyewear", "handbag")}
          for name, p in seen.items()}  # fmt: skip
    return {
        "street five AP50": fives["street"], "street eight AP50": garments["street"],
        "street person": ap["street"]["person"], "street eyewear": ap["street"]["eyewear"],
        "street handbag": ap["street"]["handbag"], "web five AP50": fives["web"], "web eight AP50": garments["web"],
        "web person": ap["web"]["person"], "portraits eyewear": ap["portraits"]["eyewear"],
    }  # fmt: skip


def upper(box: np.ndarray, part: float) -> np.ndarray:
    """The upper part of a person's box."""
    x0, y0, x1, y1 = box
    return np.array([x0, y0, x1, y0 + (y1 - y0) * part])


def people() -> list[dict]:
    """Women or men on validation: how many are decided and right when a crop is looked at in several ways."""
    network = Attributes()
    shipped.load_named("attributes", network, "network.")
    network.temperature.fill_(1)
    cuts = [cut for cut in load("val", 0) if cut.gender != UNKNOWN]
    truth = torch.tensor([cut.gender for cut in cuts])
    network.eval()

    def logits(part: float, both: bool = False) -> torch.Tensor:
        made = []
        with torch.no_grad():
            for at in range(0, len(cuts), 64):
                crops = [crop(cut.image, tuple(upper(cut.box, part)), RULE) for cut in cuts[at : at + 64]]
                views = to_input(np.stack(crops))
                seen = network(views)[0]
                made.append((seen + network(views.flip(3))[0]) / 2 if both else seen)
        return torch.cat(made)

    whole = logits(1.0)
    ways = {"the whole person: as shipped": whole, "mirrored too": logits(1.0, both=True)}
    ways |= {f"and the upper {part:.0%}": whole + logits(part) for part in (0.35, 0.5, 0.65)}
    rows = []
    for words, values in ways.items():
        probability, guess = (values / calibrate(values, truth)).softmax(1).max(1)
        right = guess == truth
        decided = probability >= unsure_threshold(probability, right)
        rows.append({
            "way": words, "people": len(cuts), "right of all": float(right.float().mean()),
            "decided": float(decided.float().mean()), "right of the decided": float(right[decided].float().mean()),
        })  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("detector", "people"))
    only = parser.parse_args().only
    data.check("val")
    kept = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    if only != "people":
        kept |= detectors()
    if only != "detector":
        kept["people"] = people()
        print(*kept["people"], sep="\n")
    RESULT.write_text(json.dumps(kept, indent=1) + "\n")


def detectors() -> dict:
    """Every way to look with the detector: its figures, and how many pictures they are of."""
    model = load_net(None)
    side = json.loads((shipped.PUBLIC / "detector/manifest.json").read_text())["input"]["longSide"]
    samples = {name: samples_of(source, "val") for name, source in SOURCES.items()}
    ways: dict[str, tuple[Look, int]] = {f"as shipped, {side} px": (detect, side)}
    ways |= {f"{other} px": (detect, other) for other in (448, 576, 640) if other != side}
    ways["mirrored too"] = (mirrored, side)
    ways["heads again, in full resolution"] = (closer(0.3, 0.15, ("eyewear", "headwear"), 0.5), side)
    ways["every person again, in full resolution"] = (closer(1.0, 0.1, data.GARMENTS, 1.0), side)
    rows = []
    for words, (way, size) in ways.items():
        seen: dict[str, list[Picture]] = {}
        for name, group in samples.items():
            seen[name] = []
            for sample in group:
                with Image.open(sample.path) as image:
                    seen[name].append(scored(sample, way(model, image.convert("RGB"), size)))
        rows.append({"way": words, **{name: float(value) for name, value in figures(seen).items()}})
        print(words, {name: round(value, 3) for name, value in rows[-1].items() if name != "way"}, flush=True)
    counts = {name: len(group) for name, group in samples.items()}
    return {"counts": counts, "rows": rows}


if __name__ == "__main__":
    main()
