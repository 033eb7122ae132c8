"""One network for all garments: a crop and its category become 128 numbers of unit length. Network, training, recall.

python3 -m models.embedder --minutes 24                       trains (resumes runs/embedder/last.pt), writes final.pt
python3 -m models.embedder --loss triplet --run models/runs/triplet       --scratch: without ImageNet's weights
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models import loop, shipped
from models.backbone import IMAGENET, Conv, MobileNetV2, imagenet_head
from models.crops import GARMENTS, CropRule, crop, to_input
from models.data import RUNS
from models.garments import Item, load, pair

DIMENSIONS = 128
RULE = CropRule(width=192, height=192, margin=0.06, fit="pad", pad=255)


class Embedder(nn.Module):
    """MobileNetV2 with its 1280-channel head, generalised-mean pooling, FiLM by category, a linear layer, unit length.

    Pooling is the cubic mean of Radenović et al., "Fine-tuning CNN image retrieval" (TPAMI 2019), p fixed at 3: the
    white margin of a padded crop then dilutes little. FiLM (Perez et al., AAAI 2018): per category a scale of each
    channel; a shift would only add the same vector to every garment of the category.
    """

    def __init__(self, imagenet: Path | None = None):
        super().__init__()
        self.backbone = MobileNetV2()
        if imagenet is not None:
            self.backbone.load_imagenet(imagenet)
        self.head = imagenet_head(imagenet) if imagenet is not None else nn.Sequential(Conv(320, 1280, 1))
        self.scale = nn.Linear(len(GARMENTS), 1280, bias=False)
        nn.init.zeros_(self.scale.weight)
        self.project = nn.Linear(1280, DIMENSIONS, bias=False)

    def forward(self, crops: Tensor, categories: Tensor) -> Tensor:
        """(B, 3, S, S) and one-hot (B, 8) → (B, 128) of unit length."""
        return self.finish(self.backbone(crops)[-1], categories)

    def finish(self, features: Tensor, categories: Tensor) -> Tensor:
        """What follows the backbone's stride-32 map."""
        x = self.head(features).float()
        x = (x * x * x).mean((2, 3)).clamp(min=1e-6).pow(1 / 3)
        x = x * (1 + self.scale(categories))
        x = self.project(x)
        return x / (x * x).sum(1, keepdim=True).clamp(min=1e-12).sqrt()


def one_hot(indices: Tensor) -> Tensor:
    """Category numbers in the order of GARMENTS → float32 one-hot rows."""
    return F.one_hot(indices, len(GARMENTS)).to(torch.float32)


SHARES = {"worn": 0.48, "laid": 0.15, "product": 0.22, "seen": 0.1, "drawn": 0.08}
TEMPERATURE = 0.07
# Training sees smaller crops than the product shows, in two stages: more steps in that time, and objects look larger
# after random cropping, so that the best size to ask is above the one trained on (Touvron et al., "FixRes", 2019).
SMALL, SMALL_UNTIL, TRAINED = 128, 0.55, 160
BANK_FROM, BANK_AGE, BANK_SIZE = 0.25, 150, 1024


class Piles:
    """Draws batches of one category and one kind, half of it look-alikes, and remembers every garment's last embedding.

    Look-alikes are neighbours by the remembered embedding, before there is one by colours on a coarse grid.
    The remembered embeddings serve as further negatives (Wang et al., "Cross-batch memory", CVPR 2020).
    """

    def __init__(self, items: list[Item], pairs: int):
        self.items, self.pairs, self.size = items, pairs, SMALL
        self.category = np.array([item.category for item in items])
        self.kind = np.array([item.kind for item in items])
        self.bank = np.zeros((len(items), DIMENSIONS), np.float32)
        self.age = np.full(len(items), -(10**9))
        self.colours = np.stack([coarse_colours(item) for item in items])
        self.street = [item for item in items if item.kind in ("worn", "seen")] or items
        self.piles, weights = [], []
        for kind, share in SHARES.items():
            mine = [np.nonzero((self.kind == kind) & (self.category == c))[0] for c in range(len(GARMENTS))]
            mine = [pile for pile in mine if len(pile) >= 8]
            total = sum(len(pile) ** 0.6 for pile in mine)
            self.piles += mine
            weights += [share * len(pile) ** 0.6 / total for pile in mine]
        self.weights = np.array(weights) / sum(weights)

    def choose(self, rng: np.random.Generator) -> np.ndarray:
        """Numbers of the garments of one batch."""
        pile = self.piles[rng.choice(len(self.piles), p=self.weights)]
        if len(pile) <= self.pairs:
            return pile
        known = self.age[pile] >= 0
        features = self.bank if known.mean() > 0.9 else self.colours
        chosen: set[int] = set()
        for seed in rng.choice(pile, 4, replace=False):
            near = pile[np.argsort(((features[pile] - features[seed]) ** 2).sum(1))[:32]]
            chosen.update([int(seed), *rng.choice(near, min(len(near), self.pairs // 8), replace=False).tolist()])
        rest = np.setdiff1d(pile, np.array(sorted(chosen)))
        more = rng.choice(rest, min(len(rest), self.pairs - len(chosen)), replace=False)
        return self.apart(np.concatenate([np.array(sorted(chosen)), more]))

    def apart(self, numbers: np.ndarray) -> np.ndarray:
        """At most one garment of each drawn product: its other wearers would be false negatives."""
        if self.items[int(numbers[0])].kind != "drawn":
            return numbers
        first = {self.items[int(n)].facts["product"]: n for n in numbers}
        return np.array(list(first.values()))

    def __call__(self, rng: np.random.Generator) -> tuple[np.ndarray, Tensor]:
        numbers = self.apart(self.choose(rng))
        rule = replace(RULE, width=self.size, height=self.size)
        both = [pair(self.items[n], self.street, rule, rng) for n in numbers]
        return numbers, to_input(np.stack([a for a, _ in both] + [b for _, b in both]))

    def remember(self, numbers: np.ndarray, embeddings: Tensor, step: int) -> None:
        """Keeps the shop views' embeddings of this step."""
        self.bank[numbers] = embeddings.detach().float().cpu().numpy()
        self.age[numbers] = step

    def negatives(self, numbers: np.ndarray, step: int) -> Tensor | None:
        """Fresh embeddings of other real garments of the batch's category."""
        fresh = (self.category == self.category[numbers[0]]) & (self.age > step - BANK_AGE) & (self.kind != "drawn")
        fresh[numbers] = False
        found = np.nonzero(fresh)[0]
        if len(found) < 16:
            return None
        found = np.random.default_rng(step).permutation(found)[:BANK_SIZE]
        return loop.to_device(torch.from_numpy(self.bank[found]))


def coarse_colours(item: Item) -> np.ndarray:
    """4 × 4 mean colours of the garment on white, 48 numbers."""
    return cv2.resize(item.cut_out(), (4, 4), interpolation=cv2.INTER_AREA).astype(np.float32).ravel() / 255


def contrast(query: Tensor, shop: Tensor, more: Tensor | None) -> Tensor:
    """InfoNCE both ways (van den Oord et al., 2018); `more` are negatives for both."""
    target = torch.arange(len(query), device=query.device)
    forth, back = query @ shop.T, shop @ query.T
    if more is not None:
        forth, back = torch.cat([forth, query @ more.T], 1), torch.cat([back, shop @ more.T], 1)
    return (F.cross_entropy(forth / TEMPERATURE, target) + F.cross_entropy(back / TEMPERATURE, target)) / 2


def triplet(query: Tensor, shop: Tensor, margin: float) -> Tensor:
    """Triplet loss with the hardest negative of the batch (Hermans et al., 2017), on Euclidean distances."""
    distances = (2 - 2 * query @ shop.T).clamp(min=1e-6).sqrt()
    same = torch.eye(len(query), device=query.device, dtype=torch.bool)
    hardest = distances.masked_fill(same, 9.0)
    own = distances.diagonal()
    return (F.relu(own - hardest.amin(1) + margin) + F.relu(own - hardest.amin(0) + margin)).mean() / 2


def embed(network: Embedder, images: list[np.ndarray], boxes: list, categories: list[int], size: int = 0) -> Tensor:
    """Embeddings of boxes by the product's crop rule; `size` tries another input size."""
    rule = replace(RULE, width=size or RULE.width, height=size or RULE.height)
    out = []
    with torch.no_grad():
        for start in range(0, len(images), 64):
            part = slice(start, start + 64)
            crops = [crop(image, tuple(box), rule) for image, box in zip(images[part], boxes[part])]
            rows = one_hot(torch.tensor(categories[part]))
            out.append(network(loop.to_device(to_input(np.stack(crops))), loop.to_device(rows)).float().cpu())
    return torch.cat(out)


def embed_worn(network: Embedder, items: list[Item], size: int = 0) -> tuple[Tensor, Tensor]:
    """(queries, shop): each garment's crop as worn, and its mask cut out on white."""
    categories = [item.category for item in items]
    outs = [np.ascontiguousarray(item.cut_out()) for item in items]
    boxes = [(0, 0, out.shape[1], out.shape[0]) for out in outs]
    query = embed(network, [item.image for item in items], [item.box for item in items], categories, size)
    return query, embed(network, outs, boxes, categories, size)


def recall(query: Tensor, gallery: Tensor, own: Tensor, k: int) -> float:
    """Share of queries whose own gallery row is among the k most similar; a tie counts against it."""
    similarity = query @ gallery.T
    mine = similarity.gather(1, own[:, None])
    return float(((similarity >= mine).sum(1) <= k).float().mean())


def recalls(query: Tensor, shop: Tensor, items: list[Item], category: int, rivals: Tensor | None = None) -> list[float]:
    """recall@1, @5, @10 of one category; `rivals` are further gallery rows."""
    mask = torch.tensor([item.category == category for item in items])
    gallery = shop[mask] if rivals is None else torch.cat([shop[mask], rivals])
    own = torch.arange(int(mask.sum()))
    return [recall(query[mask], gallery, own, k) for k in (1, 5, 10)]


def validate(network: Embedder, items: list[Item]) -> str:
    """recall@1 / @10 per category among the validation cut-outs of that category."""
    network.eval()
    query, shop = embed_worn(network, items)
    words = []
    for c in sorted({item.category for item in items}):
        one, _, ten = recalls(query, shop, items, c)
        words.append(f"{GARMENTS[c]} {one:.2f}/{ten:.2f}")
    return " ".join(words)


def train(options: argparse.Namespace) -> None:
    """Trains until the time is spent; saves and validates every three minutes."""
    torch.manual_seed(1)
    network = Embedder(None if options.scratch else options.imagenet).to(loop.DEVICE, memory_format=torch.channels_last)
    if options.start == "shipped":
        shipped.load_named("embedder", network)
    loop.freeze(network.backbone, -1 if options.scratch else 3)
    average = loop.Average(network, 0.995)
    optim = loop.optimizer(network, network.backbone, 1e-3 if options.scratch else 3e-4, 1e-3, 0.02)
    spent, step, last = 0.0, 0, options.run / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=loop.DEVICE)
        network.load_state_dict(state["network"])
        average.network.load_state_dict(state["average"])
        optim.load_state_dict(state["optim"])
        spent, step, average.steps = state["spent"], state["step"], state["step"]
    val = load("val", "worn")
    piles = Piles(load("train"), options.pairs)
    print({k: int((piles.kind == k).sum()) for k in SHARES}, flush=True)
    clock = loop.Clock(options.minutes * 60, spent)
    feeder, saved = loop.Feeder(piles, seed=1 + step), clock.elapsed
    while not clock.done:
        network.train()
        piles.size = SMALL if clock.elapsed < SMALL_UNTIL * clock.seconds else TRAINED
        numbers, crops = feeder.next()
        categories = one_hot(torch.from_numpy(piles.category[numbers])).repeat(2, 1)
        loop.set_rate(optim, clock.rate())
        with loop.autocast():
            features = network.backbone(loop.to_device(crops))[-1]
            made = network.finish(features, loop.to_device(categories))
        query, shop = made.float().chunk(2)
        if options.loss == "triplet":
            loss = triplet(query, shop, options.margin)
        else:
            late = clock.elapsed > BANK_FROM * clock.seconds
            loss = contrast(query, shop, piles.negatives(numbers, step) if late else None)
        optim.zero_grad(set_to_none=True)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        if torch.isfinite(norm):  # one step that is no number would end the network for good
            optim.step()
        average.update(network)
        step += 1
        piles.remember(numbers, shop, step)
        if step % 20 == 0:
            print(f"{clock.elapsed:.0f} s step {step} {len(numbers)} pairs loss {loss.item():.3f}", flush=True)
        if clock.elapsed - saved > 180 or clock.done:
            saved = clock.elapsed
            loop.save(last, network=network.state_dict(), average=average.network.state_dict(),
                      optim=optim.state_dict(), spent=clock.elapsed, step=step)  # fmt: skip
            loop.save(options.run / "final.pt", network=average.network.state_dict(), steps=step)
            print("val", validate(average.network, val), flush=True)
    feeder.stopped.set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=24)
    parser.add_argument("--pairs", type=int, default=80)
    parser.add_argument("--loss", choices=("contrastive", "triplet"), default="contrastive")
    parser.add_argument("--margin", type=float, default=0.3)
    parser.add_argument("--scratch", action="store_true", help="random weights instead of ImageNet's")
    parser.add_argument("--start", choices=("imagenet", "shipped"), default="imagenet", help="weights to begin with")
    parser.add_argument("--imagenet", type=Path, default=IMAGENET)
    parser.add_argument("--run", type=Path, default=RUNS / "embedder")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
