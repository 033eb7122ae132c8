"""The report's own parts: plots are well-formed, verdicts are right."""

from __future__ import annotations

import unittest
import xml.etree.ElementTree as ElementTree

import numpy as np

from models.export_heads import golden_input
from models.report import svg
from models.report.engine import fractions, pixels
from models.report.text import table, verdict


class Words(unittest.TestCase):
    def test_golden_input_is_the_generator(self):
        first = ((1664525 + 1013904223) % 2**32 >> 8) / 2**24 * 2 - 1
        self.assertAlmostEqual(float(golden_input((1, 2))[0, 0]), first, places=6)

    def test_boxes_there_and_back(self):
        box = (10.0, 20.0, 30.0, 60.0)
        np.testing.assert_allclose(pixels(fractions(box, 200, 100), 200, 100), box)

    def test_table(self):
        self.assertEqual(table(["a"], [[0.5], [None], [3]]), "| a |\n| --- |\n| 0.500 |\n| – |\n| 3 |")

    def test_verdict(self):
        said = [verdict(0.9, 0.8), verdict(0.7, 0.8), verdict(None, 0.8), verdict(4.0, 5.0, at_most=True)]
        self.assertEqual(said, ["reached", "not reached", "not measured", "reached"])


class Plots(unittest.TestCase):
    def test_well_formed(self):
        line = np.linspace(0, 1, 500)
        made = [
            svg.curves("a < b", "x", "y", {"one & two": (line, line), "none": (line[:0], line[:0])}),
            svg.histogram("t", "d", {"own": line, "other": line * 3}, 4.0),
            svg.matrix("t", ["a", "b"], ["a", "b"], np.array([[3, 1], [0, 2]])),
            svg.page("a & b", 9, 9, [svg.silhouette(0, 0, 5, 9), svg.outline([0, 0, 4, 4], "#000", "x", True)]),
        ]
        for text in made:
            ElementTree.fromstring(text)
            self.assertLess(len(text), 20_000)


if __name__ == "__main__":
    unittest.main()
