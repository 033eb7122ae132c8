"""The report's own parts: plots are well-formed, verdicts are right, figures are kept with their network."""

from __future__ import annotations

import json
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from copy import deepcopy
from pathlib import Path

import numpy as np

from models.export_heads import golden_input
from models.report import fit, svg
from models.report.engine import fractions, pixels
from models.report.text import table, verdict
from models.report.variants import KINDS, with_kept


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


class ByHeart(unittest.TestCase):
    def test_looks_evenly_over_what_there_is(self):
        self.assertEqual(fit.spread(list(range(10)), 4), [0, 2, 5, 7])
        self.assertEqual(fit.spread([1, 2], 4), [1, 2])

    def test_stands_beside_what_is_held_out_and_leaves_out_what_has_no_boxes(self):
        trained, held = ({words: [count, a, b] for words in fit.WORDS} for count, a, b in ((9, 0.9, 0.7), (3, 0.6, 0.4)))
        held["person"] = [0, float("nan"), float("nan")]
        rows = fit.detector_rows({"web": trained}, {"web": held})
        self.assertEqual(rows, [[f"web, {words}", 0.9, 0.6, 0.7, 0.4] for words in fit.WORDS[:2]])


class Kept(unittest.TestCase):
    def test_figures_of_a_network_without_checkpoint_are_those_from_when_it_had_one(self):
        new = {"float32": {kind: {"MB": 3.0} for kind in KINDS}}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "storage.json"
            self.assertEqual(with_kept(path, deepcopy(new), dict.fromkeys(KINDS, "checkpoint")), set())
            later = {"float32": {kind: {"MB": 4.0} for kind in KINDS}}
            gone = dict(zip(KINDS, ("shipped", "checkpoint", "shipped")))
            self.assertEqual(with_kept(path, later, gone), set())
            self.assertEqual([later["float32"][kind]["MB"] for kind in KINDS], [3.0, 4.0, 3.0])
            kept = json.loads(path.read_text())
            kept[KINDS[0]]["sha256"] = "of another network"
            path.write_text(json.dumps(kept))
            self.assertEqual(with_kept(path, deepcopy(new), dict.fromkeys(KINDS, "shipped")), {KINDS[0]})


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
