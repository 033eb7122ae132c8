"""The embedder's part of the report: worn crops, cut-outs and product pictures through the product's engine."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from models import retrieval
from models.colours import distances
from models.data import GARMENTS, Sample, read
from models.garments import fine_masks, worn
from models.kinds import kind_of, may_be, told
from models.report import svg
from models.report.colours import colour
from models.report.engine import PUBLIC, ask, embeddings, fractions
from models.report.text import table

WHOLE = [0.0, 0.0, 1.0, 1.0]
FEWEST = 20
"""Fewer pictures of a kind say nothing about neighbours."""
FEWEST_WORN = 10
"""The same of garments as worn, which are fewer."""


@dataclass
class Worn:
    """A garment on a street photo and, cut out of it by its mask, on white as a file."""

    photo: Path
    box: list[float]
    category: str
    cut_out: Path
    facts: dict[str, str]


def garments(samples: list[Sample], folder: Path) -> list[Worn]:
    """The garments of street photos whose masks are large enough; writes their cut-outs to the folder."""
    fine, out = fine_masks(), []
    for sample in samples:
        for garment in sample.boxes:
            for item in worn(replace(sample, boxes=(garment,)), fine):
                path = folder / f"{sample.split}-{len(out)}.png"
                Image.fromarray(np.ascontiguousarray(item.cut_out())).save(path)
                box = fractions(garment.box, sample.width, sample.height)
                out.append(Worn(sample.path, box, garment.label, path, item.facts))
    return out


def embed(asked: list[tuple[Path, str, list[float]]], models: Path = PUBLIC) -> np.ndarray:
    """Vectors of (file, category, box in fractions)."""
    questions = [{"ask": "embed", "file": str(file), "items": [[name, *box]]} for file, name, box in asked]
    return embeddings(ask(questions, models))


def embed_worn(items: list[Worn], models: Path = PUBLIC) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of the garments as worn and of their cut-outs."""
    both = [(i.photo, i.category, i.box) for i in items] + [(i.cut_out, i.category, WHOLE) for i in items]
    vectors = embed(both, models)
    return vectors[: len(items)], vectors[len(items) :]


def by_category(items: list[Worn]) -> dict[str, np.ndarray]:
    """Category → which of the items."""
    names = np.array([item.category for item in items])
    return {label: names == label for label in GARMENTS if (names == label).any()}


def recall_rows(items: list[Worn], query: np.ndarray, shop: np.ndarray, rest: list[Worn], rivals: np.ndarray) -> list:
    """recall@1, @5, @10 among the held-out cut-outs of a category, then among those of all street photos."""
    rows, sums = [], np.zeros(6)
    for label, mask in by_category(items).items():
        others = rivals[[item.category == label for item in rest]] if rest else rivals
        gallery = np.concatenate([shop[mask], others])
        near = [retrieval.recall(query[mask], shop[mask], k) for k in (1, 5, 10)]
        far = [retrieval.recall(query[mask], gallery, k) if rest else float("nan") for k in (1, 5, 10)]
        sums += mask.sum() * np.array(near + far)
        rows.append([label, int(mask.sum()), *near, len(gallery) if rest else None, *far])
    mean = (sums / len(items)).tolist()
    return [*rows, ["all", len(items), *mean[:3], None, *mean[3:]]]


def triplet_rows(items: list[Worn], query: np.ndarray, shop: np.ndarray) -> list:
    """Triplet accuracy and loss by category, and their mean over categories."""
    rows = []
    for label, mask in by_category(items).items():
        right, losses = retrieval.triplets(query[mask], shop[mask])
        rows.append([label, int(mask.sum()), right, *losses])
    mean = np.nanmean([row[2:] for row in rows], axis=0).tolist()
    return [*rows, ["mean", len(items), *mean]]


def spread_plot(items: list[Worn], query: np.ndarray, shop: np.ndarray) -> tuple[str, float]:
    """The histogram of squared distances, and the distance that separates own from other best."""
    own, others = [], []
    for mask in by_category(items).values():
        near, far = retrieval.distances(query[mask], shop[mask])
        own.append(near)
        others.append(far.ravel())
    piles = {"own cut-out": np.concatenate(own), "another": np.concatenate(others)}
    steps = np.linspace(0, 4, 401)
    errors = [(piles["own cut-out"] > s).mean() + (piles["another"] <= s).mean() for s in steps]
    return svg.histogram("Worn crop to …", "squared distance", piles, 4.0), float(steps[int(np.argmin(errors))])


def flat(limit: int | None) -> list[Sample]:
    """Held-out pictures of single garments: laid out, and from a shop."""
    return [sample for name in ("clothing", "products") for sample in read(name, split="test")[:limit]]


def places(samples: list[Sample], models: Path = PUBLIC) -> list[list[float]]:
    """Where the catalogue sees the garment of each picture, in fractions."""
    asked = [{"ask": "place", "file": str(s.path), "category": s.facts["category"]} for s in samples]
    return [given["box"] for given in ask(asked, models)]


def neighbour_rows(samples: list[Sample], own: np.ndarray, same: np.ndarray) -> tuple[list, list, str]:
    """Category precision, type precision rows, and how often a namesake is found.

    `own`: vectors with each picture's category as input, as the product has it; `same`: one input for all.
    """
    shop = np.array([s.source == "products" for s in samples])
    labels = np.array([s.facts["category"] for s in samples])
    precision = [["product pictures", int(shop.sum()), *[retrieval.precision_at(v[shop], labels[shop].tolist())
                                                       for v in (own, same)]]]  # fmt: skip
    types, hits, twins = [], 0, 0
    for words, source in (("laid out", ~shop), ("product pictures", shop)):
        for label in GARMENTS:
            mask = source & (labels == label)
            mine = [s for s, here in zip(samples, mask) if here]
            if len(mine) < FEWEST:
                continue
            kinds = np.array([kind_of(label, s.facts) for s in mine])
            known = kinds != ""
            if len(set(kinds[known])) > 1:
                names = ", ".join(sorted(set(kinds[known])))
                near = retrieval.precision_at(own[mask][known], kinds[known].tolist())
                types.append([words, label, int(known.sum()), names, near])
            if words == "product pictures":
                more = retrieval.found_at(own[mask], [s.facts["name"] for s in mine])
                hits, twins = hits + more[0], twins + more[1]
    return precision, types, f"{hits / max(1, twins):.3f} of {twins}"


def shop_rows(items: list[Worn], query: np.ndarray, samples: list[Sample], shown: np.ndarray) -> list:
    """Of garments as worn: the share of the ten nearest held-out pictures of their category that show their kind.

    Each row ends with what chance would give and with the share over it: 1 is perfect, 0 chance. Last their mean.
    """
    rows = []
    for label in GARMENTS:
        mine = [i for i, item in enumerate(items) if item.category == label and told(label, item.facts)]
        its = [i for i, s in enumerate(samples) if s.facts["category"] == label and told(label, s.facts)]
        if len(mine) < FEWEST_WORN or len({told(label, samples[i].facts) for i in its}) < 2:
            continue
        right = may_be(label, [items[i].facts for i in mine], [samples[i].facts for i in its])
        share, chance = retrieval.kin_at(query[mine], shown[its], right)
        rows.append([label, len(mine), len(its), share, chance, (share - chance) / (1 - chance)])
    counts = [row[1] for row in rows]
    mean = np.average([row[3:] for row in rows], axis=0, weights=counts).tolist() if rows else [float("nan")] * 3
    return [*rows, ["all", sum(counts), None, *mean]]


def colour_rows(items: list[Worn], query: np.ndarray, samples: list[Sample], boxes: list, shown: np.ndarray) -> list:
    """Of garments as worn: how far the colours of the ten nearest held-out pictures of their category are from theirs."""
    asked = np.array([colour(item.cut_out, WHOLE) for item in items])
    seen = np.array([colour(s.path, box) for s, box in zip(samples, boxes)])
    worn, flat = [item.category for item in items], [s.facts["category"] for s in samples]
    rows = []
    for label in GARMENTS:
        mine, its = (np.array([name == label for name in names]) for names in (worn, flat))
        if mine.sum() >= FEWEST_WORN and its.sum() >= FEWEST:
            rows.append([label, int(mine.sum()), *distances(query[mine], shown[its], asked[mine], seen[its])])
    mean = np.average([row[2:] for row in rows], axis=0, weights=[row[1] for row in rows]).tolist() if rows else []
    return [*rows, ["all", sum(row[1] for row in rows), *(mean or [float("nan")] * 3)]]


def section(limit: int | None, everything: bool) -> tuple[str, dict[str, str], dict[str, float]]:
    """The Markdown, the plots, and the figures that are wanted: recalls, category and kind precision."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        items = garments(read("ccp", split="test")[:limit], folder)
        rest = [s for split in ("train", "val") for s in read("ccp", split=split)[:limit]] if everything else []
        more = garments(rest, folder)
        query, shop = embed_worn(items)
        boxes = places(samples := flat(limit))
        own = embed([(s.path, s.facts["category"], box) for s, box in zip(samples, boxes)])
        alike = colour_rows(items, query, samples, boxes, own)
        rivals = embed([(i.cut_out, i.category, WHOLE) for i in more])
    same = embed([(s.path, "topwear", box) for s, box in zip(samples, boxes)])
    recalls = recall_rows(items, query, shop, more, rivals)
    precision, types, namesakes = neighbour_rows(samples, own, same)
    crossing = shop_rows(items, query, samples, own)
    plot, division = spread_plot(items, query, shop)
    margins = [f"loss, margin {margin}" for margin in retrieval.MARGINS]
    text = [
        "## Embedder",
        "Street photos held out, garment boxes given: the crop as worn → its own mask cut out on white, among the "
        "held-out cut-outs of its category, then among the cut-outs of all street photos (those of the training too).",
        table(["category", "n", "@1", "@5", "@10", "of all", "@1 of all", "@5 of all", "@10 of all"], recalls),
        "### Triplets",
        "Every (worn crop, own cut-out, other cut-out of the category) once, which is what negatives drawn at random "
        "come to. Loss = mean of max(0, d(own) − d(other) + margin), d the squared Euclidean distance of unit vectors. "
        "The reference tells its validation losses (0.39 topwear, 0.33 bottomwear, 0.34 footwear, 0.03 eyewear, 0.10 "
        "handbags) but its margin is not known here, so three usual ones stand side by side.",
        table(["category", "n", "triplet accuracy", *margins], triplet_rows(items, query, shop)),
        f"Best division between own and other: squared distance {division:.2f} (similarity {1 - division / 2:.2f}).",
        "![distances](plots/distances.svg)",
        "### Product pictures",
        "Cut where the catalogue sees the garment. Ten nearest among all held-out product pictures: share of the same category, with the picture's own category "
        "as the network's input (as the product asks; the search then stays inside the category), and with one and the "
        "same input for all, so that nothing is given away.",
        table(["pictures", "n", "category precision@10", "the same input for all"], precision),
        f"Colour-blind: a product of the same name, often another colour, is among the ten nearest of its category: "
        f"{namesakes}; colourways are trained apart. Same kind among the ten nearest of the category (kinds as the "
        "product's name or the source's label tells them):",
        table(["pictures", "category", "n", "kinds", "precision@10"], types),
        "### From the street to the shop",
        "What a dot does: garments as worn on held-out street photos, and the ten nearest of all held-out pictures of "
        "single garments of their category (shop pictures and garments laid out). Share that shows the kind of garment "
        "that is worn (jeans, skirt, shirt …), by the photo's fine labels and the pictures' names; of a kind that has "
        "fewer pictures as many are counted. Over chance: 0 is no better than any picture of the category, 1 perfect.",
        table(["category", "n", "pictures", "kind@10", "by chance", "over chance"], crossing),
        "And how far their colours are from the worn garment's (median L*a*b* of the garment; about 2 is just seen):",
        table(["category", "n", "ten nearest", "all of the category", "ten nearest by colour alone"], alike),
    ]  # fmt: skip
    counts = np.array([row[2] for row in types])
    kindred = float((counts * np.array([row[4] for row in types])).sum() / max(1, counts.sum()))
    wanted = {"recall@1": recalls[-1][2], "recall@10": recalls[-1][4], "precision@10": precision[0][2],
              "precision@10, same input": precision[0][3], "kinds@10": kindred,
              "worn → shop, kind@10": crossing[-1][3], "over chance": crossing[-1][5],
              "colours": alike[-1][2]}  # fmt: skip
    return "\n\n".join(text), {"distances.svg": plot}, wanted
