"""The report's own parts: plots are well-formed, stored weights give back what was stored, verdicts are right."""

from __future__ import annotations

import unittest
import xml.etree.ElementTree as ElementTree

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models.export_heads import golden_input, halve
from models.report import svg, variants
from models.report.engine import fractions, pixels
from models.report.text import table, verdict


def model(values: np.ndarray) -> onnx.ModelProto:
    """One convolution."""
    node = helper.make_node("Conv", ["x", "w"], ["y"])
    shapes = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 16, 9, 9]) for name in ("x", "y")]
    graph = helper.make_graph([node], "g", shapes[:1], shapes[1:], [numpy_helper.from_array(values, "w")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])


class Storage(unittest.TestCase):
    def setUp(self):
        shape = np.array([1, 100], np.float32).reshape(2, 1, 1, 1)
        self.values = np.random.default_rng(1).normal(size=(2, 16, 3, 3)).astype(np.float32) * shape

    def test_float16_and_back(self):
        back = variants.weights(variants.widened(halve(model(self.values))))["w"]
        np.testing.assert_allclose(back, self.values, rtol=1e-3, atol=1e-6)

    def test_int8_has_one_scale_a_channel(self):
        made = variants.quantized(model(self.values)).graph
        kept = {i.name: numpy_helper.to_array(i) for i in made.initializer}
        self.assertEqual((kept["w.int8"].dtype, kept["w.scale"].shape), (np.int8, (2,)))
        back = kept["w.int8"] * kept["w.scale"].reshape(2, 1, 1, 1)
        error = np.abs(back - self.values).max((1, 2, 3))
        self.assertTrue((error <= kept["w.scale"] / 2 + 1e-6).all())

    def test_too_large_for_float16(self):
        with self.assertRaisesRegex(ValueError, "w does not fit"):
            halve(model(self.values * 1e6))

    def test_golden_input_is_the_generator(self):
        first = ((1664525 + 1013904223) % 2**32 >> 8) / 2**24 * 2 - 1
        self.assertAlmostEqual(float(golden_input((1, 2))[0, 0]), first, places=6)


class Words(unittest.TestCase):
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
