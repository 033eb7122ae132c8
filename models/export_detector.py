"""Exports the detector to public/models/detector: folded norms, float16 weights, float32 arithmetic, golden values.

python3 -m models.export_detector [--version 1.0.0] [--long-side 512] [--weights CHECKPOINT]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
import torch

from models import shipped
from models.data import LABELS, RUNS, check
from models.export_heads import Golden, golden_input, graph_of, ship
from models.net import STRIDES, Detector, Exported

OUTPUTS = [f"p{stride}" for stride in STRIDES]
SHAPE = (1, 3, 128, 96)
THRESHOLDS = {"person": 0.4, "topwear": 0.35, "outerwear": 0.35, "dress": 0.35, "bottomwear": 0.35, "footwear": 0.35,
              "eyewear": 0.3, "handbag": 0.35, "headwear": 0.35}  # fmt: skip


def trained(weights: Path = RUNS / "detector/last.pt") -> Exported:
    """The averaged network of a checkpoint as it is exported, weights in float32."""
    net = Detector()
    net.load_state_dict(torch.load(weights, map_location="cpu")["average"])
    return Exported(net.eval()).eval()


def graph(network: Exported) -> onnx.ModelProto:
    """The ONNX graph with dynamic height and width, weights in float32."""
    axes = {name: {2: f"{name}_h", 3: f"{name}_w"} for name in ["images", *OUTPUTS]}
    return graph_of(network, {"images": torch.zeros(SHAPE)}, OUTPUTS, axes)


def read_back() -> Exported:
    """The detector of public/models."""
    net = Detector()
    shipped.load_detector(net)
    return Exported(net.eval()).eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--long-side", type=int, default=512)
    parser.add_argument("--weights", type=Path, default=RUNS / "detector/last.pt", help="the checkpoint (last.pt)")
    options = parser.parse_args()
    check("val")
    facts = {
        "labels": list(LABELS),
        "input": {"longSide": options.long_side, "multiple": 32, "mean": [127.5] * 3, "std": [127.5] * 3, "pad": 114},
        "strides": list(STRIDES), "thresholds": {label: THRESHOLDS[label] for label in LABELS}, "nms": {"iou": 0.5},
    }  # fmt: skip
    golden = Golden({"images": torch.from_numpy(golden_input(SHAPE))}, OUTPUTS, read_back)
    ship("detector", graph(trained(options.weights)), golden, facts, options.version)


if __name__ == "__main__":
    main()
