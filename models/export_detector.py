"""Exports the detector to public/models/detector: folded norms, float16 weights, float32 arithmetic, golden values.

python3 -m models.export_detector [--version 1.0.0] [--long-side 448]
"""

from __future__ import annotations

import argparse
import hashlib
import json

import onnx
import torch

from models.data import LABELS, RUNS
from models.export_heads import GOLDEN_TOLERANCE, PUBLIC, golden_input, halve, round_weights
from models.net import STRIDES, Detector, Exported

OUTPUTS = [f"p{stride}" for stride in STRIDES]
SHAPE = (1, 3, 128, 96)
THRESHOLDS = {"person": 0.4, "topwear": 0.35, "outerwear": 0.35, "dress": 0.35, "bottomwear": 0.35, "footwear": 0.35,
              "eyewear": 0.3, "handbag": 0.35, "headwear": 0.35}  # fmt: skip


def graph(network: Exported) -> onnx.ModelProto:
    """The ONNX graph with dynamic height and width."""
    path = PUBLIC / "detector/model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    axes = {name: {2: f"{name}_h", 3: f"{name}_w"} for name in ["images", *OUTPUTS]}
    torch.onnx.export(network, (torch.zeros(SHAPE),), str(path), opset_version=13, input_names=["images"],
                      output_names=OUTPUTS, dynamic_axes=axes)  # fmt: skip
    return halve(onnx.load(str(path)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--long-side", type=int, default=448)
    options = parser.parse_args()
    net = Detector()
    net.load_state_dict(torch.load(RUNS / "detector/last.pt", map_location="cpu")["average"])
    network = round_weights(Exported(net.eval())).eval()
    model = graph(network)
    path = PUBLIC / "detector/model.onnx"
    onnx.save(model, str(path))
    with torch.no_grad():
        outputs = network(torch.from_numpy(golden_input(SHAPE)))
    values = {name: [round(v, 6) for v in out.flatten()[:16].tolist()] for name, out in zip(OUTPUTS, outputs)}
    data = path.read_bytes()
    manifest = {
        "name": "detector", "version": options.version, "kind": "detector", "file": path.name,
        "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "licence": "MIT", "labels": list(LABELS),
        "input": {"longSide": options.long_side, "multiple": 32, "mean": [127.5] * 3, "std": [127.5] * 3, "pad": 114},
        "strides": list(STRIDES), "thresholds": {label: THRESHOLDS[label] for label in LABELS}, "nms": {"iou": 0.6},
        "golden": {"seed": 1, "shape": list(SHAPE), "values": values, "tolerance": GOLDEN_TOLERANCE},
    }  # fmt: skip
    (path.parent / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{path}: {len(data) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
