"""Clothes of masked street photos in other colours and cloths, so that shapes are learnt and not those photos by heart.

What a garment's mask covers gets another hue, one colour, or the cloth of a garment laid out, under the light and the
folds of the photo (as Geirhos et al., "ImageNet-trained CNNs are biased towards texture", ICLR 2019, make networks look
at shapes).
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from models.augment import MASK_STEP, Photo, Rng
from models.data import LABELS

CHANCE = 0.6
"""How often a garment is painted anew."""
WORN = [i for i, label in enumerate(LABELS) if label not in ("person", "eyewear")]
"""Not glasses: their masks cover what is seen through them."""
HUED, PLAIN = 0.25, 0.35
"""The shares of other hues and of single colours; the rest are cloths."""
LEAST = 4
"""Pieces of fewer pixels of the mask in a direction stay as they are."""


def repaint(photo: Photo, names: np.ndarray, cloths: list[Photo], rng: Rng) -> Photo:
    """The masked photo with some garments painted anew. `names`: mask value → label, as `augment.parts_of` gives it."""
    if photo.mask is None:
        return photo
    labels, image = names[photo.mask], photo.image.copy()
    for label in WORN:
        if rng.random() < CHANCE:
            _paint(image, labels == label, cloths, rng)
    half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return replace(photo, image=image, half=half)


def _paint(image: np.ndarray, mask: np.ndarray, cloths: list[Photo], rng: Rng) -> None:
    """Paints where the mask (once in MASK_STEP pixels) is set."""
    rows, columns = mask.any(1).nonzero()[0], mask.any(0).nonzero()[0]
    if min(len(rows), len(columns)) < LEAST:
        return
    inner = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32)
    part = image[rows[0] * MASK_STEP :, columns[0] * MASK_STEP :][: len(inner) * MASK_STEP, : inner.shape[1] * MASK_STEP]
    alpha = cv2.GaussianBlur(cv2.resize(inner, part.shape[1::-1]), (3, 3), 0)[..., None]
    kind = rng.random()
    if kind < HUED:
        new = _other_hue(part, rng)
    else:
        base = _color(rng) if kind < HUED + PLAIN or not cloths else _cloth(cloths, part.shape[:2], rng)
        new = base * _shade(part, alpha[..., 0], rng)
    part[:] = part * (1 - alpha) + np.clip(new, 0, 255) * alpha


def recolour(image: np.ndarray, mask: np.ndarray, rng: Rng) -> np.ndarray:
    """What the mask (0 to 255, as large as the picture) covers in another hue or in one colour, under its light and folds."""
    alpha = cv2.GaussianBlur(mask.astype(np.float32) / 255, (3, 3), 0)[..., None]
    new = _other_hue(image, rng) if rng.random() < 0.5 else _color(rng) * _shade(image, alpha[..., 0], rng)
    return (image * (1 - alpha) + np.clip(new, 0, 255) * alpha).astype(np.uint8)


def _other_hue(part: np.ndarray, rng: Rng) -> np.ndarray:
    hsv = cv2.cvtColor(part, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + rng.uniform(0, 180)) % 180
    hsv[..., 1:] *= np.exp(rng.uniform([-0.8, -0.5], [0.6, 0.4]))
    return cv2.cvtColor(np.clip(hsv, 0, 255).astype(np.uint8), cv2.COLOR_HSV2RGB).astype(np.float32)


def _color(rng: Rng) -> np.ndarray:
    """A colour, three of ten times a grey one."""
    tint = np.exp(rng.normal(0, 0.35, 3)) if rng.random() < 0.7 else np.ones(3)
    return (rng.uniform(10, 245) * tint / tint.mean()).astype(np.float32)


def _cloth(cloths: list[Photo], size: tuple[int, int], rng: Rng) -> np.ndarray:
    """The middle of a garment laid out, large enough for the size or repeated; float32 (H, W, 3)."""
    image = cloths[rng.integers(len(cloths))].image
    side = int(min(image.shape[:2]) * rng.uniform(0.25, 0.5))
    y, x = ((length - side) // 2 for length in image.shape[:2])
    scale = max(size) / side if rng.random() < 0.5 else rng.uniform(0.4, 1)
    length = max(2, round(side * scale))
    patch = cv2.resize(image[y : y + side, x : x + side], (length, length), interpolation=cv2.INTER_AREA)
    times = [-(-wanted // length) for wanted in size]
    return np.tile(patch, (*times, 1))[: size[0], : size[1]].astype(np.float32)


def _shade(part: np.ndarray, alpha: np.ndarray, rng: Rng) -> np.ndarray:
    """Light and folds: brightness over the garment's mean one, more or less strong; (H, W, 1)."""
    light = part @ np.float32([0.3, 0.59, 0.11])
    mean = max(float((light * alpha).sum() / (alpha.sum() + 1e-6)), 12.0)
    return np.clip(light / mean, 0.05, 4)[..., None] ** np.float32(rng.uniform(0.6, 1.2))
