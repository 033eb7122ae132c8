"""One network for all garments: a crop and its category become 128 numbers of unit length. Network, training, recall.

python3 -m models.embedder --minutes 24                       trains (resumes runs/embedder/last.pt), writes final.pt
python3 -m models.embedder --loss triplet --run models/runs/triplet       --scratch: without ImageNet's weights
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models import colours, loop, shipped
from models.backbone import IMAGENET, Conv, MobileNetV2, imagenet_head
from models.crops import GARMENTS, CropRule, crop, to_input
from models.data import RUNS
from models.garments import Item, load
from models.kinds import allowed, may_be, told
from models.objectives import DIMENSIONS, Colours, Kinds, contrast, triplet
from models.piles import SHARES, Piles
from models.retrieval import kin_at, precision_at

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


def any_category(count: int) -> Tensor:
    """One category, drawn at random, as the input of all: garments must be told apart without being told what they are."""
    return one_hot(torch.randint(len(GARMENTS), (1,))).repeat(count, 1)


# Training sees smaller crops than the product shows, in two stages: more steps in that time, and objects look larger
# after random cropping, so that the best size to ask is above the one trained on (Touvron et al., "FixRes", 2019).
SMALL, SMALL_UNTIL, TRAINED = 128, 0.55, 160
BANK_FROM = 0.25
KIND_WEIGHT = 0.4
COLOUR_WEIGHT = 0.8


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


def neighbours(network: Embedder, items: list[Item]) -> str:
    """Shares of the ten nearest product pictures of the same category and kind, one category as input for all."""
    boxes = [item.box for item in items]
    vectors = embed(network, [item.image for item in items], boxes, [0] * len(items)).numpy()
    kinds = [str(allowed(GARMENTS[item.category], item.facts).tobytes()) for item in items]
    return f"category {precision_at(vectors, [i.category for i in items]):.3f} kind {precision_at(vectors, kinds):.3f}"


def crossing(network: Embedder, worn: list[Item], flat: list[Item]) -> str:
    """Shares of the ten nearest pictures of single garments that show the kind of garment that is worn, and of chance.

    Then how far their colours are from what is worn, and those of all pictures.
    """
    categories = [item.category for item in worn]
    query = embed(network, [item.image for item in worn], [item.box for item in worn], categories).numpy()
    boxes = [item.box for item in flat]
    shown = embed(network, [item.image for item in flat], boxes, [item.category for item in flat]).numpy()
    words, shares, far = [], [], []
    asked, seen = (np.stack([colours.of_item(item) for item in items]) for items in (worn, flat))
    for number, name in enumerate(GARMENTS):
        mine = [i for i, item in enumerate(worn) if item.category == number and told(name, item.facts)]
        its = [i for i, item in enumerate(flat) if item.category == number and told(name, item.facts)]
        if len(mine) < 20 or len({told(name, flat[i].facts) for i in its}) < 2:
            continue
        right = may_be(name, [worn[i].facts for i in mine], [flat[i].facts for i in its])
        share, chance = kin_at(query[mine], shown[its], right)
        shares.append(share)
        words.append(f"{name} {share:.3f}/{chance:.3f}")
        far.append(colours.distances(query[mine], shown[its], asked[mine], seen[its])[:2])
    here, all_of_them = np.mean(far, 0)
    return f"kin {np.mean(shares):.3f} colours {here:.1f}/{all_of_them:.1f}: {' '.join(words)};"


def validate(network: Embedder, items: list[Item]) -> str:
    """recall@1 / @10 per category among the validation cut-outs of that category; what product pictures are near."""
    network.eval()
    worn = [item for item in items if item.kind == "worn"]
    flat = [item for item in items if item.kind != "worn"]
    words = [neighbours(network, [item for item in items if item.kind == "product"]), crossing(network, worn, flat)]
    items, (query, shop) = worn, embed_worn(network, worn)
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
    kinds, hues = Kinds().to(loop.DEVICE), Colours().to(loop.DEVICE)
    optim = loop.optimizer(network, network.backbone, 1e-3 if options.scratch else 3e-4, 1e-3, 0.02)
    sorting = [*kinds.parameters(), *hues.parameters()]
    optim.add_param_group({"params": sorting, "lr": 3e-3, "initial_lr": 3e-3, "weight_decay": 0.0})
    spent, step, last = 0.0, 0, options.run / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=loop.DEVICE)
        network.load_state_dict(state["network"])
        kinds.load_state_dict(state["kinds"])
        hues.load_state_dict(state["hues"])
        average.network.load_state_dict(state["average"])
        optim.load_state_dict(state["optim"])
        spent, step, average.steps = state["spent"], state["step"], state["step"]
    val = load("val", "worn", "product", "laid")
    piles = Piles(load("train"), options.pairs, RULE, SMALL)
    print({k: int((piles.kind == k).sum()) for k in SHARES}, flush=True)
    clock = loop.Clock(options.minutes * 60, spent)
    feeder, saved = loop.Feeder(piles, seed=1 + step), clock.elapsed
    while not clock.done:
        network.train()
        piles.size = SMALL if clock.elapsed < SMALL_UNTIL * clock.seconds else TRAINED
        numbers, crops, shares = feeder.next()
        categories = one_hot(torch.from_numpy(piles.category[numbers])).repeat(2, 1)
        loop.set_rate(optim, clock.rate())
        with loop.autocast():
            features = network.backbone(loop.to_device(crops))[-1]
            made = network.finish(features, loop.to_device(categories))
            shared = network.finish(features, loop.to_device(any_category(len(categories))))
        query, shop = made.float().chunk(2)
        if options.loss == "triplet":
            loss = triplet(query, shop, options.margin)
        else:
            late = clock.elapsed > BANK_FROM * clock.seconds
            loss = contrast(query, shop, piles.negatives(numbers, step) if late else None)
        possible = loop.to_device(torch.from_numpy(piles.possible[numbers]).repeat(2, 1))
        alike = kinds(made.float(), possible) + kinds(shared.float(), possible)
        tinted = hues(made.float(), loop.to_device(categories), loop.to_device(shares.repeat(2, 1)))
        loss = loss + KIND_WEIGHT * alike + COLOUR_WEIGHT * tinted
        optim.zero_grad(set_to_none=True)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        if torch.isfinite(norm):  # one step that is no number would end the network for good
            optim.step()
        average.update(network)
        step += 1
        piles.remember(numbers, shop, step)
        if step % 20 == 0:
            print(f"{clock.elapsed:.0f} s step {step} {len(numbers)} pairs loss {loss.item():.3f} kinds {alike.item() / 2:.3f} "
                  f"colours {tinted.item():.3f}", flush=True)  # fmt: skip
        if clock.elapsed - saved > 180 or clock.done:
            saved = clock.elapsed
            loop.save(last, network=network.state_dict(), average=average.network.state_dict(), optim=optim.state_dict(),
                      kinds=kinds.state_dict(), hues=hues.state_dict(), spent=clock.elapsed, step=step)  # fmt: skip
            loop.save(options.run / "final.pt", network=average.network.state_dict(), steps=step)
            print("val", validate(average.network, val), flush=True)
    feeder.stopped.set()


def towards(run: Path, share: float) -> None:
    """Leaves in final.pt what lies `share` of the way from the shipped network to what the run trained."""
    network = Embedder()
    shipped.load_named("embedder", network)
    made = torch.load(run / "last.pt", map_location="cpu")["average"]
    mixed = {name: old.lerp(made[name], share) if old.is_floating_point() else made[name]
             for name, old in network.state_dict().items()}  # fmt: skip
    network.load_state_dict(mixed)
    loop.save(run / "final.pt", network=mixed)
    print("val", validate(network, load("val", "worn", "product", "laid")), flush=True)


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
    parser.add_argument("--towards", type=float, help="instead of training: this share of the way to what the run trained")
    options = parser.parse_args()
    if options.towards is not None:
        towards(options.run, options.towards)
        return
    train(options)


if __name__ == "__main__":
    main()
