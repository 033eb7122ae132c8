"""Women or men, and how much of a body is in the picture, from one person's crop: network, training, calibration.

python3 -m models.attributes --minutes 16     trains (resumes runs/attributes/last.pt), calibrates, writes final.pt
python3 -m models.attributes --start shipped --minutes 0                  only calibrates what is shipped
python3 -m models.attributes --average A.pt B.pt   averages finished runs with one start, calibrates, writes final.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models import loop, shipped
from models.backbone import IMAGENET, Conv, MobileNetV2, imagenet_head
from models.crops import crop, to_input
from models.data import RUNS, read
from models.neighbours import cut_outs
from models.net import Detector
from models.persons import FRAMING_OF, FRAMINGS, GENDERS, RULE, UNKNOWN, Batches, Cut, catalogue, load
from models.report import rounds


class Attributes(nn.Module):
    """MobileNetV2 with its 1×1 convolution to 1280 channels, average pooling, one linear layer a question.

    `forward` gives logits (B, 2) and (B, 4); `probabilities` calibrates.
    """

    def __init__(self, imagenet: Path | None = None):
        super().__init__()
        self.backbone = MobileNetV2()
        self.neck = nn.Sequential(Conv(320, 1280, 1))
        if imagenet is not None:
            self.backbone.load_imagenet(imagenet)
            self.neck = imagenet_head(imagenet)
        self.drop = nn.Dropout(0.2)
        self.gender = nn.Linear(1280, len(GENDERS))
        self.framing = nn.Linear(1280, len(FRAMINGS))
        self.register_buffer("temperature", torch.ones(()))

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        pooled = self.neck(self.backbone(crops)[-1]).float().mean((2, 3))
        pooled = self.drop(pooled)
        return self.gender(pooled), self.framing(pooled)

    def probabilities(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        """Softmax of both, gender calibrated."""
        gender, framing = self(crops)
        return (gender / self.temperature).softmax(1), framing.softmax(1)


def predict(network: Attributes, cuts: list[Cut]) -> tuple[Tensor, Tensor]:
    """Logits of plain crops, made by the product's rule."""
    network.eval()
    genders, framings = [], []
    with torch.no_grad():
        for start in range(0, len(cuts), 64):
            crops = to_input(np.stack([crop(c.image, tuple(c.box), RULE) for c in cuts[start : start + 64]]))
            gender, framing = network(loop.to_device(crops))
            genders.append(gender.cpu())
            framings.append(framing.cpu())
    return torch.cat(genders), torch.cat(framings)


def report(network: Attributes, cuts: list[Cut]) -> str:
    """Gender accuracy per source and framing accuracy in one line."""
    gender, framing = (t.argmax(1) for t in predict(network, cuts))
    truth = torch.tensor([c.gender for c in cuts])
    words = []
    for source in sorted({c.source for c in cuts}):
        mask = torch.tensor([c.source == source for c in cuts]) & (truth >= 0)
        if mask.any():
            words.append(f"{source} {(gender == truth)[mask].float().mean():.3f}/{int(mask.sum())}")
    known = [FRAMINGS.index("product") if c.framing == "product" else FRAMING_OF.get(c.framing, UNKNOWN) for c in cuts]
    known = torch.tensor(known)
    return " ".join(words) + f" framing {(framing == known)[known >= 0].float().mean():.3f}"


def calibrate(logits: Tensor, truth: Tensor) -> float:
    """The temperature that minimises the negative log likelihood (Guo et al., ICML 2017)."""
    candidates = torch.logspace(-0.7, 0.9, 81)
    losses = torch.stack([F.cross_entropy(logits / t, truth) for t in candidates])
    return float(candidates[losses.argmin()])


def unsure_threshold(probability: Tensor, correct: Tensor, precision: float = 0.97) -> float:
    """The lowest confidence such that all decisions at or above it are right with the wanted precision."""
    order = probability.argsort(descending=True)
    running = correct[order].float().cumsum(0) / torch.arange(1, len(order) + 1)
    good = (running >= precision).nonzero()
    return max(0.5, float(probability[order][good.max()])) if len(good) else 0.99


def detector_backbone() -> dict[str, Tensor]:
    """MobileNetV2's weights as the shipped detector left them: they have seen many more people."""
    detector = Detector()
    shipped.load_detector(detector)
    return detector.backbone.state_dict()


def train(
    minutes: float, imagenet: Path, folder: Path, start: str, shops: bool = False, seed: int = 1,
    words: str | None = None, batch: int = 128, groups: bool = False,
) -> None:
    """Trains until the time is spent, saving every two minutes."""
    torch.manual_seed(seed)
    network = Attributes(imagenet).to(loop.DEVICE, memory_format=torch.channels_last)
    if start == "shipped":
        shipped.load_named("attributes", network, "network.")
        network.temperature.fill_(1)
    if start == "detector":
        network.backbone.load_state_dict(detector_backbone())
    loop.freeze(network.backbone, 2)
    average = loop.Average(network, 0.998)
    optim = loop.optimizer(network, network.backbone, 4e-4, 1e-3, 0.02)
    spent, step, last = 0.0, 0, folder / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=loop.DEVICE)
        network.load_state_dict(state["network"])
        average.network.load_state_dict(state["average"])
        optim.load_state_dict(state["optim"])
        spent, step, average.steps = state["spent"], state["step"], state["step"]
    val, clock = load("val", 80), loop.Clock(minutes * 60, spent)
    if clock.done:
        finish(average.network, val, folder, words)
        return
    cuts = load("train", 1200) + (catalogue("train") if shops else [])
    print(f"{len(cuts)} cuts to learn from, {len(val)} to validate", flush=True)
    people = cut_outs(read("ccp", split="train")) if groups else []
    feeder, clock = loop.Feeder(Batches(cuts, batch, people), seed=seed + step), loop.Clock(minutes * 60, spent)
    saved = clock.elapsed
    while not clock.done:
        network.train()
        crops, gender, framing = (loop.to_device(t) for t in feeder.next())
        loop.set_rate(optim, clock.rate())
        with loop.autocast():
            sexes, frames = network(crops)
        loss = F.cross_entropy(sexes.float(), gender, ignore_index=UNKNOWN, label_smoothing=0.05)
        loss = loss + 0.4 * F.cross_entropy(frames.float(), framing, ignore_index=UNKNOWN)
        optim.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optim.step()
        average.update(network)
        step += 1
        if step % 20 == 0:
            print(f"{clock.elapsed:.0f} s step {step} loss {loss.item():.3f}", flush=True)
        if clock.elapsed - saved > 100 or clock.done:
            saved = clock.elapsed
            loop.save(last, network=network.state_dict(), average=average.network.state_dict(),
                      optim=optim.state_dict(), spent=clock.elapsed, step=step)  # fmt: skip
            print("val", report(average.network, val), flush=True)
    feeder.stopped.set()
    finish(average.network, val, folder, words)


def average_of(paths: list[Path]) -> Attributes:
    """The mean of the weights of finished runs that began alike (Wortsman et al., "Model soups", ICML 2022)."""
    states = [torch.load(path, map_location="cpu")["network"] for path in paths]
    network = Attributes()
    network.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    network.temperature.fill_(1)
    return network.eval()


def finish(network: Attributes, val: list[Cut], folder: Path, words: str | None = None) -> None:
    """Calibrates on validation, finds the threshold of "unsure" and writes final.pt; `words` name a row of the report."""
    known = [c for c in val if c.gender != UNKNOWN]
    truth = torch.tensor([c.gender for c in known])
    logits, _ = predict(network, known)
    temperature = calibrate(logits, truth)
    probability, guess = (logits / temperature).softmax(1).max(1)
    threshold = unsure_threshold(probability, guess == truth)
    network.temperature.fill_(temperature)
    decided = probability >= threshold
    found = {"people": len(known), "decided": float(decided.float().mean()),
             "right of the decided": float((guess == truth)[decided].float().mean())}  # fmt: skip
    print(f"temperature {temperature:.2f} threshold {threshold:.3f}", found)
    if words:
        rounds.note("people", words, found)
    loop.save(folder / "final.pt", network=network.state_dict(), threshold=threshold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=16)
    parser.add_argument("--imagenet", type=Path, default=IMAGENET)
    parser.add_argument(
        "--start", choices=("imagenet", "detector", "shipped"), default="imagenet", help="weights to begin with"
    )
    parser.add_argument("--catalogue", action="store_true", help="learn from shop pictures of clothes too")
    parser.add_argument("--neighbours", action="store_true", help="let other persons reach into the crops")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", type=Path, default=RUNS / "attributes")
    parser.add_argument("--average", type=Path, nargs="+", help="final.pt of runs to average, instead of training")
    parser.add_argument("--note", help="a name for the result in the report's table of rounds")
    options = parser.parse_args()
    if options.average:
        finish(average_of(options.average), load("val", 80), options.run, options.note)
        return
    train(options.minutes, options.imagenet, options.run, options.start, options.catalogue, options.seed, options.note,
          groups=options.neighbours)  # fmt: skip


if __name__ == "__main__":
    main()
