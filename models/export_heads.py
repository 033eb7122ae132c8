"""Exports the attributes and embedder networks to public/models: int8 weights, float32 arithmetic, golden values.

python3 -m models.export_heads [attributes] [embedder] [--fresh]   (--fresh: ImageNet start, untrained heads)
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from models import attributes, embedder, persons, shipped
from models.backbone import IMAGENET
from models.crops import GARMENTS, MEAN, STD
from models.data import RUNS, check
from models.storage import SHIPPED_AS, STORAGE

PUBLIC = Path(__file__).resolve().parents[1] / "public" / "models"
GOLDEN_TOLERANCE = 0.01
OUTPUTS = {"attributes": ["gender", "framing"], "embedder": ["embeddings"]}


@dataclass(frozen=True)
class Golden:
    """Inputs, names of outputs, and how to read the written network back: its outputs are those of the stored weights."""

    inputs: dict[str, Tensor]
    names: list[str]
    read_back: Callable[[], nn.Module]

    def outputs(self) -> dict[str, Tensor]:
        """Name → what PyTorch computes."""
        with torch.no_grad():
            made = self.read_back()(*self.inputs.values())
        return dict(zip(self.names, made if isinstance(made, tuple) else (made,)))


class Calibrated(nn.Module):
    """Attributes with softmax, as shipped."""

    def __init__(self, network: attributes.Attributes):
        super().__init__()
        self.network = network

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        return self.network.probabilities(crops)


def golden_input(shape: tuple[int, ...], seed: int = 1) -> np.ndarray:
    """Pseudo-random float32 in [−1, 1): the linear congruential generator that the product implements too."""
    out = np.empty(int(np.prod(shape)), np.float32)
    state = seed
    for i in range(out.size):
        state = (state * 1664525 + 1013904223) % 2**32
        out[i] = (state >> 8) / 2**24 * 2 - 1
    return out.reshape(shape)


def graph_of(
    network: nn.Module, inputs: dict[str, Tensor], outputs: list[str], axes: dict, opset: int = 13
) -> onnx.ModelProto:
    """The network as an ONNX graph, weights in float32. Newer PyTorch is asked for its tracing exporter too."""
    made = io.BytesIO()
    tracing = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    torch.onnx.export(network.eval(), tuple(inputs.values()), made, opset_version=opset, input_names=list(inputs),
                      output_names=outputs, dynamic_axes=axes, **tracing)  # fmt: skip
    return onnx.load_from_string(made.getvalue())


def ship(kind: str, model: onnx.ModelProto, golden: Golden, facts: dict, version: str) -> Path:
    """Writes the model, its weights as SHIPPED_AS says, and its manifest to public/models; returns the path."""
    path = PUBLIC / kind / "model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(STORAGE[SHIPPED_AS[kind]](kind, model), str(path))
    data, shape = path.read_bytes(), list(next(iter(golden.inputs.values())).shape)
    values = {name: [round(v, 6) for v in tensor.flatten()[:16].tolist()] for name, tensor in golden.outputs().items()}
    manifest = {
        "name": kind, "version": version, "kind": kind, "file": path.name, "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data), "licence": "MIT", **facts,
        "golden": {"seed": 1, "shape": shape, "values": values, "tolerance": GOLDEN_TOLERANCE},
    }  # fmt: skip
    (path.parent / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{path}: {len(data) / 1e6:.2f} MB")
    return path


def write(kind: str, network: nn.Module, facts: dict, version: str) -> Path:
    """Exports one network with a dynamic batch and writes its manifest; returns the path."""
    inputs, outputs = inputs_of(kind), OUTPUTS[kind]
    axes = {name: {0: "batch"} for name in [*inputs, *outputs]}
    golden = Golden(inputs, outputs, lambda: read_back(kind, network))
    return ship(kind, graph_of(network, inputs, outputs, axes), golden, facts, version)


def read_back(kind: str, network: nn.Module) -> nn.Module:
    """The network with the weights of public/models, as they are after rounding."""
    prefix = "network." if kind == "attributes" else ""
    shipped.load_named(kind, network.network if prefix else network, prefix)
    return network.eval()


def input_entry(rule) -> dict:
    """The manifest's `input` of a crop rule."""
    return {"width": rule.width, "height": rule.height, "mean": [MEAN] * 3, "std": [STD] * 3}


def trained(kind: str, fresh: bool) -> tuple[nn.Module, dict]:
    """runs/<kind>/final.pt (or an untrained network) as it is exported, and what else the checkpoint holds."""
    network = (attributes.Attributes if kind == "attributes" else embedder.Embedder)(IMAGENET if fresh else None)
    state = {} if fresh else torch.load(RUNS / kind / "final.pt", map_location="cpu")
    if state:
        network.load_state_dict(state["network"])
    return (Calibrated(network) if kind == "attributes" else network).eval(), state


def inputs_of(kind: str) -> dict[str, Tensor]:
    """The golden inputs: two crops; for the embedder of categories 0 and 3."""
    rule = persons.RULE if kind == "attributes" else embedder.RULE
    crops = torch.from_numpy(golden_input((2, 3, rule.height, rule.width)))
    rows = {} if kind == "attributes" else {"categories": embedder.one_hot(torch.tensor([0, 3]))}
    return {"crops": crops, **rows}


def export_attributes(fresh: bool, version: str) -> Path:
    """Exports runs/attributes/final.pt, or an untrained network."""
    rule, (network, state) = persons.RULE, trained("attributes", fresh)
    facts = {
        "labels": list(persons.GENDERS), "framings": list(persons.FRAMINGS), "input": input_entry(rule),
        "crop": rule.manifest(), "thresholds": {"gender": round(state.get("threshold", 0.85), 3)},
    }  # fmt: skip
    return write("attributes", network, facts, version)


def export_embedder(fresh: bool, version: str) -> Path:
    """Exports runs/embedder/final.pt, or an untrained network."""
    rule, (network, _) = embedder.RULE, trained("embedder", fresh)
    facts = {
        "labels": list(GARMENTS), "input": input_entry(rule), "crop": rule.manifest(),
        "dimensions": embedder.DIMENSIONS,
    }  # fmt: skip
    return write("embedder", network, facts, version)


EXPORTS = {"attributes": export_attributes, "embedder": export_embedder}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=list(EXPORTS), help="attributes, embedder (both)")
    parser.add_argument("--fresh", action="store_true", help="untrained heads on the ImageNet start")
    parser.add_argument("--version", default="1.0.0")
    options = parser.parse_args()
    torch.manual_seed(1)
    if not options.fresh:
        check("val")
    for kind in options.kinds:
        EXPORTS[kind](options.fresh, options.version)


if __name__ == "__main__":
    main()
