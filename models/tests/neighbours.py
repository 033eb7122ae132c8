"""A neighbour stays at the edge of the crop."""

from __future__ import annotations

import unittest

import numpy as np

from models import neighbours


class Beside(unittest.TestCase):
    def test_covers_an_edge_and_never_the_middle(self):
        other = np.full((30, 14, 4), 255, np.uint8)
        for seed in range(60):
            rng = np.random.default_rng(seed)
            image = np.zeros((80, 50, 3), np.uint8)
            seen = neighbours.beside(image, seed % 4 - 1, [other], rng)
            covered = seen.any((0, 2)).nonzero()[0]
            self.assertEqual(image.sum(), 0)
            self.assertGreater(len(covered), 0)
            self.assertLessEqual(len(covered), 50 * neighbours.REACH + 1)
            self.assertTrue(0 in covered or 49 in covered)


if __name__ == "__main__":
    unittest.main()
