"""What is known of garments: their kinds from masks and tags, their places in pictures of a shop."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
from PIL import Image

from models import garments, places
from models.data import GARMENTS, Garment, Sample

NAMES = ["null", "jeans", "skirt", "boots", "heels"]
FINE = {GARMENTS.index("bottomwear"): np.array([1, 2]), GARMENTS.index("footwear"): np.array([3, 4])}


def street(tags: str, *labels: str) -> Sample:
    """A photo with guessed boxes and tags."""
    boxes = tuple(Garment(label, (0, 0, 50, 50)) for label in labels)
    return Sample(Path("a.jpg"), 100, 100, "ccp-unlabelled", "a", "train", boxes, facts={"tags": tags})


@mock.patch.object(garments, "mask_labels", lambda: NAMES)
class Told(unittest.TestCase):
    def test_a_mask_tells_the_commonest_label_of_the_category(self):
        labels = np.array([[1, 1, 2], [4, 4, 4]])
        self.assertEqual(garments.mask_label(labels, FINE[GARMENTS.index("bottomwear")]), "jeans")
        self.assertEqual(garments.mask_label(labels * 0, FINE[GARMENTS.index("bottomwear")]), "")

    def test_a_tag_names_the_only_garment_of_its_category(self):
        made = garments.tagged(street("null jeans boots heels", "bottomwear", "footwear", "eyewear"), FINE | {5: np.array([], int)})
        self.assertEqual(([g.label for g in made.boxes], made.facts), (["bottomwear"], {"bottomwear": "jeans"}))
        twice = garments.tagged(street("jeans", "bottomwear", "bottomwear"), FINE)
        self.assertEqual(twice.boxes, (), "which of the two is the pair of jeans?")


class Places(unittest.TestCase):
    def test_what_is_not_white(self):
        image = np.full((40, 60, 3), 250, np.uint8)
        self.assertEqual(places.content(image), [0, 0, 60, 40])
        image[10:20, 5:50] = 30
        self.assertEqual(places.content(image), [5, 10, 50, 20])

    def test_the_largest_sure_box_where_the_detector_is_sure(self):
        boxes = np.array([[0, 0, 10, 10], [0, 0, 40, 40], [1, 0, 40, 40], [0, 0, 90, 90]], float)
        np.testing.assert_array_equal(places.largest(boxes, np.array([0.9, 0.5, 0.6, 0.1])), boxes[2])
        self.assertIsNone(places.largest(boxes, np.zeros(4)))

    def test_a_shop_picture_is_cut_at_its_garment(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.png"
            image = np.full((100, 100, 3), 255, np.uint8)
            image[40:60, 20:80] = 10
            Image.fromarray(image).save(path)
            sample = Sample(path, 100, 100, "products", "a", "train", (Garment("footwear", (0, 0, 100, 100)),))
            item = garments.single(sample, {})
            x0, y0, x1, y1 = item.box.astype(int)
            self.assertEqual(item.image[y0:y1, x0:x1].max(), 10)
            np.testing.assert_array_equal(garments.single(sample, {"products/a.png": [0, 0, 50, 100]}).box, [0, 0, 50, 100])


if __name__ == "__main__":
    unittest.main()
