"""The second stage: what is proposed to it, what it looks at, and what its training wants."""

from __future__ import annotations

import unittest

import torch

from models import second
from models.data import LABELS
from models.net import Dense, Detector
from models.roi import GRID, MARGIN, RoiHead, Suppression, TwoStage, cells
from models.sides import FewSides, Grid, surest

BAG, SHOE = LABELS.index("handbag"), LABELS.index("footwear")
SIZE = torch.tensor([64.0, 64.0])


class Proposals(unittest.TestCase):
    def test_of_two_that_overlap_the_surer_of_a_label_stays(self):
        boxes = torch.tensor([[[0.0, 0, 20, 20], [1, 0, 21, 20], [40, 0, 60, 20]]])
        scores = torch.zeros(1, len(LABELS), 3)
        scores[0, BAG], scores[0, SHOE, 0] = torch.tensor([0.5, 0.9, 0.3]), 0.4
        rows = Suppression.apply(boxes, scores, torch.tensor([0.1]))
        self.assertEqual(rows.tolist(), [[0, SHOE, 0], [0, BAG, 1], [0, BAG, 2]])
        self.assertEqual(len(Suppression.apply(boxes, scores, torch.tensor([0.95]))), 0)

    def test_rows_name_label_score_and_box_in_fractions(self):
        torch.manual_seed(1)
        net, head = Detector().eval(), RoiHead().eval()
        with torch.no_grad():
            net.classes.out.bias.fill_(0)
            model, image = TwoStage(net, head), torch.rand(1, 3, 64, 96)
            rows, first = model(image, torch.tensor([0.3])), TwoStage(net, None)(image, torch.tensor([0.3]))
            none = model(image, torch.tensor([0.999]))
        self.assertGreater(len(rows), 0)
        torch.testing.assert_close(rows[:, [0, 2, 3, 4, 5]], first[:, [0, 2, 3, 4, 5]])
        self.assertTrue((rows[:, 1] < first[:, 1]).all(), "an untrained second stage doubts everything")
        self.assertEqual(tuple(none.shape), (0, 6))


class Sides(unittest.TestCase):
    def test_boxes_of_a_few_cells_are_those_of_the_whole_maps(self):
        torch.manual_seed(2)
        net, image = Detector().eval(), torch.rand(1, 3, 96, 160)
        with torch.no_grad():
            maps = net.pyramid(image)
            every, _ = cells(Dense(net).decode(maps))
            # Corners and edges of every level among them: 12 × 20, 6 × 10 and 3 × 5 cells.
            some = torch.tensor([0, 19, 27, 220, 239, 240, 249, 255, 299, 300, 304, 307, 314])
            grid = Grid(maps)
            few = grid.boxes(some, FewSides(net.boxes)(maps, grid, some))
        torch.testing.assert_close(few, every[0, some], atol=1e-3, rtol=1e-4)

    def test_weights_come_back_as_they_were(self):
        torch.manual_seed(3)
        one, other = Detector().boxes, Detector().boxes
        FewSides(one).write(other)
        for name, values in one.state_dict().items():
            torch.testing.assert_close(other.state_dict()[name], values, rtol=0, atol=0)

    def test_the_surest_cells_pass_the_floor(self):
        scores = torch.zeros(5, len(LABELS))
        scores[3, BAG], scores[1, SHOE] = 0.4, 0.6
        self.assertEqual(surest(scores, torch.tensor([0.3]))[:2].tolist(), [1, 3])
        self.assertEqual(len(surest(scores, torch.tensor([0.3]))), 3)
        self.assertEqual(len(surest(scores + 1, torch.tensor([0.3]))), 5)


class Samples(unittest.TestCase):
    def test_a_box_is_sampled_with_its_margin(self):
        ramp = torch.arange(8.0).expand(1, 64, 8, 8)
        levels = [ramp, torch.zeros(1, 64, 4, 4), torch.zeros(1, 64, 2, 2)]
        seen = RoiHead().sample(levels, torch.tensor([[16.0, 16, 48, 48]]), SIZE)
        self.assertEqual(tuple(seen.shape), (1, 64, GRID, GRID))
        # A cell of the map is 8 pixels wide, and its number stands in its middle.
        wide, left = 32 * (1 + 2 * MARGIN), 16 - 32 * MARGIN
        wanted = torch.tensor([(left + wide * (i + 0.5) / GRID) / 8 - 0.5 for i in range(GRID)])
        torch.testing.assert_close(seen[0, 0, 3], wanted)
        torch.testing.assert_close(seen[0, 0, 0], seen[0, 0, 7])


class Goals(unittest.TestCase):
    def test_a_score_is_the_overlap_with_what_the_box_is_called(self):
        row = torch.tensor([[BAG, SHOE, 0.0, 0, 10, 10]])
        boxes = torch.tensor([[0.0, 0, 10, 8], [0, 0, 10, 2], [0, 0, 10, 10]])
        labels = torch.tensor([BAG, BAG, SHOE])
        known = torch.ones(len(LABELS))
        known[0] = 0
        goal, weight = second.goals(boxes, second.Boxes(boxes, labels, row, known))
        torch.testing.assert_close(goal[:, BAG], torch.tensor([0.8, 0.0, 1.0]))
        self.assertEqual(float(goal[:, SHOE].sum()), 0)
        self.assertEqual(weight[2, SHOE], 0, "a second label counts neither way")
        self.assertEqual(weight[1, SHOE], second.OTHERS)
        self.assertEqual(weight[0, 0], 0, "nothing is learnt of labels that are not known in a picture")
        self.assertEqual(weight[0, BAG], 1)

    def test_what_a_label_says_is_learnt_though_it_is_doubted(self):
        row = torch.tensor([[BAG, -1, 0.0, 0, 10, 10]])
        boxes = torch.tensor([[0.0, 0, 10, 8], [0, 0, 10, 8], [0, 0, 10, 2]])
        self.assertEqual(second.right(boxes, torch.tensor([BAG, SHOE, BAG]), row).tolist(), [True, False, False])
        self.assertEqual(second.right(boxes, torch.tensor([BAG, SHOE, BAG]), row[:0]).tolist(), [False] * 3)

    def test_only_boxes_of_its_own_label_learn_a_labels_sides(self):
        row = torch.tensor([[BAG, -1, 0.0, 0, 10, 10]])
        boxes = torch.tensor([[0.0, 0, 10, 8], [0, 0, 10, 10], [20, 20, 30, 30]])
        one = second.Boxes(boxes, torch.tensor([BAG, SHOE, BAG]), row, torch.ones(len(LABELS)))
        hit, wanted = second.matched(one)
        self.assertEqual(hit.tolist(), [0])
        self.assertEqual(wanted.tolist(), [[0, 0, 10, 10]])
