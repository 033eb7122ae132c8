"""Where the boxes of a few cells end: the box tower computes them alone, not the whole maps.

What `models.net` computes for every cell a picture needs for some dozens, which are known once all cells are scored.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.net import BINS, STRIDES, Tower

MOST = 2000
"""Boxes of so many cells are computed at most, those of the highest scores: no picture needs more."""


def surest(scores: Tensor, floor: Tensor) -> Tensor:
    """The cells of scores (N, 9) that pass `floor` (1,) for some label, at most MOST, best first.

    There is one more of them: nothing has to work with no cell at all.
    """
    best = scores.amax(1)
    passing = (best > floor).sum()
    most = torch.minimum(passing + 1, torch._shape_as_tensor(best)[0]).clamp(max=MOST)
    return best.topk(most).indices


def as_rows(conv: nn.Conv2d) -> nn.Linear:
    """The same sums over rows that hold a cell's neighbourhood: row, column, channel."""
    weight = conv.weight.detach().permute(0, 2, 3, 1).flatten(1)
    rows = nn.Linear(weight.shape[1], weight.shape[0])
    rows.load_state_dict({"weight": weight.contiguous(), "bias": conv.bias.detach()})
    return rows


class Grid:
    """The cells of all levels as one list, level after level, row-major: each one's place, and its level's size."""

    def __init__(self, maps: list[Tensor]):
        columns, before = [], maps[0].new_zeros(1)
        for level, stride in zip(maps, STRIDES):
            size = torch._shape_as_tensor(level).to(level.dtype)
            high, wide = size[2:3], size[3:4]
            cell = torch.ones_like(level[0, 0]).flatten().cumsum(0) - 1
            y = torch.floor((cell + 0.5) / wide)
            same = torch.ones_like(cell)
            columns.append(torch.stack([cell - y * wide, y, same * wide, same * high, same * before, same * stride], 1))
            before = before + high * wide
        self.table = torch.cat(columns)

    def around(self, cells: Tensor, reach: int) -> tuple[Tensor, Tensor]:
        """The neighbourhoods (N, side²) of cells (N,) as numbers of cells, and which lie on the map (1 or 0)."""
        x, y, wide, high, before, _ = self.table[cells].split(1, 1)
        side = 2 * reach + 1
        steps = torch.arange(-reach, reach + 1, dtype=x.dtype)
        x, y = x + steps.repeat(side), y + steps.repeat_interleave(side)
        column, row = torch.minimum(x.clamp(min=0), wide - 1), torch.minimum(y.clamp(min=0), high - 1)
        within = ((column - x).abs() + (row - y).abs() < 0.5).to(x.dtype)
        return (before + row * wide + column).round().long(), within

    def boxes(self, cells: Tensor, distances: Tensor) -> Tensor:
        """Distances (N, 4) in strides of cells (N,) → boxes in pixels."""
        x, y, _, _, _, stride = self.table[cells].split(1, 1)
        middle = torch.cat([x, y], 1) + 0.5
        return torch.cat([middle - distances[:, :2], middle + distances[:, 2:]], 1) * stride


class FewSides(nn.Module):
    """A trained box tower of two 3×3 convolutions for single cells, as three products of matrices."""

    def __init__(self, tower: Tower):
        super().__init__()
        self.layers = nn.ModuleList([as_rows(layer) for layer in tower.layers])
        self.out = as_rows(tower.out)
        self.register_buffer("steps", torch.arange(BINS, dtype=torch.float32), persistent=False)
        # Of 5 × 5 cells, the 3 × 3 round each of the inner nine.
        at = (torch.arange(3)[:, None] * 5 + torch.arange(3)).flatten()
        self.register_buffer("inner", at[:, None] + at, persistent=False)

    def write(self, tower: Tower) -> None:
        """`as_rows` backwards: gives a tower these weights."""
        for rows, conv in zip([*self.layers, self.out], [*tower.layers, tower.out]):
            out, channels, *kernel = conv.weight.shape
            weight = rows.weight.detach().reshape(out, *kernel, channels).permute(0, 3, 1, 2)
            conv.load_state_dict({"weight": weight.contiguous(), "bias": rows.bias.detach()})

    def forward(self, maps: list[Tensor], grid: Grid, cells: Tensor) -> Tensor:
        """Maps (1, C, h, w) and cells (N,) → distances (N, 4) in strides."""
        channels = maps[0].shape[1]
        near, within = grid.around(cells, 2)
        flat = torch.cat([level.flatten(2) for level in maps], 2)[0].transpose(0, 1)
        seen = flat[near.flatten()].reshape(-1, 25, channels) * within[..., None]
        x = seen[:, self.inner.flatten()].reshape(-1, 9 * channels)
        x = F.relu(self.layers[0](x)).reshape(-1, 9, channels)
        # The convolution pads what its first layer gives with nothing.
        x = (x * within[:, self.inner[:, 4], None]).reshape(-1, 9 * channels)
        sides = self.out(F.relu(self.layers[1](x))).reshape(-1, 4, BINS)
        return (sides.softmax(2) * self.steps).sum(2)
