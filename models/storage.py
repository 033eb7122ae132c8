"""How weights are stored in an ONNX file: float32, float16, int8, or both of these. The arithmetic stays float32 in all.

What is stored small is widened by Cast (and Mul) nodes of constants, which every runtime folds away when it opens the
file: the kernels, and so the time, are those of float32. DequantizeLinear would say the same, but ONNX Runtime keeps it
as a node, and a convolution whose weights are not constant is slow.
"""

from __future__ import annotations

from typing import Callable

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SMALL = 64
"""Weights of no more numbers than this stay as they are."""


def channel_axes(model: onnx.ModelProto) -> dict[str, int]:
    """Weight → axis of its output channels, for convolutions and matrix products."""
    axes = {}
    for node in model.graph.node:
        if node.op_type == "Conv":
            axes[node.input[1]] = 0
        elif node.op_type == "Gemm":
            axes[node.input[1]] = 0 if any(a.name == "transB" and a.i for a in node.attribute) else 1
        elif node.op_type == "MatMul":
            axes[node.input[1]] = 1
    return axes


def large(model: onnx.ModelProto) -> list[tuple[onnx.TensorProto, np.ndarray]]:
    """The float32 weights worth storing in another way; the scales of others are not."""
    floats = [t for t in model.graph.initializer if t.data_type == TensorProto.FLOAT and not t.name.endswith(".scale")]
    found = [(tensor, numpy_helper.to_array(tensor)) for tensor in floats]
    return [(tensor, values) for tensor, values in found if values.size > SMALL]


def replace(model: onnx.ModelProto, old: onnx.TensorProto, new: dict[str, np.ndarray]) -> None:
    """Takes a weight out of the graph and puts others in."""
    model.graph.initializer.remove(old)
    model.graph.initializer.extend([numpy_helper.from_array(values, name) for name, values in new.items()])


def lead(model: onnx.ModelProto, nodes: list[onnx.NodeProto]) -> onnx.ModelProto:
    """Puts the nodes before all others; returns the checked model."""
    every = nodes + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(every)
    onnx.checker.check_model(model)
    return model


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Stores large weights as float16: half the file. Raises ValueError for numbers that float16 does not hold."""
    casts = []
    for tensor, values in large(model):
        name = tensor.name
        if np.abs(values).max() > 65000:
            raise ValueError(f"{name} does not fit float16")
        replace(model, tensor, {f"{name}.half": values.astype(np.float16)})
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], name=f"{name}.cast", to=TensorProto.FLOAT))
    return lead(model, casts)


def quantize(model: onnx.ModelProto, above: int = 0, always: str | None = None) -> onnx.ModelProto:
    """Stores weights of convolutions and matrix products as int8, symmetric, one scale an output channel.

    Those of no more than `above` numbers stay as they are, unless their names begin with `always`.
    """
    nodes, axes = [], channel_axes(model)
    for tensor, values in large(model):
        name, axis = tensor.name, axes.get(tensor.name)
        small = values.size <= above and not (always and name.startswith(always))
        if axis is None or values.ndim < 2 or small:
            continue
        others = tuple(i for i in range(values.ndim) if i != axis)
        scale = np.maximum(np.abs(values).max(others, keepdims=True), 1e-8).astype(np.float32) / 127
        whole = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        replace(model, tensor, {f"{name}.int8": whole, f"{name}.scale": scale})
        cast = {"name": f"{name}.cast", "to": TensorProto.FLOAT}
        nodes.append(helper.make_node("Cast", [f"{name}.int8"], [f"{name}.whole"], **cast))
        nodes.append(helper.make_node("Mul", [f"{name}.whole", f"{name}.scale"], [name], name=f"{name}.wide"))
    return lead(model, nodes)


HUGE = {"detector": 150_000, "attributes": 350_000, "embedder": 150_000}
"""Weights of more numbers are 1×1 convolutions at the end of the backbone: their rounding changes hardly an answer."""


SECOND_STAGE = {"detector": "head."}
"""Names of weights that are stored as int8 whatever their size: rounding the second stage costs .1 points."""


def mix(kind: str, model: onnx.ModelProto) -> onnx.ModelProto:
    """Stores huge weights, and those of a second stage, as int8 and the other large ones as float16."""
    return halve(quantize(model, HUGE[kind], SECOND_STAGE.get(kind)))


STORAGE: dict[str, Callable[[str, onnx.ModelProto], onnx.ModelProto]] = {
    "float32": lambda kind, model: model,
    "float16": lambda kind, model: halve(model),
    "int8 and float16": mix,
    "int8": lambda kind, model: quantize(model),
}
"""Ways to store the weights of a kind of network."""
SHIPPED_AS = {"detector": "int8 and float16", "attributes": "int8 and float16", "embedder": "int8"}
"""The smallest storage that loses at most half a point of any figure that is wanted; the report measures all four.

The detector as float16 would be larger than the 5 MB it may have: it has the next best.
"""


def weights(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Name → float32 values of every weight, however it is stored."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    out = {}
    for name, values in stored.items():
        if name.endswith(".int8"):
            name = name.removesuffix(".int8")
            out[name] = values.astype(np.float32) * stored[f"{name}.scale"]
        elif not name.endswith(".scale"):
            out[name.removesuffix(".half")] = values.astype(np.float32)
    return out


def widen(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with its weights stored as float32: the same numbers."""
    values, kept = weights(model), []
    for tensor in list(model.graph.initializer):
        if tensor.name.endswith((".half", ".int8")):
            name = tensor.name.rsplit(".", 1)[0]
            replace(model, tensor, {name: values[name]})
        elif tensor.name.endswith(".scale"):
            model.graph.initializer.remove(tensor)
    for node in model.graph.node:
        if not (node.output[0] in values or node.output[0].endswith(".whole")):
            kept.append(node)
    del model.graph.node[:]
    return lead(model, kept)
