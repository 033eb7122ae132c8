"""A second labeller is scored as a detector is, and their labels as labels are."""

from __future__ import annotations

import unittest

import numpy as np

from models import agreement, data
from models.metrics import Picture

SHIRT, TROUSERS, SHOES = [0, 0, 20, 20], [0, 20, 20, 60], [0, 60, 20, 70]
TOP, LEGS, FEET = (data.LABELS.index(label) for label in ("topwear", "bottomwear", "footwear"))


def picture(found: list[list], true: list[list]) -> Picture:
    """Boxes found (label, score, box) in a picture where these (label, box) are labelled."""
    rows = [[label, -1, *box] for label, box in true]
    return Picture(np.array([[label, score, *box] for label, score, box in found], float).reshape(-1, 6),
                   np.array(rows, float).reshape(-1, 6), np.zeros((0, 4)), np.ones(9, bool))  # fmt: skip


class Agreeing(unittest.TestCase):
    LABELLED = picture([(TOP, 0.4, SHIRT), (LEGS, 0.9, TROUSERS)], [(TOP, SHIRT), (LEGS, TROUSERS), (FEET, SHOES)])

    def test_the_second_labeller_as_a_detector(self):
        opinion = {"boxes": [["topwear", *SHIRT], ["footwear", *TROUSERS]], "ignore": [SHOES]}
        made = agreement.agreement([agreement.answered(self.LABELLED, opinion)])
        self.assertEqual(made["topwear"], [1, 1, 1])
        self.assertEqual(made["bottomwear"], [0, 0, 0])
        self.assertNotIn("footwear", made)  # they could not tell, so that nothing is left to find
        self.assertEqual(made["mean"], [0.5, 0.5, 0.5])

    def test_their_labels_as_the_truth(self):
        made = agreement.judged(self.LABELLED, {"boxes": [["topwear", *TROUSERS]], "ignore": [SHOES]})
        self.assertEqual(made.true.tolist(), [[TOP, -1, *TROUSERS]])
        self.assertEqual(made.ignore.tolist(), [SHOES])
        self.assertEqual(agreement.agreement([made])["topwear"], [0, 0, 0])

    def test_what_is_below_its_threshold_is_not_shown(self):
        thresholds = np.full(len(data.LABELS), 0.5)
        self.assertEqual(agreement.above([self.LABELLED], thresholds)[0].found[:, 0].tolist(), [LEGS])

    def test_unknown_labels_are_refused(self):
        with self.assertRaisesRegex(data.BadData, "scarf"):
            agreement.boxes_of([["scarf", 0, 0, 5, 5]])

    def test_opinions_are_of_validation_alone(self):
        if not data.DATA.exists():
            self.skipTest("../shared/data is not there")
        given = set(agreement.opinions())
        names = {f"{s.source}/{s.path.name}" for s in data.read(*agreement.SOURCES.values(), split="val")}
        self.assertTrue(given and given <= names)


if __name__ == "__main__":
    unittest.main()
