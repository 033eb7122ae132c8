"""How alike in colour garments as worn and the products found for them are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from models.colours import middle
from models.report.engine import pixels


def colour(path: Path, box: list[float]) -> np.ndarray:
    """The colour of a garment of a picture, L*a*b*: of the middle of its box (fractions)."""
    image = np.asarray(Image.open(path).convert("RGB"))
    return middle(image, pixels(box, image.shape[1], image.shape[0]))
