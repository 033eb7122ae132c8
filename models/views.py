"""Cheap random views of RGB uint8 pictures for training: light, colour, grey, blur, JPEG, place on the canvas."""

from __future__ import annotations

import cv2
import numpy as np

from models.crops import CropRule

cv2.setNumThreads(1)
Rng = np.random.Generator
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def light(image: np.ndarray, rng: Rng, exposure: float, tint: float) -> np.ndarray:
    """Exposure, gamma and colour temperature, at most `exposure` and `tint` in log units; one table per channel."""
    gain = np.exp(rng.uniform(-exposure, exposure) + rng.uniform(-tint, tint, 3))
    gamma = np.exp(rng.uniform(-exposure, exposure))
    lift = rng.uniform(-0.05, 0.1) if rng.random() < 0.3 else 0.0
    ramp = np.linspace(0, 1, 256) ** gamma
    table = np.clip((ramp[:, None] * (1 - lift) + lift) * gain * 255, 0, 255).astype(np.uint8)
    return cv2.LUT(image, table.reshape(256, 1, 3))


def saturate(image: np.ndarray, rng: Rng, amount: float) -> np.ndarray:
    """Moves colours towards or away from grey by up to `amount`."""
    s = 1 + rng.uniform(-amount, amount)
    mix = s * np.eye(3, dtype=np.float32) + (1 - s) * np.tile(LUMA, (3, 1))
    return cv2.transform(image, mix)


def grey(image: np.ndarray) -> np.ndarray:
    """The picture without colour, still three channels."""
    return cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def degrade(image: np.ndarray, rng: Rng, chance: float) -> np.ndarray:
    """Sometimes blurred, sometimes small and enlarged again, sometimes a hard JPEG."""
    draw = rng.random()
    if draw < chance / 3:
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.6))
    if draw < chance * 2 / 3:
        height, width = image.shape[:2]
        factor = rng.uniform(0.35, 0.8)
        small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if draw < chance:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(30, 85))]
        return cv2.imdecode(cv2.imencode(".jpg", image, quality)[1], cv2.IMREAD_COLOR)
    return image


def erase(image: np.ndarray, rng: Rng, colour: np.ndarray, area: tuple[float, float]) -> np.ndarray:
    """Covers one rectangle of a share `area` (from, to) of the picture with a colour, as a hand or bag would."""
    height, width = image.shape[:2]
    share, aspect = rng.uniform(*area), np.exp(rng.uniform(-1, 1))
    h, w = min(1.0, (share * aspect) ** 0.5), min(1.0, (share / aspect) ** 0.5)
    y, x = rng.uniform(0, 1 - h), rng.uniform(0, 1 - w)
    image = image.copy()
    image[int(y * height) : int((y + h) * height), int(x * width) : int((x + w) * width)] = colour
    return image


def place(
    image: np.ndarray, rule: CropRule, rng: Rng, degrees: float, aspect: float, shift: float = 0.0, bend: float = 0.0
) -> np.ndarray:
    """Scales a cut-out picture onto the model's canvas as the crop rule does, with random rotation, aspect and shift.

    `bend` > 0 also moves points smoothly by that share of the canvas, as cloth falls differently each time.
    Downscaling by more than two is done by area first, so that nothing aliases.
    """
    height, width = image.shape[:2]
    scale = min(rule.width / width, rule.height / height)
    if scale < 0.5:
        image = cv2.resize(image, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA)
        height, width = image.shape[:2]
    stretch = np.exp(rng.uniform(-aspect, aspect))
    angle = np.deg2rad(rng.uniform(-degrees, degrees))
    fit = min(rule.width / (width * stretch**0.5), rule.height * stretch**0.5 / height)
    sx, sy = fit * stretch**0.5, fit / stretch**0.5
    cos, sin = np.cos(angle), np.sin(angle)
    matrix = np.array([[cos * sx, -sin * sy, 0], [sin * sx, cos * sy, 0]], np.float64)
    centre = np.array([rule.width, rule.height]) / 2 * (1 + rng.uniform(-shift, shift, 2))
    matrix[:, 2] = centre - matrix[:, :2] @ (np.array([width, height]) / 2)
    size, border = (rule.width, rule.height), (rule.pad,) * 3
    if bend == 0:
        return cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=border)
    back = cv2.invertAffineTransform(matrix).astype(np.float32)
    knots = rng.normal(0, bend * max(size) / 2, (5, 5, 2)).astype(np.float32)
    ys, xs = np.mgrid[: rule.height, : rule.width].astype(np.float32)
    moved = cv2.resize(knots, size, interpolation=cv2.INTER_CUBIC) + np.dstack([xs, ys])
    points = cv2.transform(moved, back)
    return cv2.remap(image, points, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=border)
