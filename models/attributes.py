"""Women or men, and how much of a body is in the picture, from one person's crop: network, training, calibration.

python3 -m models.attributes --minutes 9      trains (resumes runs/attributes/last.pt), calibrates, writes final.pt
python3 -m models.attributes --start shipped --minutes 0                  only calibrates what is shipped
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn

from models import loop, shipped, views
from models.backbone import IMAGENET, Conv, MobileNetV2
from models.crops import CropRule, crop, enlarge, to_input
from models.data import RUNS, Rect, Sample, read

GENDERS = ("women", "men")
FRAMINGS = ("full", "half", "close-up", "product")
RULE = CropRule(width=128, height=192, margin=0.1, fit="pad", pad=114)
LAST_BLOCK = 12


class Attributes(nn.Module):
    """MobileNetV2 up to stride 16, a 1×1 convolution to 256 channels, average pooling, one linear layer a question.

    `forward` gives logits (B, 2) and (B, 4); `probabilities` looks at every crop mirrored too, and calibrates.
    """

    def __init__(self, imagenet: Path | None = None):
        super().__init__()
        self.backbone = MobileNetV2(LAST_BLOCK)
        if imagenet is not None:
            self.backbone.load_imagenet(imagenet)
        self.neck = Conv(96, 256, 1)
        self.drop = nn.Dropout(0.2)
        self.gender = nn.Linear(256, len(GENDERS))
        self.framing = nn.Linear(256, len(FRAMINGS))
        self.register_buffer("temperature", torch.ones(()))

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        pooled = self.neck(self.backbone(crops)[-1]).float().mean((2, 3))
        pooled = self.drop(pooled)
        return self.gender(pooled), self.framing(pooled)

    def both_ways(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        """Mean logits of the crops and their mirror images: on validation .78 instead of .74 are then decided."""
        gender, framing = self(torch.cat([crops, crops.flip(3)]))
        return gender.reshape(2, -1, len(GENDERS)).mean(0), framing.reshape(2, -1, len(FRAMINGS)).mean(0)

    def probabilities(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        """Softmax of both, gender calibrated."""
        gender, framing = self.both_ways(crops)
        return (gender / self.temperature).softmax(1), framing.softmax(1)


CUT = 360  # the long side of a person as kept in memory
CONTEXT = 0.35  # how much of the surroundings is kept, as a share of the box
UNLABELLED_BOX = (0.247, 0.046, 0.693, 0.963)  # the median person box of the labelled CCP photos
FRAMING_OF = {"full": 0, "half": 1, "close": 2, "part": 2, "headless": 1}
WOMEN, MEN, UNKNOWN = 0, 1, -1
SHARES = {"ccp": 0.24, "ccp-unlabelled": 0.1, "web": 0.27, "portraits": 0.16, "uwear": 0.1, "thing": 0.13}


class Cut:
    """One person (or product) with some surroundings, kept in memory: RGB picture, the box in it, what is known."""

    def __init__(self, sample: Sample, image: np.ndarray, box: Rect, gender: str, framing: str, rough: bool = False):
        x0, y0, x1, y1 = (int(v) for v in enlarge(box, CONTEXT, sample.width, sample.height))
        scale = min(1.0, CUT / max(box[3] - box[1], box[2] - box[0]))
        piece = Image.fromarray(image[y0:y1, x0:x1])
        size = max(1, round(piece.width * scale)), max(1, round(piece.height * scale))
        self.image = np.asarray(piece.resize(size, Image.BILINEAR))
        self.box = np.array([box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0]) * scale
        self.gender = {"w": WOMEN, "m": MEN}.get(gender, UNKNOWN)
        self.framing = framing
        self.source, self.rough = sample.source, rough


def cuts_of(sample: Sample) -> list[Cut]:
    """Every person of a photo; a photo without persons is a product."""
    image = np.asarray(Image.open(sample.path).convert("RGB"))
    whole = (0.0, 0.0, float(sample.width), float(sample.height))
    if sample.source == "ccp-unlabelled":
        box = tuple(v * s for v, s in zip(UNLABELLED_BOX, (sample.width, sample.height) * 2))
        return [Cut(sample, image, box, sample.facts["gender"], "full", rough=True)]
    if sample.source == "portraits":
        boxes = [p.box for p in sample.persons] or [whole]
        return [Cut(sample, image, boxes[0], sample.facts["gender"], "?", rough=not sample.persons)]
    if not sample.persons:
        cut = Cut(sample, image, whole, "?", "product")
        cut.source = "thing"
        return [cut]
    return [Cut(sample, image, p.box, p.gender, p.framing) for p in sample.persons]


def things(split: str, most: int) -> list[Sample]:
    """Product pictures that surely show no person: laid-out clothing, shoes, bags, glasses."""
    alone = [s for s in read("products", split=split) if s.facts["category"] in ("footwear", "eyewear", "handbag")]
    laid = read("clothing", split=split)
    rng = np.random.default_rng(1)
    return [pile[i] for pile in (alone, laid) for i in rng.permutation(len(pile))[: most // 2]]


def load(split: str, most_things: int) -> list[Cut]:
    """All cuts of a split."""
    samples = read("ccp", "ccp-unlabelled", "web", "portraits", "uwear", "drawn", split=split)
    return [cut for sample in samples + things(split, most_things) for cut in cuts_of(sample)]


def part_of(cut: Cut, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """A box inside the cut as another photographer would frame it, in pixels, and its framing (UNKNOWN if unclear)."""
    x0, y0, x1, y1 = cut.box
    height, width = y1 - y0, x1 - x0
    draw, kind = rng.random(), cut.framing
    if kind == "full" and draw < 0.3:
        return np.array([x0, y0, x1, y0 + height * rng.uniform(0.36, 0.66)]), 1
    if kind == "full" and draw < 0.42:
        middle, half = (x0 + x1) / 2 + rng.normal(0, 0.06) * width, width * rng.uniform(0.25, 0.5)
        return np.array([middle - half, y0, middle + half, y0 + height * rng.uniform(0.15, 0.26)]), 2
    if kind == "full" and draw < 0.55:
        top, bottom = rng.uniform(0.13, 0.22), rng.uniform(0.6, 1.05)
        return np.array([x0, y0 + height * top, x1, y0 + height * bottom]), 1 if bottom < 0.85 else UNKNOWN
    if kind == "half" and draw < 0.15:
        return np.array([x0, y0, x1, y0 + height * rng.uniform(0.4, 0.55)]), 2
    if kind == "half" and draw < 0.25:
        return np.array([x0, y0 + height * rng.uniform(0.25, 0.4), x1, y1]), 1
    framing = FRAMINGS.index("product") if kind == "product" else FRAMING_OF.get(kind, UNKNOWN)
    return cut.box.copy(), framing


def view(cut: Cut, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """One augmented crop, uint8 (height, width, 3), and its framing."""
    box, framing = part_of(cut, rng)
    size = np.array([box[2] - box[0], box[3] - box[1]] * 2)
    box = box + rng.normal(0, 0.07 if cut.rough else 0.04, 4) * size
    cropped_photo = framing != FRAMING_OF.get(cut.framing, framing)
    outside = rng.uniform(-0.02, 0.02) if cropped_photo and rng.random() < 0.6 else RULE.margin
    box = box + np.array([-1, -1, 1, 1]) * outside * size
    height, width = cut.image.shape[:2]
    x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
    x1, y1 = min(width, max(x0 + 8, int(box[2]))), min(height, max(y0 + 8, int(box[3])))
    image = cut.image[y0:y1, x0:x1]
    if image.size == 0:
        image = cut.image
    if rng.random() < 0.5:
        image = np.ascontiguousarray(image[:, ::-1])
    image = views.place(image, RULE, rng, degrees=10 if rng.random() < 0.5 else 1, aspect=0.12)
    image = views.light(image, rng, exposure=0.35, tint=0.12)
    image = views.saturate(image, rng, 0.4)
    if rng.random() < 0.15:
        image = views.erase(image, rng, rng.integers(0, 255, 3), (0.03, 0.15))
    image = views.degrade(image, rng, 0.4)
    return (views.grey(image) if rng.random() < 0.12 else image), framing


class Batches:
    """Draws a source by its share, then women and men evenly."""

    def __init__(self, cuts: list[Cut], size: int):
        self.size, self.piles = size, {}
        for cut in cuts:
            self.piles.setdefault(cut.source, {}).setdefault(cut.gender, []).append(cut)
        shares = {**SHARES, "drawn": 0.05}
        self.names = [name for name in shares if name in self.piles]
        self.chances = np.array([shares[name] for name in self.names]) / sum(shares[name] for name in self.names)

    def pick(self, rng: np.random.Generator) -> Cut:
        """One cut; persons of unknown gender are rare."""
        piles = self.piles[self.names[rng.choice(len(self.names), p=self.chances)]]
        genders = [g for g in (WOMEN, MEN) if g in piles]
        if UNKNOWN in piles and (not genders or rng.random() < 0.05):
            genders = [UNKNOWN]
        pile = piles[genders[rng.integers(len(genders))]]
        return pile[rng.integers(len(pile))]

    def __call__(self, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
        picked = [self.pick(rng) for _ in range(self.size)]
        seen = [view(cut, rng) for cut in picked]
        crops = to_input(np.stack([image for image, _ in seen]))
        gender = torch.tensor([cut.gender for cut in picked])
        return crops, gender, torch.tensor([framing for _, framing in seen])


def predict(network: Attributes, cuts: list[Cut]) -> tuple[Tensor, Tensor]:
    """Logits of plain crops, made by the product's rule and seen both ways."""
    network.eval()
    genders, framings = [], []
    with torch.no_grad():
        for start in range(0, len(cuts), 64):
            crops = to_input(np.stack([crop(c.image, tuple(c.box), RULE) for c in cuts[start : start + 64]]))
            gender, framing = network.both_ways(loop.to_device(crops))
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


def train(minutes: float, imagenet: Path, folder: Path, start: str, batch: int = 64) -> None:
    """Trains until the time is spent, saving every two minutes."""
    torch.manual_seed(1)
    network = Attributes(imagenet).to(loop.DEVICE, memory_format=torch.channels_last)
    if start == "shipped":
        shipped.load_named("attributes", network, "network.")
        network.temperature.fill_(1)
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
        finish(average.network, val, folder)
        return
    cuts = load("train", 1200)
    print(f"{len(cuts)} cuts to learn from, {len(val)} to validate", flush=True)
    feeder, clock = loop.Feeder(Batches(cuts, batch), seed=1 + step), loop.Clock(minutes * 60, spent)
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
    finish(average.network, val, folder)


def finish(network: Attributes, val: list[Cut], folder: Path) -> None:
    """Calibrates on validation, finds the threshold of "unsure" and writes final.pt."""
    known = [c for c in val if c.gender != UNKNOWN]
    truth = torch.tensor([c.gender for c in known])
    logits, _ = predict(network, known)
    temperature = calibrate(logits, truth)
    probability, guess = (logits / temperature).softmax(1).max(1)
    threshold = unsure_threshold(probability, guess == truth)
    network.temperature.fill_(temperature)
    decided = probability >= threshold
    print(f"temperature {temperature:.2f} threshold {threshold:.3f} decided {decided.float().mean():.3f} "
          f"right {(guess == truth)[decided].float().mean():.3f} of {len(known)}")  # fmt: skip
    loop.save(folder / "final.pt", network=network.state_dict(), threshold=threshold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=9)
    parser.add_argument("--imagenet", type=Path, default=IMAGENET)
    parser.add_argument("--start", choices=("imagenet", "shipped"), default="imagenet", help="weights to begin with")
    parser.add_argument("--run", type=Path, default=RUNS / "attributes")
    options = parser.parse_args()
    train(options.minutes, options.imagenet, options.run, options.start)


if __name__ == "__main__":
    main()
