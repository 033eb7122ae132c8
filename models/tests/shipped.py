"""The shipped networks read back into PyTorch compute what the manifests' golden values say; guessed labels join."""

from __future__ import annotations

import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from PIL import Image
from torch import nn

from models import attributes, augment, checked, data, embedder, pseudo, shipped
from models.backbone import Conv
from models.evaluate import LOWEST, load_net
from models.export_heads import golden_input, graph_of
from models.net import Dense, Detector


def golden(kind: str) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """The golden input of a shipped model and the first numbers of its outputs."""
    facts = json.loads((shipped.PUBLIC / kind / "manifest.json").read_text())["golden"]
    values = {name: torch.tensor(numbers) for name, numbers in facts["values"].items()}
    return torch.from_numpy(golden_input(tuple(facts["shape"]))), values


class Shipped(unittest.TestCase):
    def agree(self, outputs: dict[str, torch.Tensor], values: dict[str, torch.Tensor]) -> None:
        for name, wanted in values.items():
            torch.testing.assert_close(outputs[name].flatten()[: len(wanted)], wanted, atol=0.01, rtol=0.01)

    def test_detector(self):
        image, values = golden("detector")
        with torch.no_grad():
            self.agree({"rows": load_net(None)(image, torch.tensor([LOWEST]))}, values)

    def test_waking_norms_keeps_the_function(self):
        network, image = Detector(), golden("detector")[0]
        shipped.load_detector(network)
        with torch.no_grad():
            before = Dense(network.eval())(image)
            shipped.wake_norms(network, [image, image.flip(3)])
            after = Dense(network.eval())(image)
        norm = next(m for m in network.modules() if isinstance(m, nn.BatchNorm2d))
        self.assertGreater(float(norm.running_mean.abs().sum()), 0)
        for a, b in zip(before, after):
            torch.testing.assert_close(a, b, atol=1e-3, rtol=1e-3)

    def test_attributes_and_embedder(self):
        people, (crops, values) = attributes.Attributes(), golden("attributes")
        shipped.load_named("attributes", people, "network.")
        things, (pieces, vectors) = embedder.Embedder(), golden("embedder")
        shipped.load_named("embedder", things)
        with torch.no_grad():
            self.agree(dict(zip(("gender", "framing"), people.eval().probabilities(crops))), values)
            rows = embedder.one_hot(torch.tensor([0, 3]))
            self.agree({"embeddings": things.eval()(pieces, rows)}, vectors)

    def test_another_network_is_refused(self):
        with self.assertRaises(ValueError):
            shipped.load_named("attributes", embedder.Embedder())


class Exporting(unittest.TestCase):
    def test_padding_at_one_end_is_no_node_of_its_own(self):
        inputs = {"x": torch.zeros(1, 3, 8, 8)}
        graph = graph_of(Conv(3, 4, 3, 2), inputs, ["y"], {"x": {2: "height", 3: "width"}}).graph
        self.assertEqual([node.op_type for node in graph.node], ["Conv", "Relu"])
        facts = {a.name: list(a.ints) for a in graph.node[0].attribute if a.ints}
        self.assertEqual((facts["pads"], facts["strides"]), ([0, 0, 1, 1], [2, 2]))
        self.assertEqual({t.name for t in graph.initializer}, {"c.weight", "c.bias"})


def sample(source: str, category: str = "topwear", known: frozenset[str] = frozenset()) -> data.Sample:
    """A picture of which little is known."""
    box = data.Garment("topwear", (0, 0, 10, 10))
    return data.Sample(Path("a.jpg"), 100, 100, source, "a", "train", (box,), known=known, facts={"category": category})


class Guessed(unittest.TestCase):
    GUESS = {"boxes": [["person", 0, 0, 50, 90], ["topwear", 1, 1, 40, 40], ["handbag", 5, 5, 9, 9]],
             "doubts": [["dress", 1, 2, 3, 4], ["topwear", 1, 2, 3, 4]]}  # fmt: skip

    def test_known_labels_stay(self):
        made = pseudo.complete(sample("uwear-partial", known=frozenset(["topwear"])), {"uwear-partial/a.jpg": self.GUESS})
        self.assertEqual([g.label for g in made.boxes], ["topwear", "handbag"])
        self.assertEqual(made.boxes[0].box, (0, 0, 10, 10))
        self.assertEqual((len(made.persons), made.doubts), (1, (("dress", (1, 2, 3, 4)),)))
        self.assertEqual(made.known, frozenset(data.LABELS))

    def test_of_what_overlaps_the_surest_stays(self):
        boxes = np.array([[0, 0, 40, 40], [0, 0, 40, 44], [60, 60, 90, 90]], float)
        scores = np.zeros((3, len(data.LABELS)), np.float32)
        scores[:, 1] = [0.9, 0.7, 0.3]
        made = pseudo.guess([(boxes, scores)])
        self.assertEqual(len(made["boxes"]), 1)
        self.assertEqual(made["doubts"], [["topwear", 60, 60, 90, 90]])

    def test_nothing_is_worn_on_a_face(self):
        guessed = {"boxes": [["person", 0, 0, 90, 99], ["topwear", 0, 60, 90, 99], ["outerwear", 0, 85, 90, 99]],
                   "doubts": [["eyewear", 9, 9, 40, 20], ["dress", 0, 50, 90, 99]]}  # fmt: skip
        made = pseudo.on_face(guessed, 100)
        self.assertEqual([row[0] for row in made["boxes"]], ["person"])
        self.assertEqual([row[0] for row in made["doubts"]], ["outerwear", "eyewear"])

    def test_who_passes_by_is_neither_somebody_nor_nobody(self):
        alone = replace(sample("ccp", known=frozenset(data.LABELS)), persons=(data.Person((0, 0, 50, 90), "w", "full"),))
        guess = {"boxes": [["person", 2, 2, 52, 90], ["person", 60, 10, 80, 70]], "doubts": [["topwear", 45, 20, 70, 40]]}
        made = pseudo.complete(alone, {"ccp/a.jpg": guess})
        self.assertEqual(made.doubts, (("person", (60, 10, 80, 70)), ("topwear", (45, 20, 70, 40))))
        self.assertEqual((made.boxes, made.persons, made.known), (alone.boxes, alone.persons, alone.known))
        nobody = replace(alone, persons=())
        self.assertEqual(pseudo.complete(nobody, {"ccp/a.jpg": guess}), nobody)

    def test_worn_product_pictures_are_left_out(self):
        self.assertIsNone(pseudo.complete(sample("products"), {"products/a.jpg": self.GUESS}))
        self.assertIsNone(pseudo.complete(sample("products"), {}))
        self.assertIsNotNone(pseudo.complete(sample("products", "footwear"), {}))

    def test_only_training_pictures_are_guessed(self):
        if not data.DATA.exists():
            self.skipTest("../shared/data is not there")
        self.assertEqual({s.split for s in pseudo.wanted()}, {"train"})


class Checked(unittest.TestCase):
    SEEN = {"boxes": [["person", 0, 0, 50, 90], ["handbag", 5, 5, 9, 9]], "ignore": [[60, 10, 80, 70]], "kept": [0]}

    def test_labels_drawn_by_eye_are_all_of_them(self):
        made = checked.complete(sample("uwear-partial", known=frozenset(["topwear"])), self.SEEN)
        self.assertEqual([(g.label, g.box) for g in made.boxes], [("topwear", (0, 0, 10, 10)), ("handbag", (5, 5, 9, 9))])
        self.assertEqual([p.box for p in made.persons], [(0, 0, 50, 90)])
        self.assertEqual((made.ignore, made.known, made.doubts), (((60, 10, 80, 70),), frozenset(data.LABELS), ()))

    def test_labelled_persons_stay_and_so_does_who_passes_by(self):
        person = data.Person((0, 0, 50, 95), "w", "full")
        street = replace(sample("ccp", known=frozenset(data.LABELS)), persons=(person,), ignore=((90, 0, 99, 9),))
        guess = {"boxes": [["person", 60, 10, 80, 70]], "doubts": []}
        seen = {"boxes": [["bottomwear", 5, 5, 9, 9]], "ignore": [[20, 20, 30, 30]], "kept": []}
        with mock.patch.object(checked, "labels", return_value={"ccp/a.jpg": seen}):
            made = pseudo.complete(street, {"ccp/a.jpg": guess})
        self.assertEqual([(g.label, g.box) for g in made.boxes], [("bottomwear", (5, 5, 9, 9))])
        self.assertEqual((made.persons, made.doubts), ((person,), (("person", (60, 10, 80, 70)),)))
        self.assertEqual(made.ignore, ((90, 0, 99, 9), (20, 20, 30, 30)))

    def test_boxes_drawn_on_product_pictures_stay_where_they_are(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.png"
            Image.new("RGB", (100, 100), (200, 30, 30)).save(path)
            whole = data.Garment("topwear", (0.0, 0.0, 100.0, 100.0))
            plain = replace(sample("products"), path=path, boxes=(whole,))
            drawn = checked.complete(plain, self.SEEN | {"kept": []})
            self.assertEqual(augment.load(drawn).rows[:, 2:].tolist(), [[5, 5, 9, 9], [0, 0, 50, 90]])
            self.assertEqual(len(augment.load(plain).rows), 1)

    def test_they_are_for_training_only_and_of_known_labels(self):
        for wrong in ({"split": "test"}, {"split": "val"}):
            with self.assertRaisesRegex(data.BadData, "a.jpg"):
                checked.complete(replace(sample("ccp-unlabelled"), **wrong), self.SEEN)
        with self.assertRaisesRegex(data.BadData, "a.jpg"):
            checked.complete(sample("ccp-unlabelled"), {**self.SEEN, "boxes": [["scarf", 0, 0, 5, 5]]})

    def test_those_of_the_repository_fit_their_photos(self):
        if not data.DATA.exists():
            self.skipTest("../shared/data is not there")
        sources = {name.split("/")[0] for name in checked.labels()}
        photos = {f"{s.source}/{s.path.name}": s for s in data.read(*sources)}
        for name, seen in checked.labels().items():
            made = checked.complete(photos[name], seen)
            for box in (*(g.box for g in made.boxes), *(p.box for p in made.persons), *made.ignore):
                self.assertTrue(-1 <= box[0] < box[2] <= made.width + 1 and -1 <= box[1] < box[3] <= made.height + 1, name)


if __name__ == "__main__":
    unittest.main()
