"""Colours of garments in pictures, and how far apart they are."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

from models import colours
from models.repaint import recolour
from models.report.colours import colour


class Colours(unittest.TestCase):
    def test_the_middle_of_the_box_without_white_ground(self):
        image = np.full((100, 100, 3), 255, np.uint8)
        image[:50] = [0, 0, 255]
        image[60:100, 20:40] = [255, 0, 0]
        with tempfile.TemporaryDirectory() as folder:
            Image.fromarray(image).save(path := Path(folder) / "a.png")
            red = colour(path, [0.0, 0.5, 1.0, 0.5])
            np.testing.assert_allclose(red, [53.2, 80.1, 67.2], atol=0.3, err_msg="CIE L*a*b* of sRGB red")
            white = colour(path, [0.5, 0.5, 0.5, 0.5])
            np.testing.assert_allclose(white, [100, 0, 0], atol=0.3)

    def test_distances_of_the_nearest_of_all_and_of_the_most_alike(self):
        query, gallery = np.array([[1.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
        made = colours.distances(query, gallery, np.zeros((1, 3)), np.array([[3.0, 4.0, 0.0], [0.0, 0.0, 1.0]]), 1)
        self.assertEqual(made, [5.0, 3.0, 1.0])

    def test_every_colour_belongs_to_pillars_near_it(self):
        seen = np.array([[20.0, 0, 0], [21, 0, 0], [90, 0, 0], [55, 60, 40]], np.float32)
        stand = colours.pillars(seen)
        made = colours.shares(seen, stand)
        self.assertEqual(made.shape, (4, colours.PILLARS))
        np.testing.assert_allclose(made.sum(1), 1, atol=1e-5)
        self.assertEqual(len(set(made.argmax(1)[[0, 2, 3]])), 3, "black, white and red are three")
        self.assertGreater((made[0] * made[1]).sum(), 0.2, "two blacks share theirs")
        np.testing.assert_array_equal(stand, colours.pillars(seen))

    def test_what_a_mask_covers_is_painted_anew_with_its_folds_and_nothing_else(self):
        rng = np.random.default_rng(1)
        image = np.full((40, 40, 3), [120, 60, 60], np.uint8)
        image[:, 18:22] = image[:, 18:22] // 2
        mask = np.zeros((40, 40), np.uint8)
        mask[:, 8:32] = 255
        for _ in range(20):
            made = recolour(image, mask, rng)
            np.testing.assert_array_equal(made[:, :6], image[:, :6])
            self.assertLess(made[:, 20].mean(), made[:, 12].mean(), "the fold stays")
        self.assertGreater(np.abs(made[:, 12].astype(int) - image[:, 12]).max(), 10, "another colour")


if __name__ == "__main__":
    unittest.main()
