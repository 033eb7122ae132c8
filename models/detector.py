"""Trains the garment detector: `python3 -m models.detector --minutes 60`, continued with `--resume`."""

from __future__ import annotations

import argparse
import itertools
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models import augment, data, paste, pseudo, shipped
from models.assign import Targets, loss
from models.net import Detector, new_detector

RUN = data.RUNS / "detector"
SHARES = {
    "ccp": 0.30, "web": 0.24, "uwear": 0.09, "portraits": 0.10, "uwear-partial": 0.10, "products": 0.05,
    "ccp-unlabelled": 0.05, "clothing": 0.01, "drawn": 0.04,
}  # fmt: skip
RARE = {"eyewear": 1.6, "headwear": 1.6, "handbag": 1.5, "dress": 1.5, "footwear": 1.2}
PASTED = ("footwear", "eyewear", "handbag", "headwear")
SIZES = (384, 416, 448, 480, 512, 544)
BATCH = 16
CAP = {"products": 700, "clothing": 300, "uwear-partial": 900}
"""Pictures kept in memory of the sources that are large and teach little here."""


class Batches(torch.utils.data.IterableDataset):
    """Endless batches: uint8 pictures (16, S, S, 3) of a random size; per picture boxes, ignored areas, known."""

    def __init__(self, seed: int):
        self.seed = seed
        guessed = pseudo.stored()
        self.photos: dict[str, list[augment.Photo]] = {}
        self.weights: dict[str, np.ndarray] = {}
        for source in SHARES:
            samples = [pseudo.complete(s, guessed) for s in data.read(source, split="train")]
            samples = [s for s in samples if s and s.known and (s.boxes or s.source != "products")]
            samples = samples[:: max(1, len(samples) // CAP.get(source, len(samples) or 1))]
            if samples:
                self.photos[source] = [augment.load(s) for s in samples]
                rare = [max([RARE.get(g.label, 1.0) for g in s.boxes], default=0.6) for s in samples]
                self.weights[source] = np.array(rare) / sum(rare)
        self.pasted = [p for p in self.photos["products"] if data.LABELS[int(p.rows[0, 0])] in PASTED]
        self.cut_outs = [p for p in self.photos["ccp"] if p.mask is not None and p.known.all()]
        table = json.loads((data.DATA / "ccp/boxes.json").read_text())
        self.groups = augment.label_groups(table["mask_labels"], table["classes"])

    def _draw(self, rng: np.random.Generator) -> augment.Photo:
        names = list(self.photos)
        shares = np.array([SHARES[name] for name in names])
        name = names[rng.choice(len(names), p=shares / shares.sum())]
        return self.photos[name][rng.choice(len(self.weights[name]), p=self.weights[name])]

    def _picture(self, size: int, rng: np.random.Generator) -> augment.Canvas:
        canvas = augment.Canvas(np.full((size, size, 3), augment.GREY, np.uint8))
        first = self._draw(rng)
        count = int(rng.choice([1, 2, 3, 4], p=[0.58, 0.2, 0.08, 0.14])) if first.known.all() else 1
        placer = augment.Placer(rng, self.groups, (0.6, 2.8) if count == 1 else (0.7, 2.2))
        for i, cell in enumerate(augment.cells(size, count, rng)):
            photo = first
            while i > 0 and (photo is first or not photo.known.all()):
                photo = self._draw(rng)
            placer.place(canvas, photo, cell)
        if rng.random() < 0.2 and first.known.all():
            for _ in range(int(rng.integers(1, 3))):
                paste.paste_person(canvas, self.cut_outs[rng.integers(len(self.cut_outs))], rng)
        if rng.random() < 0.12:
            paste.erase(canvas, rng)
        if rng.random() < 0.1 and first.known.all():
            paste.paste_product(canvas, self.pasted[rng.integers(len(self.pasted))], rng)
        canvas.image = augment.recolour(canvas.image, rng)
        return canvas

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        while True:
            size = int(rng.choice(SIZES))
            made = [self._picture(size, rng) for _ in range(BATCH)]
            rows = [torch.from_numpy(np.array(c.rows, np.float32).reshape(-1, 6)) for c in made]
            ignore = [torch.from_numpy(np.array(c.ignore, np.float32).reshape(-1, 4)) for c in made]
            known = torch.from_numpy(np.stack([c.known for c in made]))
            yield torch.from_numpy(np.stack([c.image for c in made])), rows, ignore, known


def targets_of(rows: list[Tensor], ignore: list[Tensor], known: Tensor, device: str) -> list[Targets]:
    """The loader's arrays as the loss wants them."""
    return [
        Targets(r[:, 2:].to(device), r[:, 0].long().to(device), r[:, 1].long().to(device), i.to(device), k.to(device))
        for r, i, k in zip(rows, ignore, known)
    ]


def follow(average: Detector, net: Detector, step: int) -> None:
    """Moves the weight average a little towards the network, faster in the beginning."""
    keep = min(0.999, (1 + step) / (20 + step))
    with torch.no_grad():
        for a, b in zip(average.state_dict().values(), net.state_dict().values()):
            a.lerp_(b, 1 - keep) if a.is_floating_point() else a.copy_(b)


def optimiser(net: Detector) -> torch.optim.AdamW:
    """Slow steps for what ImageNet taught, faster ones for the new layers; no decay for norms and biases."""
    groups = {(lr, decay): [] for lr in (3e-4, 1e-3) for decay in (0.0, 0.03)}
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            lr = 3e-4 if name.startswith("backbone.") else 1e-3
            groups[lr, 0.03 if parameter.ndim > 1 else 0.0].append(parameter)
    return torch.optim.AdamW([{"params": p, "base": lr, "lr": lr, "weight_decay": d} for (lr, d), p in groups.items()])


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
    shipped.wake_norms(net, [to_pixels(images, device) for images, *_ in batches])
    average.load_state_dict(net.state_dict())


def to_pixels(images: Tensor, device: str) -> Tensor:
    """uint8 (B, S, S, 3) → the network's input."""
    return images.to(device).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def train(
    minutes: float, resume: bool, seed: int, stop_file: Path | None, workers: int, start: str, run: Path = RUN
) -> None:
    """Trains until `minutes` of wall time (all runs together) are spent; a checkpoint every five minutes."""
    torch.manual_seed(seed)
    run.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    last = run / "last.pt"
    step, spent = 0, 0.0
    net, average = new_detector().to(device, memory_format=torch.channels_last), new_detector().to(device).eval()
    opt = optimiser(net)
    if start == "shipped":
        begin_shipped(net, average, seed, device)
    if resume:
        state = torch.load(last, map_location=device)
        net.load_state_dict(state["net"]), average.load_state_dict(state["average"]), opt.load_state_dict(state["opt"])
        step, spent = state["step"], state["spent"]
    net.train()
    loader = torch.utils.data.DataLoader(Batches(seed + step), batch_size=None, num_workers=workers, prefetch_factor=4)
    started, saved, sums, since = time.time() - spent, time.time(), {}, time.time()
    for images, rows, ignore, known in loader:
        spent = time.time() - started
        for group in opt.param_groups:
            group["lr"] = group["base"] * rate(spent / (minutes * 60), step)
        x = to_pixels(images, device)
        with torch.autocast(device, dtype=torch.bfloat16):
            levels = net(x)
        value, parts = loss(levels, targets_of(rows, ignore, known, device))
        opt.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        opt.step()
        step += 1
        follow(average, net, step)
        sums = {key: sums.get(key, 0.0) + part for key, part in parts.items()}
        if step % 50 == 0:
            means = " ".join(f"{key} {part / 50:.3f}" for key, part in sums.items())
            speed = 50 * BATCH / (time.time() - since)
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
    parser.add_argument("--stop-file", type=Path, help="stop at the next step when this file appears")
    parser.add_argument("--start", choices=("imagenet", "shipped"), default="imagenet", help="weights to begin with")
    parser.add_argument("--run", type=Path, default=RUN, help="where the checkpoint is written")
    a = parser.parse_args()
    train(a.minutes, a.resume, a.seed, a.stop_file, a.workers, a.start, a.run)
