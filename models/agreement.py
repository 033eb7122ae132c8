"""How far a second labeller agrees with the labels that the detector is measured by: python3 -m models.agreement

`opinion.json` holds boxes drawn by eye on the street and web photos of validation by somebody who was shown candidates of
detector 1.6.0 down to a score of .15 and did not see the source's labels. They are the project's own boxes and train
nothing, but 1.7.0 was chosen by them. They are scored as a detector's answer is, and so is the shipped detector at its
thresholds, against the source's labels and against them. What two labellers do not agree on no detector can learn from
either. Writes models/report/agreement.json, from PyTorch, for the report.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from models import data
from models.evaluate import FIVE, PUBLIC, five, load_net, look, mean, merged, samples_of
from models.metrics import Picture, curve, inside, trace

OPINION = Path(__file__).resolve().parent / "opinion.json"
RESULT = Path(__file__).resolve().parent / "report/agreement.json"
SOURCES = {"street": "ccp", "web": "web"}


def opinions() -> dict[str, dict]:
    """ "source/file" → the second labeller's `boxes` [label, x0, y0, x1, y1] and areas to `ignore`, pixels of the file."""
    return json.loads(OPINION.read_text())


def boxes_of(rows: list) -> np.ndarray:
    """Boxes of the file as found ones: label, score 1, x0, y0, x1, y1. Raises `data.BadData` for an unknown label."""
    unknown = {row[0] for row in rows} - set(data.LABELS)
    if unknown:
        raise data.BadData(f"opinion.json: no labels of ours: {sorted(unknown)}")
    return np.array([[data.LABELS.index(label), 1.0, *box] for label, *box in rows], np.float64).reshape(-1, 6)


def answered(picture: Picture, opinion: dict) -> Picture:
    """The second labeller's boxes as what was found. What they could not tell they have not missed."""
    unsure = (inside(picture.true[:, 2:6], areas_of(opinion)) >= 0.5).any(1)
    return replace(picture, found=boxes_of(opinion["boxes"]), true=picture.true[~unsure])


def judged(picture: Picture, opinion: dict) -> Picture:
    """The second labeller's boxes as the truth, of the same persons: what is ignored by either counts neither way."""
    true = boxes_of(opinion["boxes"])
    true[:, 1] = -1
    return replace(picture, true=true, ignore=np.concatenate([picture.ignore, areas_of(opinion)]))


def areas_of(opinion: dict) -> np.ndarray:
    """What the second labeller could not tell, (N, 4)."""
    return np.asarray(opinion["ignore"], np.float64).reshape(-1, 4)


def above(pictures: list[Picture], thresholds: np.ndarray) -> list[Picture]:
    """The pictures with only what the product may show: boxes at or above their label's threshold."""
    return [replace(p, found=p.found[p.found[:, 1] >= thresholds[p.found[:, 0].astype(int)]]) for p in pictures]


def agreement(pictures: list[Picture], iou: float = 0.5) -> dict[str, list[float]]:
    """Precision, recall and F1 of all that was found, of the reference's five classes and their mean."""
    out = {}
    for name, parts in FIVE.items():
        scores, precision, recall, count = trace(merged(pictures, parts), data.LABELS.index(name), iou)
        if count == 0:
            continue
        p, r = (float(precision[-1]), float(recall[-1])) if len(scores) else (0.0, 0.0)
        out[name] = [p, r, 2 * p * r / max(p + r, 1e-9)]
    out["mean"] = np.mean(list(out.values()), 0).tolist()
    return out


def precision(pictures: list[Picture]) -> dict[str, float]:
    """Average precision of everything found, however unsure."""
    fives, eights = [*five(pictures).values()], [curve(pictures, at) for at in range(1, len(data.LABELS))]
    return {"five classes AP50": mean(fives, 0), "five classes AP50-95": mean(fives), "eight garments AP50": mean(eights, 0)}


def measure() -> dict:
    """Photos looked at and, for every source, who was compared with whom at which overlap."""
    manifest, given = json.loads((PUBLIC / "manifest.json").read_text()), opinions()
    thresholds = np.array([manifest["thresholds"][label] for label in data.LABELS])
    model, counts, rows, precisions = load_net(None), {}, [], []
    for name, source in SOURCES.items():
        samples = [s for s in samples_of(source, "val") if f"{source}/{s.path.name}" in given]
        opinion = [given[f"{source}/{s.path.name}"] for s in samples]
        ranked = look(model, samples, manifest["input"]["longSide"])
        seen, counts[name] = above(ranked, thresholds), len(samples)
        for words, pictures in (("the labels", ranked), ("the second labeller", [*map(judged, ranked, opinion)])):
            precisions.append({"photos": name, "detector by": words, **precision(pictures)})
        pairs = {
            "second labeller by the labels": [*map(answered, seen, opinion)], "detector by the labels": seen,
            "detector by the second labeller": [*map(judged, seen, opinion)],
        }  # fmt: skip
        for words, pictures in pairs.items():
            for iou in (0.5, 0.75):
                rows.append({"photos": name, "who": words, "iou": iou, **agreement(pictures, iou)})
    return {"counts": counts, "rows": rows, "precision": precisions}


def main() -> None:
    data.check("val")
    result = measure()
    for row in result["rows"]:
        print(row["photos"], row["who"], row["iou"], *[round(v, 3) for v in row["mean"]])
    print(*result["precision"], sep="\n")
    RESULT.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
