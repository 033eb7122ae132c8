"""Whether a dot lies on its garment: only right boxes count, and the mask says it."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np

from models import data
from models.report import dots

SHOE = data.LABELS.index("footwear")


class Dots(unittest.TestCase):
    def test_the_mask_tells_where_dots_of_right_boxes_lie(self):
        groups = np.zeros((len(data.LABELS), 256), bool)
        groups[SHOE, 7] = True
        mask = np.zeros((50, 100), np.uint8)
        mask[20:30, 10:20] = mask[20:30, 40:50] = 7
        shoes = data.Garment("footwear", (20.0, 40.0, 100.0, 60.0))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "mask.png"
            cv2.imwrite(str(path), mask)
            sample = SimpleNamespace(boxes=(shoes,), width=200, height=100, facts={"mask": str(path)})
            box = [0.1, 0.4, 0.4, 0.2]
            given = [[0.45, 0.5, "footwear", 0.9, *box], [0.45, 0.5, "handbag", 0.9, *box],
                     [0.8, 0.5, "footwear", 0.9, 0.7, 0.4, 0.2, 0.2]]  # fmt: skip
            self.assertEqual(dots.lie(sample, given, groups), [(SHOE, False, True)])
            sample.facts["mask"] += ".missing"
            with self.assertRaises(data.BadData):
                dots.lie(sample, given, groups)

