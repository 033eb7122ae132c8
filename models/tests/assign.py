"""Which cell learns which box."""

from __future__ import annotations

import unittest

import torch

from models.assign import TOP, Targets, assign, ciou_loss, iou
from models.net import centres

POINTS, STRIDES = centres([(16, 16), (8, 8), (4, 4)])


def targets(boxes: list, labels: list[int]) -> Targets:
    """Boxes in a picture of 128 × 128 with everything known."""
    shaped = torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4)
    return Targets(shaped, torch.tensor(labels), torch.full((len(labels),), -1), torch.zeros(0, 4), torch.ones(9))


class Assign(unittest.TestCase):
    def setUp(self):
        self.scores = torch.full((len(POINTS), 9), 0.1)
        reach = 2 * STRIDES[:, None]
        self.boxes = torch.cat([POINTS - reach, POINTS + reach], 1)

    def test_no_boxes(self):
        who, quality = assign(self.scores, self.boxes, targets([], []), POINTS, STRIDES)
        self.assertTrue((who == -1).all())
        self.assertEqual(float(quality.sum()), 0.0)

    def test_cells_lie_in_their_box(self):
        box = [40.0, 40.0, 90.0, 90.0]
        who, quality = assign(self.scores, self.boxes, targets([box], [3]), POINTS, STRIDES)
        chosen = POINTS[who == 0]
        self.assertTrue(0 < len(chosen) <= TOP)
        self.assertTrue(((chosen > 40) & (chosen < 90)).all())
        self.assertLessEqual(float(quality.max()), 1.0)
        self.assertEqual(float(quality[who == -1].sum()), 0.0)

    def test_a_tiny_box_gets_a_cell(self):
        who, _ = assign(self.scores, self.boxes, targets([[61.0, 61.0, 63.0, 63.0]], [6]), POINTS, STRIDES)
        self.assertGreater(int((who == 0).sum()), 0)

    def test_two_boxes_share_no_cell_and_both_learn(self):
        who, _ = assign(self.scores, self.boxes, targets([[0.0, 0, 60, 60], [70.0, 70, 127, 127]], [1, 2]), POINTS,
                        STRIDES)  # fmt: skip
        self.assertEqual(set(who.tolist()), {-1, 0, 1})

    def test_overlap(self):
        a = torch.tensor([[0.0, 0, 10, 10]])
        b = torch.tensor([[0.0, 0, 10, 5], [20.0, 20, 30, 30]])
        self.assertTrue(torch.allclose(iou(a, b), torch.tensor([[0.5, 0.0]]), atol=1e-5))
        self.assertAlmostEqual(float(ciou_loss(a, a)), 0.0, places=5)
        self.assertGreater(float(ciou_loss(a, b[1:])), 1.0)


if __name__ == "__main__":
    unittest.main()
