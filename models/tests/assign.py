"""Which cell learns which box."""

from __future__ import annotations

import unittest
from dataclasses import replace

import torch

from models.assign import TOP, Targets, assign, ciou_loss, iou, loss, unsure
from models.net import centres

POINTS, STRIDES = centres([(16, 16), (8, 8), (4, 4)])


def targets(*pictures: list[tuple[int, list[float]]]) -> Targets:
    """Pictures of 128 × 128 with everything known, each a list of labels and boxes, as one batch."""
    most = max(map(len, pictures))
    boxes, labels = torch.zeros(len(pictures), most, 4), torch.full((len(pictures), most), -1)
    for i, picture in enumerate(pictures):
        for j, (label, box) in enumerate(picture):
            boxes[i, j], labels[i, j] = torch.tensor(box), label
    nothing, known = torch.zeros(len(pictures), 0, 5), torch.ones(len(pictures), 9)
    return Targets(boxes, labels, torch.full_like(labels, -1), nothing, known)


class Assign(unittest.TestCase):
    def setUp(self):
        self.scores = torch.full((1, len(POINTS), 9), 0.1)
        reach = 2 * STRIDES[:, None]
        self.boxes = torch.cat([POINTS - reach, POINTS + reach], 1)[None]

    def assigned(self, *pictures: list[tuple[int, list[float]]]) -> tuple[torch.Tensor, torch.Tensor]:
        count = len(pictures)
        scores, boxes = self.scores.expand(count, -1, -1), self.boxes.expand(count, -1, -1)
        return assign(scores, boxes, targets(*pictures), POINTS, STRIDES)

    def test_no_boxes(self):
        who, quality = self.assigned([])
        self.assertTrue((who == -1).all())
        self.assertEqual(float(quality.sum()), 0.0)

    def test_cells_lie_in_their_box(self):
        who, quality = self.assigned([(3, [40.0, 40.0, 90.0, 90.0])])
        chosen = POINTS[who[0] == 0]
        self.assertTrue(0 < len(chosen) <= TOP)
        self.assertTrue(((chosen > 40) & (chosen < 90)).all())
        self.assertLessEqual(float(quality.max()), 1.0)
        self.assertEqual(float(quality[who == -1].sum()), 0.0)

    def test_a_tiny_box_gets_a_cell(self):
        who, _ = self.assigned([(6, [61.0, 61.0, 63.0, 63.0])])
        self.assertGreater(int((who == 0).sum()), 0)

    def test_two_boxes_share_no_cell_and_both_learn(self):
        who, _ = self.assigned([(1, [0.0, 0, 60, 60]), (2, [70.0, 70, 127, 127])])
        self.assertEqual(set(who[0].tolist()), {-1, 0, 1})

    def test_a_picture_is_assigned_as_if_it_were_alone(self):
        crowd = [(1, [0.0, 0, 60, 60]), (2, [30.0, 30, 127, 127]), (6, [50.0, 5, 60, 9])]
        for number, picture in enumerate(([], [(4, [20.0, 60, 80, 120])], crowd)):
            together = self.assigned([], [(4, [20.0, 60, 80, 120])], crowd)
            alone = self.assigned(picture)
            for mine, its in zip(together, alone):
                self.assertTrue(torch.equal(mine[number], its[0]))

    def test_a_doubt_is_of_its_label_alone(self):
        areas = torch.tensor([[[0.0, 0, 50, 50, 3], [40, 40, 90, 90, -1], [0, 0, 0, 0, 0]]])
        found = unsure(torch.tensor([[10.0, 10], [45, 45], [80, 80], [120, 120]]), areas, 9)[0]
        self.assertEqual(found[0].nonzero().flatten().tolist(), [3])
        self.assertEqual(found.sum(1).tolist(), [1, 9, 9, 0])

    def test_a_doubtful_label_is_not_learnt_as_absent(self):
        shapes = [(16, 16), (8, 8), (4, 4)]
        levels = [(torch.zeros(1, 9, *shape), torch.zeros(1, 68, *shape)) for shape in shapes]
        empty = targets([])
        doubt = replace(empty, ignore=torch.tensor([[[0.0, 0, 128, 128, 3]]]))
        without, with_doubt = (float(loss(levels, t)[0]) for t in (empty, doubt))
        self.assertAlmostEqual(with_doubt / without, 8 / 9, places=4)

    def test_overlap(self):
        a = torch.tensor([[0.0, 0, 10, 10]])
        b = torch.tensor([[0.0, 0, 10, 5], [20.0, 20, 30, 30]])
        self.assertTrue(torch.allclose(iou(a, b), torch.tensor([[0.5, 0.0]]), atol=1e-5))
        self.assertAlmostEqual(float(ciou_loss(a, a)), 0.0, places=5)
        self.assertGreater(float(ciou_loss(a, b[1:])), 1.0)


if __name__ == "__main__":
    unittest.main()
