"""Average precision, pairing and retrieval on cases small enough to work out by hand."""

from __future__ import annotations

import unittest

import numpy as np

from models import retrieval
from models.metrics import best_threshold, Picture, average_precision, confusion, curve, decide, of_size

BOX, AWAY, HALF = [0, 0, 10, 10], [50, 50, 60, 60], [0, 0, 10, 5]


def picture(found: list, true: list, ignore: list = (), known: int = 1) -> Picture:
    """found: [label, score, box]; true: [label, second label, box]."""
    rows = [np.array([[*row[:2], *row[2]] for row in part], float).reshape(-1, 6) for part in (found, true)]
    return Picture(*rows, np.array(ignore, float).reshape(-1, 4), np.full(9, bool(known)))


class AveragePrecision(unittest.TestCase):
    def test_all_found(self):
        made = curve([picture([[1, 0.9, BOX]], [[1, -1, BOX]])], 1)
        self.assertEqual(made.count, 1)
        self.assertAlmostEqual(made.ap.mean(), 1.0)

    def test_the_threshold_serves_both_sources(self):
        many = [picture([[1, 0.8, BOX]], [[1, -1, BOX]]) for _ in range(9)] + [picture([[1, 0.5, AWAY]], [])]
        few = [picture([[1, 0.4, BOX]], [[1, -1, BOX]])]
        threshold, f1 = best_threshold([many, few], 1)
        self.assertTrue(0.1 <= threshold <= 0.4)
        self.assertAlmostEqual(f1, (18 / 19 + 1) / 2)
        self.assertGreater(best_threshold([many], 1)[0], 0.5)
        self.assertEqual(best_threshold([many], 1, slack=1)[0], 0.1, "anything is as good: the lowest")

    def test_half_of_the_boxes_found(self):
        made = curve([picture([[1, 0.9, BOX]], [[1, -1, BOX], [1, -1, AWAY]])], 1)
        self.assertAlmostEqual(made.ap[0], 51 / 101)

    def test_a_wrong_box_ahead_halves_precision(self):
        made = curve([picture([[1, 0.9, AWAY], [1, 0.8, BOX]], [[1, -1, BOX]])], 1)
        self.assertAlmostEqual(made.ap[0], 0.5)

    def test_twice_the_same_box_counts_once(self):
        made = curve([picture([[1, 0.9, BOX], [1, 0.8, BOX]], [[1, -1, BOX], [1, -1, AWAY]])], 1)
        self.assertAlmostEqual(made.ap[0], 51 / 101)

    def test_a_loose_box_counts_at_low_overlap_only(self):
        made = curve([picture([[1, 0.9, [0, 0, 10, 8]]], [[1, -1, BOX]])], 1)
        self.assertAlmostEqual(made.ap[0], 1.0)
        self.assertAlmostEqual(made.ap[-1], 0.0)

    def test_second_label_and_ignored_area_count_neither_way(self):
        found = [[1, 0.9, AWAY], [1, 0.8, BOX], [1, 0.7, [80, 80, 90, 90]]]
        made = curve([picture(found, [[1, -1, BOX], [2, 1, AWAY]], [[79, 79, 95, 95]])], 1)
        self.assertAlmostEqual(made.ap[0], 1.0)

    def test_unknown_labels_are_left_out(self):
        self.assertEqual(curve([picture([[1, 0.9, BOX]], [[1, -1, BOX]], known=0)], 1).count, 0)

    def test_nothing_found(self):
        self.assertEqual(average_precision(np.array([]), np.array([])), 0.0)


class Pairing(unittest.TestCase):
    def test_right_label_first(self):
        made = decide(picture([[2, 0.9, BOX], [1, 0.5, [0, 0, 10, 9]]], [[1, -1, BOX]]))
        self.assertEqual((made.pairs, made.missed, made.extra), ([(0, 1)], [], [0]))

    def test_confusion_counts_every_fault(self):
        counts = confusion([picture([[2, 0.9, BOX], [3, 0.9, [30, 0, 40, 10]]], [[1, -1, BOX], [4, -1, AWAY]])], 9)
        self.assertEqual((counts[1, 2], counts[4, 9], counts[9, 3], counts.sum()), (1, 1, 1, 3))

    def test_nothing_there_and_nothing_found(self):
        self.assertEqual(confusion([picture([], [])], 9).sum(), 0)

    def test_sizes_apart(self):
        whole = picture([[1, 0.9, BOX], [1, 0.8, [0, 0, 90, 90]]], [[1, -1, BOX], [1, -1, [0, 0, 90, 90]]])
        small, large = of_size(whole, 0, 32, 1), of_size(whole, 32, 1e9, 1)
        self.assertEqual([curve([part], 1).count for part in (small, large)], [1, 1])
        self.assertAlmostEqual(curve([small], 1).ap[0], 1.0)
        self.assertAlmostEqual(curve([large], 1).ap[0], 1.0)


class Retrieval(unittest.TestCase):
    def setUp(self):
        self.shop = np.eye(3, dtype=np.float32)

    def test_recall(self):
        query = self.shop[[0, 1, 0]]
        self.assertAlmostEqual(retrieval.recall(query, self.shop, 1), 2 / 3)
        self.assertAlmostEqual(retrieval.recall(query, self.shop, 3), 1.0)

    def test_a_tie_is_no_hit(self):
        same = np.ones((2, 1), np.float32)
        self.assertEqual(retrieval.recall(same, same, 1), 0.0)
        self.assertEqual(retrieval.recall(same * np.nan, same, 1), 0.0)

    def test_triplets(self):
        right, losses = retrieval.triplets(self.shop, self.shop)
        self.assertEqual((right, losses), (1.0, [0.0, 0.0, 0.0]))
        right, losses = retrieval.triplets(self.shop[[1, 0]], self.shop[:2])
        self.assertEqual(right, 0.0)
        self.assertAlmostEqual(losses[1], 2.5)

    def test_neighbours(self):
        rows = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
        self.assertAlmostEqual(retrieval.precision_at(rows, ["a", "a", "b"], 1), 2 / 3)
        self.assertEqual(retrieval.found_at(rows, ["a", "a", "b"], 1), (2, 2))

    def test_kin_among_the_nearest(self):
        query, gallery = np.eye(3)[[0, 1, 2]], np.array([[1, 0, 0], [0.9, 0.1, 0], [0, 1, 0], [0, 0.9, 0]])
        right = np.array([[True, True, False, False], [True, False, False, True], [False] * 4])
        share, chance = retrieval.kin_at(query, gallery, right, 2)
        self.assertAlmostEqual(share, (1 + 0.5) / 2, msg="the third has no kin in the gallery: left out")
        self.assertAlmostEqual(chance, 0.5)
        right[1] = [False, False, True, False]
        self.assertAlmostEqual(retrieval.kin_at(query, gallery, right, 2)[0], 1, msg="one kin: the nearest alone counts")
        self.assertTrue(np.isnan(retrieval.kin_at(query, gallery, np.zeros((3, 4), bool))[0]))


if __name__ == "__main__":
    unittest.main()
