"""Bad data is refused with the file's name; splits keep to their keys."""

from __future__ import annotations

import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from models import data


class Pictures(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def sample(self, name: str, split: str = "train", key: str | None = None, seed: int = 0) -> data.Sample:
        """A noisy picture on disk, so that half of its bytes are not enough."""
        path = self.folder / name
        noise = np.random.default_rng(seed).integers(0, 255, (48, 64, 3)).astype(np.uint8)
        Image.fromarray(noise).save(path)
        return data.Sample(path, 64, 48, "web", key or name, split)

    def refused(self, name: str, check, *given) -> None:
        with self.assertRaises(data.BadData) as caught:
            check(*given)
        self.assertIn(name, str(caught.exception))

    def test_whole_pictures_pass(self):
        samples = [self.sample("a.jpg"), self.sample("b.png", "test", seed=1)]
        data.check_pictures(samples)
        data.check_leaks(samples)

    def test_missing(self):
        sample = self.sample("a.jpg")
        sample.path.unlink()
        self.refused("a.jpg", data.check_pictures, [sample])
        self.refused("a.jpg", data.check_leaks, [sample])

    def test_truncated(self):
        for name in ("a.jpg", "a.png"):
            sample = self.sample(name)
            sample.path.write_bytes(sample.path.read_bytes()[: sample.path.stat().st_size // 2])
            self.refused(name, data.check_pictures, [sample])

    def test_no_picture(self):
        sample = self.sample("a.jpg")
        sample.path.write_text("<html>not found</html>")
        self.refused("a.jpg", data.check_pictures, [sample])

    def test_other_size_than_labelled(self):
        self.refused("a.jpg", data.check_pictures, [replace(self.sample("a.jpg"), width=65)])

    def test_key_in_two_splits(self):
        samples = [self.sample("a.jpg", "train", "k"), self.sample("b.jpg", "test", "k", seed=1)]
        self.refused("b.jpg", data.check_leaks, samples)

    def test_same_picture_in_two_splits(self):
        samples = [self.sample("a.jpg"), self.sample("b.jpg", "val")]
        self.refused("b.jpg", data.check_leaks, samples)


class Labels(unittest.TestCase):
    def photo(self, **row) -> data.Sample:
        return data.photo({"width": 9, "height": 9, **row}, Path("a.jpg"), "web", "a")

    def test_known_labels_pass(self):
        person = {"box": [0, 0, 5, 5], "gender": "w", "framing": "half"}
        made = self.photo(boxes=[["dress", 1, 1, 4, 4, "topwear"]], persons=[person])
        self.assertEqual((made.boxes[0].label, made.boxes[0].also), ("dress", "topwear"))

    def test_refused(self):
        person = {"box": [0, 0, 5, 5], "gender": "w", "framing": "half"}
        bad = [
            {"boxes": [["scarf", 1, 1, 4, 4]]}, {"boxes": [["dress", 1, 1, 4, 4, "scarf"]]},
            {"boxes": [["dress", 4, 1, 4, 4]]}, {"ignore": [[4, 4, 1, 1]]},
            {"persons": [{**person, "gender": "x"}]}, {"persons": [{**person, "framing": "far"}]},
        ]  # fmt: skip
        for row in bad:
            with self.subTest(row=row), self.assertRaisesRegex(data.BadData, "a.jpg"):
                self.photo(**row)


class Splits(unittest.TestCase):
    def test_the_same_everywhere(self):
        self.assertEqual([data.split_of("ccp", str(n)) for n in range(3)],
                         [data.split_of("ccp", str(n)) for n in range(3)])  # fmt: skip

    def test_shares(self):
        made = [data.split_of("web", str(n)) for n in range(5000)]
        for split, share in (("train", 0.8), ("val", 0.08), ("test", 0.12)):
            self.assertAlmostEqual(made.count(split) / 5000, share, delta=0.02)

    @unittest.skipUnless(data.DATA.exists(), "the photos are not here")
    def test_the_real_splits_do_not_leak(self):
        data.check_leaks(data.read())


if __name__ == "__main__":
    unittest.main()
