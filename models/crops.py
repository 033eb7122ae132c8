"""The crop rule that training, evaluation and the product share: which pixels a model sees, and how they are scaled."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from PIL import Image
from torch import Tensor
import torch

MEAN = STD = 127.5
GARMENTS = ("topwear", "outerwear", "dress", "bottomwear", "footwear", "eyewear", "handbag", "headwear")


@dataclass(frozen=True)
class CropRule:
    """Box enlarged by `margin` of its size on every side, clamped to the picture, then scaled to `width` × `height`.

    `fit` "pad" keeps the aspect and centres on a canvas of grey value `pad`; "stretch" fills the whole input.
    """

    width: int
    height: int
    margin: float
    fit: str
    pad: int

    def manifest(self) -> dict:
        """The `crop` entry of manifest.json."""
        entry = asdict(self)
        return {key: entry[key] for key in ("margin", "fit", "pad")}


def enlarge(box: tuple[float, float, float, float], margin: float, width: int, height: int) -> tuple[float, ...]:
    """The box x0 y0 x1 y1 with its margin, inside a picture of width × height pixels."""
    x0, y0, x1, y1 = box
    dx, dy = margin * (x1 - x0), margin * (y1 - y0)
    return max(0.0, x0 - dx), max(0.0, y0 - dy), min(float(width), x1 + dx), min(float(height), y1 + dy)


def half_up(value: float) -> int:
    """Rounds as JavaScript's Math.round does for positive numbers."""
    return int(np.floor(value + 0.5))


def crop(image: np.ndarray, box: tuple[float, float, float, float], rule: CropRule) -> np.ndarray:
    """RGB uint8 (rule.height, rule.width, 3) of one box in pixels; raises ValueError for a box without area."""
    height, width = image.shape[:2]
    x0, y0, x1, y1 = enlarge(box, rule.margin, width, height)
    if x1 - x0 <= 0 or y1 - y0 <= 0:
        raise ValueError(f"box {box} has no area inside {width} × {height}")
    w, h = rule.width, rule.height
    if rule.fit == "pad":
        scale = min(rule.width / (x1 - x0), rule.height / (y1 - y0))
        w = min(rule.width, max(1, half_up((x1 - x0) * scale)))
        h = min(rule.height, max(1, half_up((y1 - y0) * scale)))
    small = Image.fromarray(image).resize((w, h), Image.BILINEAR, box=(x0, y0, x1, y1))
    canvas = np.full((rule.height, rule.width, 3), rule.pad, np.uint8)
    top, left = (rule.height - h) // 2, (rule.width - w) // 2
    canvas[top : top + h, left : left + w] = np.asarray(small)
    return canvas


def to_input(crops: np.ndarray) -> Tensor:
    """uint8 (B, H, W, 3) RGB → float32 (B, 3, H, W), channels last in memory."""
    batch = torch.from_numpy(np.ascontiguousarray(crops)).permute(0, 3, 1, 2)
    return batch.to(torch.float32).sub_(MEAN).div_(STD)
