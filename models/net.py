"""The garment detector: MobileNetV2, a two-way pyramid of narrow 3×3 convolutions, one decoupled head for all."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.backbone import MobileNetV2
from models.data import LABELS

STRIDES = (8, 16, 32)
BINS = 17
"""A side's distance is the mean of a distribution over 0…16 strides (Li et al., "Generalized Focal Loss", 2020)."""
FROZEN_BLOCKS = 6
"""On processors the blocks down to stride 8 stay as they are: fewer gradients to compute."""
PARTS = 10
"""What a point of a street photo with a mask shows: nothing worn, one of eight garments, or skin and hair."""
HIDDEN = 0.1
"""The share of the pyramid's channels that training hides: what is learnt by heart hangs on few."""
WEIGHTS = Path(__file__).resolve().parents[2] / "shared/weights/mobilenet_v2_imagenet.npz"


class Cell(nn.Module):
    """3×3 (or 1×1) convolution, batch norm (folded at export), ReLU."""

    def __init__(self, cin: int, cout: int, kernel: int = 3, stride: int = 1):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(cout, momentum=0.03, eps=1e-3)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.norm(self.conv(x)))


class Tower(nn.Module):
    """Two plain 3×3 convolutions and the 3×3 that predicts. Without a norm: its weights serve three levels."""

    def __init__(self, channels: int, out: int):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2)])
        self.out = nn.Conv2d(channels, out, 1)
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.out.weight, std=0.01)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = F.relu(layer(x))
        return self.out(x)


class Detector(nn.Module):
    """Input (B, 3, H, W), RGB x/127.5−1, H and W multiples of 32; see `forward` for the training output."""

    def __init__(self, channels: int = 96, frozen: int = FROZEN_BLOCKS):
        super().__init__()
        self.backbone = MobileNetV2()
        self.frozen_blocks = frozen
        c = channels
        self.side4 = Cell(24, c, 3, 2)
        self.side8, self.side16, self.side32 = Cell(32, c, 1), Cell(96, c, 1), Cell(320, c, 1)
        self.up16, self.up8 = Cell(c, c), Cell(c, c)
        self.down16, self.down32 = Cell(c, c, 3, 2), Cell(c, c, 3, 2)
        self.out16, self.out32 = Cell(c, c), Cell(c, c)
        self.hide = nn.Dropout2d(HIDDEN)
        self.classes, self.boxes = Tower(c, len(LABELS)), Tower(c, 4 * BINS)
        # Training only: naming the parts of a body teaches the finest map where garments end. It is not exported.
        self.parts = nn.Conv2d(c, PARTS, 1)
        nn.init.constant_(self.classes.out.bias, -4.6)
        with torch.no_grad():
            self.boxes.out.bias.copy_((-0.25 * torch.arange(BINS)).repeat(4))
        for parameter in self.frozen():
            parameter.requires_grad_(False)

    def frozen(self) -> list[nn.Parameter]:
        """The stem and the first blocks."""
        return [*self.backbone.stem.parameters(), *self.backbone.blocks[: self.frozen_blocks].parameters()]

    def pyramid(self, x: Tensor) -> list[Tensor]:
        """The fused maps at strides 8, 16 and 32."""
        learning, maps = torch.is_grad_enabled(), {}
        with torch.no_grad():
            x = self.backbone.stem(x)
        for i, block in enumerate(self.backbone.blocks):
            with torch.set_grad_enabled(learning and i >= self.frozen_blocks):
                x = block(x)
            maps[i] = x
        t32 = self.side32(maps[16])
        t16 = self.up16(self.side16(maps[12]) + F.interpolate(t32, scale_factor=2.0, mode="nearest"))
        t8 = self.side8(maps[5]) + self.side4(maps[2])
        p8 = self.up8(t8 + F.interpolate(t16, scale_factor=2.0, mode="nearest"))
        p16 = self.out16(t16 + self.down16(p8))
        p32 = self.out32(t32 + self.down32(p16))
        return [self.hide(level) for level in (p8, p16, p32)]

    def forward(self, x: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Per level: class logits (B, 9, h, w) and distance logits (B, 4·17, h, w), sides left, top, right, bottom."""
        return self.heads(self.pyramid(x))

    def heads(self, maps: list[Tensor]) -> list[tuple[Tensor, Tensor]]:
        """What `forward` gives, from the pyramid's maps."""
        return [(self.classes(p), self.boxes(p)) for p in maps]


class Dense(nn.Module):
    """The first stage with the boxes of all cells: per level 4 distances in strides, 9 probabilities, (B, 13, h, w).

    For training and guessed labels; what is exported computes few boxes (`models.sides`).
    """

    def __init__(self, net: Detector):
        super().__init__()
        self.net = net
        self.register_buffer("steps", torch.arange(BINS, dtype=torch.float32))

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        return self.decode(self.net.pyramid(images))

    def decode(self, maps: list[Tensor]) -> tuple[Tensor, ...]:
        """What `forward` gives, from the pyramid's maps."""
        levels = []
        for classes, sides in self.net.heads(maps):
            b, _, h, w = sides.shape
            spread = sides.float().reshape(b, 4, BINS, h, w).softmax(2)
            distances = (spread * self.steps[:, None, None]).sum(2)
            levels.append(torch.cat([distances, classes.float().sigmoid()], 1))
        return tuple(levels)


def new_detector(frozen: int = FROZEN_BLOCKS) -> Detector:
    """A detector whose backbone knows ImageNet."""
    net = Detector(frozen=frozen)
    net.backbone.load_imagenet(WEIGHTS)
    return net


def centres(shapes: list[tuple[int, int]], device: torch.device | str = "cpu") -> tuple[Tensor, Tensor]:
    """Cell centres in pixels (N, 2) and their strides (N,), level after level, row-major."""
    points, strides = [], []
    for (h, w), stride in zip(shapes, STRIDES):
        ys, xs = torch.arange(h, device=device), torch.arange(w, device=device)
        y, x = ((ys + 0.5) * stride).view(h, 1).expand(h, w), ((xs + 0.5) * stride).view(1, w).expand(h, w)
        points.append(torch.stack([x, y], -1).reshape(-1, 2))
        strides.append(torch.full((h * w,), float(stride), device=device))
    return torch.cat(points), torch.cat(strides)


def to_boxes(distances: Tensor, points: Tensor, strides: Tensor) -> Tensor:
    """Distances (…, N, 4) in strides → boxes x0 y0 x1 y1 in pixels."""
    d = distances * strides[:, None]
    return torch.cat([points - d[..., :2], points + d[..., 2:]], -1)
