"""How alike in colour garments as worn and the products found for them are: distances in CIE L*a*b* (1976)."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from models.report.engine import pixels

INNER = 0.2
"""What of a box's width and height is left out on each side: other things are seen there."""
WHITE = 236
FEWEST = 20
"""Points that a colour is worked out from, at least."""


def lab(points: np.ndarray) -> np.ndarray:
    """Median L*a*b* of RGB points (N, 3)."""
    row = points.reshape(-1, 1, 3).astype(np.float32) / 255
    return np.median(cv2.cvtColor(row, cv2.COLOR_RGB2LAB)[:, 0], 0)


def colour(path: Path, box: list[float]) -> np.ndarray:
    """The colour of a garment: the median of the middle of its box (fractions), white ground left out where it can be."""
    image = np.asarray(Image.open(path).convert("RGB"))
    x0, y0, x1, y1 = pixels(box, image.shape[1], image.shape[0])
    dx, dy = INNER * (x1 - x0), INNER * (y1 - y0)
    points = image[int(y0 + dy) : max(int(y0 + dy) + 1, int(y1 - dy)), int(x0 + dx) : max(int(x0 + dx) + 1, int(x1 - dx))]
    points = points.reshape(-1, 3)
    inked = points[~(points > WHITE).all(1)]
    return lab(inked if len(inked) >= FEWEST else points)


def distances(query: np.ndarray, gallery: np.ndarray, asked: np.ndarray, shown: np.ndarray, k: int = 10) -> list[float]:
    """Mean distance of `asked` colours to those of the k nearest, to all `shown`, and to the k most alike in colour."""
    far = np.linalg.norm(asked[:, None] - shown[None], axis=2)
    near = np.argsort(-(query @ gallery.T), axis=1, kind="stable")[:, :k]
    found = np.take_along_axis(far, near, 1)
    return [float(part.mean()) for part in (found, far, np.sort(far, axis=1)[:, :k])]
