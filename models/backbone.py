"""MobileNetV2 as feature extractor, from ImageNet weights whose batch norm is folded into the convolutions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

IMAGENET = Path(__file__).resolve().parents[2] / "shared" / "weights" / "mobilenet_v2_imagenet.npz"

# Expansion t, channels c, repeats n, stride s: table 2 of Sandler et al., "MobileNetV2" (CVPR 2018).
STAGES = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))


class TailPadded(torch.autograd.Function):
    """A 3×3 convolution of stride 2 that pads right and bottom only, as one ONNX node.

    PyTorch would write a Pad before it; ONNX Runtime reorders what goes through one, which takes a tenth of the time.
    """

    @staticmethod
    def forward(_ctx, x: Tensor, weight: Tensor, bias: Tensor, groups: int) -> Tensor:
        return F.conv2d(F.pad(x, (0, 1, 0, 1)), weight, bias, 2, groups=groups)

    @staticmethod
    def symbolic(g, x, weight, bias, groups):
        return g.op("Conv", x, weight, bias, kernel_shape_i=[3, 3], strides_i=[2, 2], pads_i=[0, 0, 1, 1], group_i=groups)


class Conv(nn.Module):
    """A convolution with bias, TensorFlow's "same" padding (stride 2 pads right and bottom only) and an optional ReLU.

    ReLU stands in for the original ReLU6: it exports to fewer nodes and the difference vanishes in fine-tuning.
    """

    def __init__(self, cin: int, cout: int, kernel: int, stride: int = 1, groups: int = 1, act: bool = True):
        super().__init__()
        self.c = nn.Conv2d(cin, cout, kernel, stride, padding=kernel // 2 if stride == 1 else 0, groups=groups)
        self.tail_pad = stride == 2
        self.act = act

    def forward(self, x: Tensor) -> Tensor:
        if self.tail_pad and torch.onnx.is_in_onnx_export():
            x = TailPadded.apply(x, self.c.weight, self.c.bias, self.c.groups)
        else:
            x = self.c(F.pad(x, (0, 1, 0, 1)) if self.tail_pad else x)
        return F.relu(x) if self.act else x


class Block(nn.Module):
    """Inverted residual: expand 1×1, depthwise 3×3, project 1×1; adds its input where the shapes allow."""

    def __init__(self, cin: int, cout: int, stride: int, expansion: int):
        super().__init__()
        mid = cin * expansion
        layers = [Conv(cin, mid, 1)] if expansion != 1 else []
        layers += [Conv(mid, mid, 3, stride, groups=mid), Conv(mid, cout, 1, act=False)]
        self.layers = nn.ModuleList(layers)
        self.residual = stride == 1 and cin == cout

    def forward(self, x: Tensor) -> Tensor:
        y = x
        for layer in self.layers:
            y = layer(y)
        return x + y if self.residual else y


class MobileNetV2(nn.Module):
    """Input (B, 3, H, W), RGB x/127.5−1, H and W multiples of 32. `forward` returns the maps at strides 8, 16 and 32.

    Channels: 32 (blocks 0–5), 96 (blocks 6–12), 320 (blocks 13–16). `last_block` cuts the network after that block.
    """

    def __init__(self, last_block: int = 16):
        super().__init__()
        self.stem = Conv(3, 32, 3, 2)
        blocks, cin = [], 32
        for t, c, n, s in STAGES:
            for i in range(n):
                blocks.append(Block(cin, c, s if i == 0 else 1, t))
                cin = c
        self.blocks = nn.ModuleList(blocks[: last_block + 1])

    def forward(self, x: Tensor) -> list[Tensor]:
        x = self.stem(x)
        maps = []
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i in (5, 12) or i == len(self.blocks) - 1:
                maps.append(x)
        return maps

    def load_imagenet(self, npz: Path) -> "MobileNetV2":
        """Fills it from ../shared/weights/mobilenet_v2_imagenet.npz; raises KeyError if a tensor is missing."""
        table = np.load(npz)
        state = {}
        for name in self.state_dict():
            state[name] = torch.from_numpy(table[name.replace(".layers.", ".")].astype(np.float32))
        self.load_state_dict(state)
        return self


def imagenet_head(npz: Path) -> nn.Sequential:
    """The pretrained 320 → 1280 1×1 convolution with ReLU that follows block 16."""
    table = np.load(npz)
    conv = Conv(320, 1280, 1)
    values = {f"c.{k}": table[f"head.c.{k}"].astype(np.float32) for k in ("weight", "bias")}
    conv.load_state_dict({name: torch.from_numpy(value) for name, value in values.items()})
    return nn.Sequential(conv)
