"""People cut out of street photos, put before the edges of a person's crop: in groups neighbours reach into it."""

from __future__ import annotations

import cv2
import numpy as np

from models.data import Sample
from models.views import Rng

TALL = 300
"""Height of a cut-out as kept in memory."""
SCALES = {0: (0.85, 1.2), 1: (1.3, 3.2), 2: (2.5, 5.0)}
"""Height of a whole neighbour against a crop that shows a whole body, half of one, or a face (persons.FRAMINGS)."""
UNSURE = (1.0, 3.0)
REACH = 0.4
"""The most of the crop's width that a neighbour covers, so that the person asked about stays in sight."""


def cut_outs(samples: list[Sample]) -> list[np.ndarray]:
    """RGBA cut-outs of the persons of photos with masks; others are passed over."""
    out = []
    for sample in samples:
        if "mask" not in sample.facts:
            continue
        image, mask = cv2.imread(str(sample.path)), cv2.imread(sample.facts["mask"], cv2.IMREAD_GRAYSCALE) > 0
        ys, xs = mask.any(1).nonzero()[0], mask.any(0).nonzero()[0]
        if len(xs) < 16 or len(ys) < 16:
            continue
        part = slice(ys[0], ys[-1] + 1), slice(xs[0], xs[-1] + 1)
        whole = np.dstack([cv2.cvtColor(image, cv2.COLOR_BGR2RGB)[part], mask[part].astype(np.uint8) * 255])
        scale = TALL / whole.shape[0]
        out.append(cv2.resize(whole, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    return out


def beside(image: np.ndarray, framing: int, people: list[np.ndarray], rng: Rng) -> np.ndarray:
    """The crop with one of `people` before its left or right edge, as large as somebody who stands there."""
    height, width = image.shape[:2]
    other = people[rng.integers(len(people))]
    if rng.random() < 0.5:
        other = other[:, ::-1]
    low, high = np.log(SCALES.get(framing, UNSURE))
    scale = height * np.exp(rng.uniform(low, high)) / other.shape[0]
    tall, wide = max(1, round(other.shape[0] * scale)), max(1, round(other.shape[1] * scale))
    other = cv2.resize(np.ascontiguousarray(other), (wide, tall), interpolation=cv2.INTER_LINEAR)
    cover = round(min(wide, width * rng.uniform(0.12, REACH)))
    top = round(height * rng.uniform(-0.1, 0.4))
    left_side = rng.random() < 0.5
    part = other[max(0, -top) : height - top]
    part = part[:, wide - cover :] if left_side else part[:, :cover]
    x, y = (0 if left_side else width - cover), max(0, top)
    alpha = part[..., 3:].astype(np.float32) / 255
    out = image.copy()
    under = out[y : y + part.shape[0], x : x + cover]
    under[:] = (under * (1 - alpha) + part[..., :3] * alpha).astype(np.uint8)
    return out
