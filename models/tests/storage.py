"""Stored weights give back what was stored, as closely as they promise; kinds are told by words."""

from __future__ import annotations

import unittest

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models import storage
from models.kinds import KINDS, LAID, WORN, allowed, kind_of, may_be, told


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
        half = storage.halve(model(self.values))
        for back in (storage.weights(half), storage.weights(storage.widen(half))):
            np.testing.assert_allclose(back["w"], self.values, rtol=1e-3, atol=1e-6)

    def test_int8_has_one_scale_a_channel(self):
        made = storage.quantize(model(self.values))
        kept = {i.name: numpy_helper.to_array(i) for i in made.graph.initializer}
        self.assertEqual((kept["w.int8"].dtype, kept["w.scale"].shape), (np.int8, (2, 1, 1, 1)))
        error = np.abs(storage.weights(made)["w"] - self.values)
        self.assertTrue((error <= kept["w.scale"] / 2 + 1e-6).all())

    def test_int8_widened_is_the_same_network_without_nodes_for_it(self):
        made = storage.quantize(model(self.values))
        wide = storage.widen(onnx.load_from_string(made.SerializeToString()))
        self.assertEqual([node.op_type for node in wide.graph.node], ["Conv"])
        np.testing.assert_array_equal(storage.weights(wide)["w"], storage.weights(made)["w"])

    def test_too_large_for_float16(self):
        with self.assertRaisesRegex(ValueError, "w does not fit"):
            storage.halve(model(self.values * 1e6))


class Kinds(unittest.TestCase):
    def test_names_before_types(self):
        said = [
            kind_of("topwear", {"name": "Nike Men Hooded Black Sweatshirt", "type": "Topwear"}),
            kind_of("topwear", {"name": "Wrangler Men Polo T-shirt"}),
            kind_of("topwear", {"type": "T-Shirt"}),
            kind_of("bottomwear", {"name": "Lee Blue Jeans"}),
            kind_of("footwear", {"name": "Catwalk Women Black Heels", "type": "Shoes"}),
            kind_of("bottomwear", {"name": "Puma Men Black"}),
        ]
        self.assertEqual(said, ["sweatshirt", "polo", "t-shirt", "jeans", "heels", ""])

    def test_a_garment_without_words_can_be_all_of_its_category(self):
        mask = allowed("handbag", {})
        self.assertEqual({category for (category, _), here in zip(KINDS, mask) if here}, {"handbag"})
        self.assertEqual(int(allowed("handbag", {"name": "Baggit Women Clutch"}).sum()), 1)

    def test_labels_that_say_more_or_less_than_one_kind(self):
        said = [
            told("bottomwear", {"type": "Pants"}),
            told("bottomwear", {"type": "Pants", "name": "Lee Blue Jeans"}),
            told("footwear", {"type": "Shoes"}),
            told("topwear", {"worn": "jumper", "type": "T-Shirt"}),
            told("footwear", {"worn": "shoes"}),
        ]
        self.assertEqual(said, ["trousers|jeans|track pants|leggings", "jeans", "", "sweater", ""])
        self.assertEqual(int(allowed("bottomwear", {"type": "Pants"}).sum()), 4)

    def test_every_kind_that_is_named_is_one(self):
        names = {kind for _, kind in KINDS}
        for kinds in (*WORN.values(), *LAID.values()):
            self.assertLessEqual(set(kinds.split("|")) - {""}, names)

    def test_which_products_a_worn_garment_may_be(self):
        shown = [{"name": "Lee Blue Jeans"}, {"type": "Pants"}, {"type": "Skirt"}]
        asked = [{"worn": "jeans"}, {"worn": "skirt"}, {"worn": "pants"}]
        want = [[True, True, False], [False, False, True], [False, True, False]]
        np.testing.assert_array_equal(may_be("bottomwear", asked, shown), want)


if __name__ == "__main__":
    unittest.main()
