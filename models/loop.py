"""What both small trainings share: a batch feeder, a weight average, a learning rate by time, checkpoints."""

from __future__ import annotations

import copy
import math
import queue
import threading
import time
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from torch import Tensor, nn

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Feeder:
    """Runs `make(rng)` on background threads and keeps a few batches ready; an error there is raised in `next`."""

    def __init__(self, make: Callable[[np.random.Generator], object], seed: int, threads: int = 1, ahead: int = 3):
        self.ready: queue.Queue = queue.Queue(ahead)
        self.stopped = threading.Event()
        for i in range(threads):
            rng = np.random.default_rng([seed, i])
            threading.Thread(target=self._work, args=(make, rng), daemon=True).start()

    def _work(self, make: Callable, rng: np.random.Generator) -> None:
        while not self.stopped.is_set():
            try:
                batch = make(rng)
            except Exception as error:  # handed to the training thread, which must not wait for ever
                batch = error
            self._put(batch)

    def _put(self, batch: object) -> None:
        while not self.stopped.is_set():
            try:
                self.ready.put(batch, timeout=1)
                return
            except queue.Full:
                continue

    def next(self) -> object:
        """The next batch."""
        batch = self.ready.get(timeout=600)
        if isinstance(batch, Exception):
            raise batch
        return batch


class Average:
    """Exponential moving average of a network's weights; early steps weigh less so that the start is forgotten."""

    def __init__(self, network: nn.Module, decay: float):
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self.decay, self.steps = decay, 0

    def update(self, network: nn.Module) -> None:
        """Moves the average towards the network."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
                mine.lerp_(theirs, 1 - decay) if mine.is_floating_point() else mine.copy_(theirs)


def compute() -> float:
    """Seconds of compute: on processors their time over the threads, so that other work beside costs no training."""
    return time.monotonic() if DEVICE == "cuda" else time.process_time() / torch.get_num_threads()


class Clock:
    """Training time spent, over restarts; `rate` is a cosine from 1 to 0.01 after a short linear warm-up."""

    def __init__(self, seconds: float, spent: float = 0.0):
        self.seconds, self.spent, self.started = seconds, spent, compute()

    @property
    def elapsed(self) -> float:
        return self.spent + compute() - self.started

    @property
    def done(self) -> bool:
        return self.elapsed >= self.seconds

    def rate(self) -> float:
        """Factor of the learning rate now."""
        part = min(1.0, self.elapsed / self.seconds)
        return min(1.0, part / 0.03 + 0.02) * (0.01 + 0.99 * (1 + math.cos(math.pi * part)) / 2)


def freeze(backbone: nn.Module, blocks: int) -> None:
    """Keeps the stem and the first blocks as they are: generic edges, and half of the training time."""
    if blocks < 0:
        return
    for part in (backbone.stem, *backbone.blocks[:blocks]):
        part.requires_grad_(False)


def optimizer(network: nn.Module, backbone: nn.Module, slow: float, fast: float, decay: float) -> torch.optim.AdamW:
    """AdamW with a slower rate for the pretrained part; `initial_lr` is kept for `set_rate`."""
    inside = {id(p) for p in backbone.parameters()}
    groups = []
    for lr, mine in ((slow, True), (fast, False)):
        params = [p for p in network.parameters() if p.requires_grad and (id(p) in inside) == mine]
        groups.append({"params": params, "lr": lr, "initial_lr": lr, "weight_decay": decay})
    return torch.optim.AdamW(groups)


def set_rate(optim: torch.optim.Optimizer, factor: float) -> None:
    """Scales every group's learning rate from its first value."""
    for group in optim.param_groups:
        group["lr"] = group["initial_lr"] * factor


def autocast() -> torch.autocast:
    """bfloat16 where matrices are multiplied."""
    return torch.autocast(DEVICE, dtype=torch.bfloat16)


def to_device(tensor: Tensor) -> Tensor:
    """On the training device, pictures with channels last."""
    if tensor.dim() == 4:
        return tensor.to(DEVICE, memory_format=torch.channels_last)
    return tensor.to(DEVICE)


def save(path: Path, **state: object) -> None:
    """Writes a checkpoint; a crash while writing leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
