"""A second labeller is scored as a detector is, and their labels as labels are; held-out labels are looked through."""

from __future__ import annotations

import json
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np

from models import agreement, data
from models.metrics import Picture
from models.report import labels

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


class LookedThrough(unittest.TestCase):
    PHOTO = data.Sample(Path("a.jpg"), 100, 100, "ccp", "a", "test", (data.Garment("dress", tuple(TROUSERS)),
                        data.Garment("topwear", tuple(SHIRT))), (data.Person((0, 0, 20, 70), "w", "full"),))  # fmt: skip

    def test_what_stays_and_what_was_drawn_is_the_truth(self):
        seen = {"boxes": [["bottomwear", *TROUSERS]], "ignore": [SHOES], "kept": [1]}
        made = labels.looked_through(self.PHOTO, picture([], []), seen)
        boxes = [[TOP, -1, *SHIRT], [LEGS, -1, *TROUSERS], [0, -1, 0, 0, 20, 70]]
        self.assertEqual((made.true.tolist(), made.ignore.tolist()), (boxes, [SHOES]))

    def test_only_what_is_held_out(self):
        with self.assertRaisesRegex(data.BadData, "a.jpg"):
            labels.looked_through(replace(self.PHOTO, split="val"), picture([], []), {})
        if not data.DATA.exists():
            self.skipTest("../shared/data is not there")
        photos = {f"{s.source}/{s.path.name}": s for s in data.read("ccp", "web", split="test")}
        for name, seen in json.loads(labels.REVIEWED.read_text()).items():
            made = labels.looked_through(photos[name], picture([], []), seen)
            low, high = made.true[:, 2:4], made.true[:, 4:6]
            self.assertTrue((low < high).all() and (low >= -1).all(), name)
            self.assertTrue((high <= [photos[name].width + 1, photos[name].height + 1]).all(), name)


if __name__ == "__main__":
    unittest.main()
