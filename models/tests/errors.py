"""Each kind of error is forgiven, and nothing else is."""

from __future__ import annotations

import unittest

import numpy as np

from models.metrics import IOUS, Picture, average_precision, trace
from models.report import errors

PERSON, TOP, TROUSERS = 0, 1, 4
BODY, SHIRT, LEGS, AWAY = [0, 0, 20, 60], [0, 0, 20, 20], [0, 20, 20, 60], [50, 0, 70, 20]
TRUE = [[PERSON, -1, BODY], [TOP, -1, SHIRT], [TROUSERS, -1, LEGS]]


def left(forgive: errors.Forgive, *wrong: list) -> list[float]:
    """Scores that stay beside a right shirt at .5 and `wrong` boxes of a shirt at .9, .8, …"""
    found = [[TOP, 0.9 - 0.1 * i, *box] for i, box in enumerate(wrong)] + [[TOP, 0.5, *SHIRT]]
    true = np.array([[*row[:2], *row[2]] for row in TRUE], float)
    p = Picture(np.array(found, float), true, np.zeros((0, 4)), np.ones(9, bool))
    return sorted(forgive(p, TOP).found[:, 1].round(2).tolist())


class Forgiving(unittest.TestCase):
    def test_strangers(self):
        self.assertEqual(left(errors.strangers, AWAY), [0.5])
        self.assertEqual(left(errors.strangers, LEGS), [0.5, 0.9])

    def test_another_class(self):
        self.assertEqual(left(errors.confused, LEGS), [0.5])
        self.assertEqual(left(errors.confused, AWAY), [0.5, 0.9])

    def test_twice(self):
        self.assertEqual(left(errors.twice, SHIRT), [0.9])
        self.assertEqual(left(errors.twice, LEGS, AWAY), [0.5, 0.8, 0.9])

    def test_nothing_labelled(self):
        self.assertEqual(left(errors.invented, [5, 30, 15, 40]), [0.5])
        self.assertEqual(left(errors.invented, LEGS, AWAY), [0.5, 0.8, 0.9])

    def test_missed(self):
        true = np.array([[TOP, -1, *SHIRT], [TOP, -1, *AWAY]], float)
        p = Picture(np.array([[TOP, 0.5, *SHIRT]]), true, np.zeros((0, 4)), np.ones(9, bool))
        self.assertEqual(len(errors.missed(p, TOP).true), 1)

    def test_loose_overlap_is_looser_than_any_that_counts(self):
        self.assertLess(errors.LOOSE, IOUS[0])
        true = np.array([[TOP, -1, *SHIRT]], float)
        p = Picture(np.array([[TOP, 0.5, 0, 0, 20, 50.0]]), true, np.zeros((0, 4)), np.ones(9, bool))
        found = [average_precision(*trace([p], TOP, iou)[1:3]) for iou in (errors.LOOSE, errors.IOU)]
        self.assertEqual([round(value, 3) for value in found], [1.0, 0.0])


if __name__ == "__main__":
    unittest.main()
