"""Where the garment is in pictures of single garments, as the catalogue crops them: python3 -m models.places

The shipped detector's first stage looks at the pictures of shops and of garments laid out; the largest sure box of the
garment's own category is kept (`catalog/garment-box.ts`). Writes models/runs/places.json; nothing of test is read.
"""

from __future__ import annotations

import json

import cv2
import numpy as np
import torch

from models import data
from models.evaluate import first_stage
from models.net import Dense, centres, to_boxes

FILE = data.RUNS / "places.json"
SIDE, BATCH = 384, 16
"""Long side in which pictures are looked at here: garments fill them. Pictures at once."""
SURE = 0.3
"""Below this what is not white says more about the place, as in `catalog/garment-box.ts`."""
WHITE = 245


def stored() -> dict[str, list[float]]:
    """What the last run of this module found: "source/file" → box in pixels."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def content(image: np.ndarray) -> list[float]:
    """The box x0 y0 x1 y1 of all that is not (nearly) white; the whole picture where all is."""
    ink = (image < WHITE).any(2)
    xs, ys = ink.any(0).nonzero()[0], ink.any(1).nonzero()[0]
    if not len(xs):
        return [0.0, 0.0, float(image.shape[1]), float(image.shape[0])]
    return [float(xs[0]), float(ys[0]), float(xs[-1] + 1), float(ys[-1] + 1)]


def largest(boxes: np.ndarray, scores: np.ndarray) -> np.ndarray | None:
    """The largest of the sure boxes (N, 4), of those that are as large the surest; None where none is sure."""
    sure = np.flatnonzero(scores >= SURE)
    if not len(sure):
        return None
    areas = np.prod(boxes[sure, 2:] - boxes[sure, :2], 1)
    near = sure[areas > 0.85 * areas.max()]
    return boxes[near[scores[near].argmax()]]


def look(model: Dense, images: list[np.ndarray], labels: list[int]) -> list[list[float]]:
    """The place of each picture's garment, in its pixels."""
    canvas = np.full((len(images), SIDE, SIDE, 3), 114, np.uint8)
    scales = [SIDE / max(image.shape[:2]) for image in images]
    for row, image, scale in zip(canvas, images, scales):
        h, w = (max(1, round(side * scale)) for side in image.shape[:2])
        row[:h, :w] = cv2.resize(image, (w, h), interpolation=cv2.INTER_LINEAR)
    x = torch.from_numpy(canvas).permute(0, 3, 1, 2).float().sub(127.5).div(127.5)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        levels = model(x.contiguous(memory_format=torch.channels_last))
    points, strides = centres([tuple(level.shape[2:]) for level in levels])
    flat = torch.cat([level.float().flatten(2) for level in levels], 2).transpose(1, 2)
    boxes, out = to_boxes(flat[..., :4], points, strides).numpy(), []
    for i, (image, scale, label) in enumerate(zip(images, scales, labels)):
        h, w = image.shape[:2]
        found = largest(np.clip(boxes[i] / scale, 0, [w, h, w, h]), flat[i, :, 4 + label].numpy())
        out.append(content(image) if found is None else [round(float(v), 1) for v in found])
    return out


def main() -> None:
    torch.set_num_threads(2)
    model = Dense(first_stage(None).to(memory_format=torch.channels_last)).eval()
    samples, out = [s for split in ("train", "val") for s in data.read("products", "clothing", split=split)], {}
    for start in range(0, len(samples), BATCH):
        part = samples[start : start + BATCH]
        images = [cv2.cvtColor(cv2.imread(str(s.path)), cv2.COLOR_BGR2RGB) for s in part]
        labels = [data.LABELS.index(s.facts["category"]) for s in part]
        for sample, box in zip(part, look(model, images, labels)):
            out[f"{sample.source}/{sample.path.name}"] = box
        if start // BATCH % 50 == 0:
            print(f"{start + len(part)} of {len(samples)}", flush=True)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(out))


if __name__ == "__main__":
    main()
