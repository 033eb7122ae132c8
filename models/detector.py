"""Trains the garment detector: `python3 -m models.detector --minutes 60`, continued with `--resume`."""

from __future__ import annotations

import argparse
import itertools
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from models import data, shipped
from models.assign import loss
from models.augment import UNSEEN
from models.batches import Batches, targets_of
from models.net import FROZEN_BLOCKS, Detector, new_detector

RUN = data.RUNS / "detector"
CALM = 0.15
"""The share of the time, at the end, in which pictures come as they are met: hardly a mosaic, nothing turned or hidden.

Box edges are learnt best from whole pictures (Ge et al., "YOLOX", 2021, switch mosaics off at the end).
"""
PARTS_WEIGHT = 0.3
"""What naming the parts of bodies weighs beside finding boxes."""


def follow(average: Detector, net: Detector, step: int) -> None:
    """Moves the weight average a little towards the network, faster in the beginning."""
    keep = min(0.999, (1 + step) / (20 + step))
    with torch.no_grad():
        for a, b in zip(average.state_dict().values(), net.state_dict().values()):
            a.lerp_(b, 1 - keep) if a.is_floating_point() else a.copy_(b)


def optimiser(net: Detector, pace: float = 1.0) -> torch.optim.AdamW:
    """Slow steps for what ImageNet taught, faster ones for the new layers; no decay for norms and biases.

    `pace`: how much larger all steps are.
    """
    groups = {(lr, decay): [] for lr in (3e-4, 1e-3) for decay in (0.0, 0.03)}
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            lr = 3e-4 if name.startswith("backbone.") else 1e-3
            groups[lr, 0.03 if parameter.ndim > 1 else 0.0].append(parameter)
    return torch.optim.AdamW(
        [{"params": p, "base": lr * pace, "lr": lr, "weight_decay": d} for (lr, d), p in groups.items()]
    )


def rate(progress: float, step: int) -> float:
    """Warm-up over 150 steps, then a cosine over the wall time down to 3 %."""
    return min(1.0, (step + 1) / 150) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


def save(path: Path, net: Detector, average: Detector, opt: torch.optim.Optimizer, step: int, spent: float) -> None:
    """Writes a checkpoint in one move, so that a killed run leaves the one before."""
    part = path.with_suffix(".part")
    state = {"net": net.state_dict(), "average": average.state_dict(), "opt": opt.state_dict()}
    torch.save({**state, "step": step, "spent": spent}, part)
    part.replace(path)


def begin_shipped(net: Detector, average: Detector, seed: int, device: str) -> None:
    """Both networks as public/models has them, their norms awake."""
    shipped.load_detector(net)
    batches = itertools.islice(iter(Batches(seed + 1000)), 6)
    shipped.wake_norms(net, [to_pixels(images.to(device)) for images, *_ in batches])
    average.load_state_dict(net.state_dict())


def to_pixels(images: Tensor) -> Tensor:
    """uint8 (B, S, S, 3) → the network's input."""
    return images.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def look(net: Detector, batch: list[Tensor], device: str) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss of a batch of the loader, and its parts."""
    images, rows, ignore, known, parts = (t.to(device, non_blocking=True) for t in batch)
    with torch.autocast(device, dtype=torch.bfloat16):
        maps = net.pyramid(to_pixels(images))
        levels, named = net.heads(maps), net.parts(maps[0])
    value, sums = loss(levels, targets_of(rows, ignore, known))
    if (parts != UNSEEN).any():
        sums["parts"] = F.cross_entropy(named.float(), parts.long(), ignore_index=UNSEEN)
        value = value + PARTS_WEIGHT * sums["parts"]
    return value, {key: part.detach() for key, part in sums.items()}


def train(
    minutes: float, resume: bool, seed: int, stop_file: Path | None, workers: int, start: str, run: Path = RUN,
    batch: int = 16, frozen: int = FROZEN_BLOCKS, pace: float = 1.0,
) -> None:  # fmt: skip
    """Trains until `minutes` of wall time (all runs together) are spent; a checkpoint every five minutes."""
    torch.manual_seed(seed)
    run.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    last = run / "last.pt"
    step, spent = 0, 0.0
    net, average = (new_detector(frozen).to(device, memory_format=torch.channels_last) for _ in range(2))
    average.eval()
    opt = optimiser(net, pace * (batch / 16) ** 0.25)
    if start == "shipped":
        begin_shipped(net, average, seed, device)
    if resume:
        state = torch.load(last, map_location=device)
        net.load_state_dict(state["net"]), average.load_state_dict(state["average"]), opt.load_state_dict(state["opt"])
        step, spent = state["step"], state["spent"]
    net.train()
    drawn = Batches(seed + step, batch)
    loader = torch.utils.data.DataLoader(
        drawn, batch_size=None, num_workers=workers, prefetch_factor=2, pin_memory=device == "cuda"
    )
    started, saved, sums, since = time.time() - spent, time.time(), {}, time.time()
    for pictures in loader:
        spent = time.time() - started
        drawn.calm.value = spent > minutes * 60 * (1 - CALM)
        for group in opt.param_groups:
            group["lr"] = group["base"] * rate(spent / (minutes * 60), step)
        value, parts = look(net, pictures, device)
        opt.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        opt.step()
        step += 1
        follow(average, net, step)
        for key, part in parts.items():
            sums[key] = sums.get(key, 0.0) + part
        if step % 50 == 0:
            means = " ".join(f"{key} {float(part) / 50:.3f}" for key, part in sums.items())
            speed = 50 * batch / (time.time() - since)
            print(f"step {step} min {spent / 60:.1f} {means} pictures/s {speed:.1f}", flush=True)
            sums, since = {}, time.time()
        stop = spent > minutes * 60 or (stop_file is not None and stop_file.exists())
        if stop or time.time() - saved > 300 or step in (100, 400):
            save(last, net, average, opt, step, spent)
            saved = time.time()
        if stop:
            return


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--frozen", type=int, default=FROZEN_BLOCKS, help="ImageNet's blocks that stay as they are")
    parser.add_argument("--pace", type=float, default=1.0, help="how much larger all steps are")
    parser.add_argument("--stop-file", type=Path, help="stop at the next step when this file appears")
    parser.add_argument("--start", choices=("imagenet", "shipped"), default="imagenet", help="weights to begin with")
    parser.add_argument("--run", type=Path, default=RUN, help="where the checkpoint is written")
    a = parser.parse_args()
    train(a.minutes, a.resume, a.seed, a.stop_file, a.workers, a.start, a.run, a.batch, a.frozen, a.pace)
