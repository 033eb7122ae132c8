"""Colours of garments in CIE L*a*b* (1976), and the pillars that training sorts them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from models.garments import Item

INNER = 0.2
"""What of a box's width and height is left out on each side: other things are seen there."""
WHITE = 236
FEWEST = 20
"""Points that a colour is worked out from, at least."""
PILLARS, WIDTH = 32, 10.0
"""How many colours stand for all, and how far a garment's colour may be from one to count as half of it or so."""


def lab(points: np.ndarray) -> np.ndarray:
    """Median L*a*b* of RGB points (N, 3)."""
    row = points.reshape(-1, 1, 3).astype(np.float32) / 255
    return np.median(cv2.cvtColor(row, cv2.COLOR_RGB2LAB)[:, 0], 0)


def middle(image: np.ndarray, box: np.ndarray | list[float]) -> np.ndarray:
    """The colour of a garment: the median of the middle of its box (pixels), white ground left out where it can be."""
    x0, y0, x1, y1 = box
    dx, dy = INNER * (x1 - x0), INNER * (y1 - y0)
    points = image[int(y0 + dy) : max(int(y0 + dy) + 1, int(y1 - dy)), int(x0 + dx) : max(int(x0 + dx) + 1, int(x1 - dx))]
    points = points.reshape(-1, 3)
    inked = points[~(points > WHITE).all(1)]
    return lab(inked if len(inked) >= FEWEST else points)


def of_item(item: Item) -> np.ndarray:
    """The colour of a garment kept for training: of what its mask covers, else of the middle of its box."""
    if item.mask is not None and (item.mask > 127).sum() >= FEWEST:
        return lab(item.image[item.mask > 127])
    return middle(item.image, item.box)


def pillars(colours: np.ndarray) -> np.ndarray:
    """PILLARS colours that stand for many (N, 3): their k-means, the same each time."""
    cv2.setRNGSeed(1)
    rule = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 50, 0.1)
    count = min(PILLARS, len(colours))
    return cv2.kmeans(colours.astype(np.float32), count, None, rule, 3, cv2.KMEANS_PP_CENTERS)[2]


def shares(colours: np.ndarray, stand: np.ndarray) -> np.ndarray:
    """How much of each of the pillars `stand` every colour (N, 3) is: (N, PILLARS), rows sum to one."""
    far = np.linalg.norm(colours[:, None] - stand[None], axis=2)
    weight = np.exp(-0.5 * ((far / WIDTH) ** 2 - (far.min(1, keepdims=True) / WIDTH) ** 2))
    made = np.zeros((len(colours), PILLARS), np.float32)
    made[:, : weight.shape[1]] = weight / weight.sum(1, keepdims=True)
    return made


def distances(query: np.ndarray, gallery: np.ndarray, asked: np.ndarray, shown: np.ndarray, k: int = 10) -> list[float]:
    """Mean distance of `asked` colours to those of the k nearest, to all `shown`, and to the k most alike in colour."""
    far = np.linalg.norm(asked[:, None] - shown[None], axis=2)
    near = np.argsort(-(query @ gallery.T), axis=1, kind="stable")[:, :k]
    found = np.take_along_axis(far, near, 1)
    return [float(part.mean()) for part in (found, far, np.sort(far, axis=1)[:, :k])]
