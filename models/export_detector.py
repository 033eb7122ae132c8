"""Exports both stages of the detector to public/models/detector: folded norms, small weights, golden values.

python3 -m models.export_detector [--version 1.0.0] [--long-side 512] [--weights CHECKPOINT | --keep-first]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
import torch

from models import second
from models.data import LABELS, RUNS, check
from models.evaluate import LOWEST, first_stage, load_net
from models.export_heads import Golden, golden_input, graph_of, ship
from models.roi import SHARE, TwoStage

OUTPUTS = ["rows"]
SHAPE = (1, 3, 128, 96)
THRESHOLDS = {"person": 0.4, "topwear": 0.35, "outerwear": 0.35, "dress": 0.35, "bottomwear": 0.35, "footwear": 0.35,
              "eyewear": 0.3, "handbag": 0.35, "headwear": 0.35}  # fmt: skip


OPSET = 16
"""The first with GridSample."""


def trained(weights: Path | None = RUNS / "detector/last.pt") -> TwoStage:
    """The averaged networks of both stages as they are exported, weights in float32; None: the shipped first stage."""
    return TwoStage(first_stage(weights), second.trained()).eval()


def inputs() -> dict[str, torch.Tensor]:
    """The golden inputs."""
    return {"images": torch.from_numpy(golden_input(SHAPE)), "floor": torch.tensor([LOWEST])}


def graph(network: TwoStage) -> onnx.ModelProto:
    """The ONNX graph with dynamic height, width and number of rows, weights in float32."""
    axes = {"images": {2: "height", 3: "width"}, "rows": {0: "boxes"}}
    return graph_of(network, inputs(), OUTPUTS, axes, OPSET)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--long-side", type=int, default=512)
    first = parser.add_mutually_exclusive_group()
    first.add_argument("--weights", type=Path, default=RUNS / "detector/last.pt", help="the first stage's checkpoint")
    first.add_argument("--keep-first", action="store_true", help="the shipped first stage under a new second one")
    options = parser.parse_args()
    check("val")
    facts = {
        "labels": list(LABELS),
        "input": {"longSide": options.long_side, "multiple": 32, "mean": [127.5] * 3, "std": [127.5] * 3, "pad": 114},
        "second": {"share": SHARE, "least": LOWEST}, "thresholds": {label: THRESHOLDS[label] for label in LABELS},
    }  # fmt: skip
    model = graph(trained(None if options.keep_first else options.weights))
    ship("detector", model, Golden(inputs(), OUTPUTS, lambda: load_net(None)), facts, options.version)


if __name__ == "__main__":
    main()
