"""Reads the networks in public/models back into PyTorch, so that training goes on where the shipped version ended."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from models.sides import FewSides
from models.storage import weights

PUBLIC = Path(__file__).resolve().parents[1] / "public" / "models"


def weights_of(kind: str) -> dict[str, np.ndarray]:
    """Name → float32 values of every weight in public/models/<kind>/model.onnx."""
    return weights(onnx.load(str(PUBLIC / kind / "model.onnx")))


def convolutions(kind: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weight and bias of every convolution with a bias of the shipped graph, in the order in which it computes."""
    values = weights_of(kind)
    graph = onnx.load(str(PUBLIC / kind / "model.onnx")).graph
    convs = [node.input for node in graph.node if node.op_type == "Conv" and len(node.input) == 3]
    return [(values[weight], values[bias]) for _, weight, bias in convs]


def _once(pairs: list[tuple[np.ndarray, np.ndarray]]) -> list[tuple[np.ndarray, np.ndarray]]:
    """The pairs without repeats: a tower that serves three levels stands in the graph three times."""
    seen: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    for pair in pairs:
        seen.setdefault(id(pair[0]), pair)
    return list(seen.values())


def _in_order(network: nn.Module, example: tuple[Tensor, ...]) -> list[nn.Conv2d]:
    """The network's convolutions in the order in which they first compute."""
    order: dict[nn.Conv2d, None] = {}
    convs = [m for m in network.modules() if isinstance(m, nn.Conv2d)]
    hooks = [m.register_forward_hook(lambda module, *_: order.setdefault(module)) for m in convs]
    with torch.no_grad():
        network.eval()(*example)
    for hook in hooks:
        hook.remove()
    return list(order)


def load_detector(network: nn.Module) -> None:
    """Fills a `Detector`. Export folds each norm into its convolution: the norm becomes the identity plus that bias.

    The second stage's convolutions come after all of its own, and the box tower's are products of matrices there. Call
    `wake_norms` afterwards, before training. Raises ValueError when the shipped graph has another shape.
    """
    norms = {cell.conv: cell.norm for cell in network.modules() if hasattr(cell, "norm")}
    order = [conv for conv in _in_order(network, (torch.zeros(1, 3, 64, 64),)) if conv not in network.boxes.modules()]
    shipped = _once(convolutions("detector"))[: len(order)]
    if [tuple(weight.shape) for weight, _ in shipped] != [tuple(conv.weight.shape) for conv in order]:
        raise ValueError("public/models/detector holds another network than models/net.py describes")
    with torch.no_grad():
        for (weight, bias), conv in zip(shipped, order):
            conv.weight.copy_(torch.from_numpy(weight))
            if conv in norms:
                norm = norms[conv]
                norm.running_mean.zero_()
                norm.running_var.fill_(1 - norm.eps)
                norm.weight.fill_(1)
                norm.bias.copy_(torch.from_numpy(bias))
            else:
                conv.bias.copy_(torch.from_numpy(bias))
    load_named("detector", sides := FewSides(network.boxes), "sides.")
    sides.write(network.boxes)


def wake_norms(network: nn.Module, batches: list[Tensor]) -> None:
    """Gives identity norms the statistics of some training batches without changing what the network computes.

    y = z + b becomes γ (z − m)/σ + β with γ = σ and β = m + b, so that training starts from the same function.
    """
    norms = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    sums = {norm: [0.0, 0.0, 0] for norm in norms}

    def note(norm: nn.BatchNorm2d, inputs: tuple[Tensor, ...], _: Tensor) -> None:
        z = inputs[0].float()
        sums[norm][0] = sums[norm][0] + z.mean((0, 2, 3))
        sums[norm][1] = sums[norm][1] + (z * z).mean((0, 2, 3))
        sums[norm][2] += 1

    hooks = [norm.register_forward_hook(note) for norm in norms]
    with torch.no_grad():
        for batch in batches:
            network.eval()(batch)
        for norm, (first, second, count) in sums.items():
            mean = first / count
            var = (second / count - mean * mean).clamp(min=1e-4)
            norm.bias.add_(mean)
            norm.weight.copy_((var + norm.eps).sqrt())
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(var)
    for hook in hooks:
        hook.remove()


def load_named(kind: str, network: nn.Module, prefix: str = "") -> None:
    """Fills the attributes or embedder network, whose weights keep their names in the file.

    Linear layers without bias lose theirs at export and stand transposed: they are taken in the order of the graph.
    Raises ValueError when a weight is missing or has another shape.
    """
    values = weights_of(kind)
    graph = onnx.load(str(PUBLIC / kind / "model.onnx")).graph
    nameless = [values[n.input[1]].T for n in graph.node if n.op_type == "MatMul" and n.input[1] in values]
    state = network.state_dict()
    for name, old in state.items():
        found = values.get(prefix + name)
        if found is None and nameless and tuple(nameless[0].shape) == tuple(old.shape):
            found = nameless.pop(0)
        if found is None or tuple(found.shape) != tuple(old.shape):
            raise ValueError(f"public/models/{kind} has no {name} of shape {tuple(old.shape)}")
        state[name] = torch.from_numpy(np.ascontiguousarray(found))
    network.load_state_dict(state)
