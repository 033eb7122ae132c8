"""Trains the detector's second stage upon the shipped first one: `python3 -m models.second --minutes 21`

The first stage stays as it is. Its proposals in training pictures, and the labelled boxes a little shaken, are scored
anew: the goal is how much a box overlaps what it is called. Longer is not better: an hour in which each batch was met
twice gave worse scores on validation (the report's table of rounds). Checkpoints in models/runs/second; goes on where it
ended. `--start shipped --pace 0.5` trains the shipped one on, say upon another first stage.
`--shares 0.4 0.6` compares weights of the second score on validation instead.
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models import batches, data, loop, shipped
from models.assign import ciou_loss, iou, unsure
from models.detector import to_pixels
from models.evaluate import SOURCES, figures, first_stage
from models.net import Dense
from models.report import rounds
from models.roi import RoiHead, Suppression, TwoStage, cells

RUN = data.RUNS / "second"
FLOOR, CANDIDATES, MOST = 0.01, 600, 48
"""Proposals of a training picture: of the surest cells above this score of the first stage, and at most so many."""
SHAKEN, SHAKE = 2, 0.08
"""Copies of every labelled box, each side moved by a normal share of the box's size."""
GOOD = 0.4
"""A box that overlaps a label by less is a wrong one."""
NEAR = 0.35
"""A proposal that overlaps its own label by more learns where the label ends."""
OTHERS = 0.15
"""What a box's score for labels that it is not called by weighs."""
CALM = 0.3
"""The share of the time, at the end, in which pictures come as they are met (as in `models.detector`)."""


class Learner(nn.Module):
    """The second stage, and in training alone where a box should end: that teaches what it holds.

    Moving the boxes made nothing better on validation, whose boxes are not met as often as those of training.
    """

    def __init__(self):
        super().__init__()
        self.head, self.sides = RoiHead(), nn.Linear(256, 4)
        nn.init.normal_(self.sides.weight, std=0.005)
        nn.init.zeros_(self.sides.bias)


@dataclass
class Boxes:
    """The boxes of one picture that are scored: pixels (N, 4) and labels; its labelled rows and what is known of it."""

    boxes: Tensor
    labels: Tensor
    rows: Tensor
    known: Tensor


def propose(boxes: Tensor, scores: Tensor) -> tuple[Tensor, Tensor]:
    """Boxes (1, N, 4) and scores (1, N, 9) of a picture's cells → boxes and labels of what the first stage proposes."""
    surest, which = scores.flatten().topk(min(CANDIDATES, scores.numel()))
    kept = torch.zeros_like(scores).flatten().scatter(0, which, surest).view_as(scores)
    _, labels, cell = Suppression.apply(boxes, kept.transpose(1, 2), torch.tensor([FLOOR])).unbind(1)
    best = scores[0, cell, labels].argsort(descending=True)[:MOST]
    return boxes[0, cell[best]], labels[best]


def shaken(rows: Tensor) -> tuple[Tensor, Tensor]:
    """Labelled rows (label, second, box) → boxes near them, and their labels."""
    boxes = rows[:, 2:].repeat(SHAKEN, 1)
    size = (boxes[:, 2:] - boxes[:, :2]).repeat(1, 2)
    boxes = boxes + size * torch.randn(boxes.shape) * SHAKE
    low, high = boxes[:, :2], boxes[:, 2:]
    return torch.cat([torch.minimum(low, high - 2), torch.maximum(high, low + 2)], 1), rows[:, 0].long().repeat(SHAKEN)


def right(boxes: Tensor, labels: Tensor, rows: Tensor) -> Tensor:
    """Which boxes are good ones of a labelled row of their own label: these are learnt whatever else is unsure there."""
    if not len(rows):
        return torch.zeros(len(boxes), dtype=torch.bool)
    return ((iou(boxes, rows[:, 2:]) > GOOD) & (rows[:, 0][None] == labels[:, None])).any(1)


def gathered(levels: tuple[Tensor, ...], batch: list[Tensor]) -> list[Boxes]:
    """What is scored in every picture of a batch; labels of which nothing is known there are left out."""
    (places, scores), (_, rows, ignore, known, _) = cells(levels), batch
    out = []
    for at in range(len(rows)):
        mine = rows[at][rows[at][:, 0] >= 0]
        (boxes, labels), (near, its) = propose(places[at : at + 1], scores[at : at + 1]), shaken(mine)
        boxes, labels = torch.cat([boxes, near]), torch.cat([labels, its])
        hidden = unsure((boxes[:, :2] + boxes[:, 2:]) / 2, ignore[at], len(data.LABELS))
        hidden = hidden.gather(1, labels[:, None])[:, 0] & ~right(boxes, labels, mine)
        kept = (known[at][labels] > 0) & ~hidden & ((boxes[:, 2:] - boxes[:, :2]).min(1).values > 1)
        out.append(Boxes(boxes[kept], labels[kept], mine, known[at].float()))
    return out


def goals(moved: Tensor, one: Boxes) -> tuple[Tensor, Tensor]:
    """What the scores of a picture's boxes should be (N, 9), and what each counts: nothing for a second label."""
    goal = moved.new_zeros(len(moved), len(data.LABELS))
    weight = one.known.expand_as(goal).clone()
    overlap = iou(moved, one.rows[:, 2:])
    for label in range(len(data.LABELS)):
        its, also = (overlap[:, one.rows[:, column] == label] for column in (0, 1))
        if its.shape[1]:
            best = its.amax(1)
            goal[:, label] = torch.where(best > GOOD, best, best.new_zeros(()))
        if also.shape[1]:
            weight[also.amax(1) > GOOD, label] = 0
    own = F.one_hot(one.labels, len(data.LABELS))
    return goal, weight * (own + OTHERS * (1 - own))


def matched(one: Boxes) -> tuple[Tensor, Tensor]:
    """Which boxes overlap a label of their own, and those labels' boxes."""
    if not len(one.rows):
        return torch.zeros(0, dtype=torch.long), one.rows[:, 2:]
    own = one.rows[:, 0][None] == one.labels[:, None]
    best, which = (iou(one.boxes, one.rows[:, 2:]) * own).max(1)
    hit = (best > NEAR).nonzero()[:, 0]
    return hit, one.rows[which[hit], 2:]


def look_again(learner: Learner, maps: list[Tensor], found: list[Boxes], size: Tensor) -> Tensor:
    """The loss of one batch: scores as good as the boxes (varifocal), and sides where the labels' are."""
    head = learner.head
    reduced = head.reduced([level.float() for level in maps])
    parts = [head.sample([level[at : at + 1] for level in reduced], one.boxes, size) for at, one in enumerate(found)]
    boxes, labels = torch.cat([one.boxes for one in found]), torch.cat([one.labels for one in found])
    with autocast():
        read = head.read(torch.cat(parts), boxes, labels, size)
        logits, sides = head.classes(read).float(), learner.sides(read).float()
    moved = boxes + sides * (boxes[:, 2:] - boxes[:, :2]).repeat(1, 2) / 4
    counts = [len(one.boxes) for one in found]
    with torch.no_grad():
        pairs = [goals(part, one) for part, one in zip(moved.split(counts), found)]
        goal, weight = (torch.cat(column) for column in zip(*pairs))
        weight = weight * torch.where(goal > 0, goal, 0.75 * logits.sigmoid().pow(1.5))
    value = (F.binary_cross_entropy_with_logits(logits, goal, reduction="none") * weight).sum() / (0.25 * len(boxes))
    starts = itertools.accumulate([0, *counts])
    hits = [(start + hit, wanted) for start, (hit, wanted) in zip(starts, map(matched, found))]
    mine, wanted = (torch.cat(column) for column in zip(*hits))
    return value + 1.5 * ciou_loss(moved[mine], wanted).mean() if len(mine) else value


def autocast() -> torch.autocast:
    """bfloat16 on the processor, where the whole training runs: proposals are made in NumPy."""
    return torch.autocast("cpu", dtype=torch.bfloat16)


class Training:
    """A run in `folder`: networks, optimiser, and how far they are. `pace`: how much larger all steps are."""

    def __init__(self, folder: Path, start: str, pace: float):
        self.learner, self.last, self.spent, self.step = Learner(), folder / "last.pt", 0.0, 0
        if start == "shipped":
            shipped.load_named("detector", self.learner.head, "head.")
        self.average = loop.Average(self.learner, 0.998)
        rate = 1e-3 * pace
        group = {"params": self.learner.parameters(), "lr": rate, "initial_lr": rate, "weight_decay": 0.02}
        self.optim = torch.optim.AdamW([group])
        if self.last.exists():
            state = torch.load(self.last)
            self.learner.load_state_dict(state["learner"])
            self.average.network.load_state_dict(state["average"])
            self.optim.load_state_dict(state["optim"])
            self.spent, self.step, self.average.steps = state["spent"], state["step"], state["step"]

    def learn(self, value: Tensor) -> None:
        """One step down."""
        self.optim.zero_grad(set_to_none=True)
        value.backward()
        nn.utils.clip_grad_norm_(self.learner.parameters(), 5.0)
        self.optim.step()
        self.average.update(self.learner)
        self.step += 1

    def save(self, spent: float) -> None:
        """Writes the checkpoint."""
        self.spent = spent
        loop.save(self.last, learner=self.learner.state_dict(), average=self.average.network.state_dict(),
                  optim=self.optim.state_dict(), spent=spent, step=self.step)  # fmt: skip


def train(
    minutes: float, seed: int, folder: Path, workers: int, weights: Path | None, start: str = "fresh", pace: float = 1.0
) -> None:
    """Trains until the compute time is spent, saving every two minutes; leaves final.pt."""
    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    dense, run = Dense(first_stage(weights)), Training(folder, start, pace)
    dense.net.to(memory_format=torch.channels_last)
    if run.spent < minutes * 60:
        drawn = batches.Batches(seed + run.step, sizes=(448, 480, 512, 544, 576))
        clock = loop.Clock(minutes * 60, run.spent)
        for batch in torch.utils.data.DataLoader(drawn, batch_size=None, num_workers=workers, prefetch_factor=2):
            drawn.calm.value = clock.elapsed > clock.seconds * (1 - CALM)
            loop.set_rate(run.optim, clock.rate())
            pixels = to_pixels(batch[0])
            with torch.no_grad(), autocast():
                maps = dense.net.pyramid(pixels.contiguous(memory_format=torch.channels_last))
                found = gathered(dense.decode(maps), batch)
            size = torch.tensor(pixels.shape[:1:-1], dtype=torch.float32)
            value = look_again(run.learner.train(), maps, found, size)
            run.learn(value)
            if run.step % 25 == 0:
                print(f"{clock.elapsed:.0f} s step {run.step} loss {value.item():.3f}", flush=True)
            if clock.elapsed - run.spent > 120 or clock.done:
                run.save(clock.elapsed)
            if clock.done:
                break
    loop.save(folder / "final.pt", head=run.average.network.head.state_dict())


def trained(folder: Path = RUN) -> RoiHead:
    """The averaged second stage of a run."""
    head = RoiHead()
    head.load_state_dict(torch.load(folder / "final.pt", map_location="cpu")["head"])
    return head.eval()


def compare(shares: list[float], head: RoiHead, words: str | None, weights: Path | None) -> None:
    """Prints the figures of weights of the second score on validation; with `words` the report keeps the last."""
    for share in shares:
        found = figures(TwoStage(first_stage(weights), head if share else None, share).eval())
        print(share, {name: round(value, 3) for name, value in found.items()},
              f"eight {np.mean([found[f'{name} eight'] for name in SOURCES]):.4f}", flush=True)  # fmt: skip
        if words:
            rounds.note("detector", words, found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=21)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--run", type=Path, default=RUN, help="where the checkpoints are")
    parser.add_argument("--weights", type=Path, help="the first stage's checkpoint (the shipped one)")
    parser.add_argument("--start", choices=("fresh", "shipped"), default="fresh", help="weights to begin with")
    parser.add_argument("--pace", type=float, default=1.0, help="how much larger all steps are")
    parser.add_argument("--shares", type=float, nargs="*", help="compare these on validation")
    parser.add_argument("--note", help="a name for the report's table of rounds")
    a = parser.parse_args()
    if a.shares:
        compare(a.shares, trained(a.run), a.note, a.weights)
    else:
        data.check("val")
        train(a.minutes, a.seed, a.run, a.workers, a.weights, a.start, a.pace)
