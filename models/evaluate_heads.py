"""Writes the sections "Attributes" and "Embedder" of models/REPORT.md from the held-out test split.

python3 -m models.evaluate_heads [attributes] [embedder] [--sizes]   (--sizes: input sizes compared on validation)
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models import attributes, embedder, loop
from models.crops import GARMENTS
from models.data import RUNS, check_leaks, read
from models.export_heads import PUBLIC, round_weights
from models.garments import Item, load

REPORT = Path(__file__).resolve().parent / "REPORT.md"
FRAMED = {"full": "full body", "half": "half body", "close": "close-up", "headless": "without head", "part": "part"}


def put(section: str, text: str) -> None:
    """Replaces what stands between the section's markers, or appends the section."""
    begin, end = f"<!-- {section}:begin -->", f"<!-- {section}:end -->"
    body = REPORT.read_text() if REPORT.exists() else "# Report on the models\n"
    if begin in body:
        before, rest = body.split(begin, 1)
        after = rest.split(end, 1)[1]
    else:
        before, after = body.rstrip() + "\n\n", "\n"
    REPORT.write_text(f"{before}{begin}\n{text.rstrip()}\n{end}{after}")


def table(head: list[str], rows: list[list[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def gender_row(name: str, probability: Tensor, right: Tensor, mask: Tensor, threshold: float) -> list[object]:
    """All, accuracy of all, share decided, accuracy of the decided."""
    decided = mask & (probability >= threshold)
    sure = f"{right[decided].float().mean():.3f}" if decided.any() else "–"
    shares = [f"{right[mask].float().mean():.3f}", f"{decided.sum() / mask.sum():.3f}", sure]
    return [name, int(mask.sum()), *shares]


def evaluate_attributes() -> str:
    """The section's text."""
    check_leaks(read("ccp", "ccp-unlabelled", "web", "portraits", "uwear"))
    state = torch.load(RUNS / "attributes/final.pt", map_location=loop.DEVICE)
    network = attributes.Attributes()
    network.load_state_dict(state["network"])
    network = round_weights(network).to(loop.DEVICE).eval()
    threshold = json.loads((PUBLIC / "attributes/manifest.json").read_text())["thresholds"]["gender"]
    cuts = attributes.load("test", 200)
    logits, frames = attributes.predict(network, cuts)
    probability, guess = (logits / network.temperature.cpu()).softmax(1).max(1)
    truth = torch.tensor([cut.gender for cut in cuts])
    known, right = truth >= 0, guess == truth
    rows = []
    for source in ("ccp", "ccp-unlabelled", "portraits", "web", "uwear"):
        mask = known & torch.tensor([cut.source == source for cut in cuts])
        rows.append(gender_row(source, probability, right, mask, threshold))
    for framing, words in FRAMED.items():
        mask = known & torch.tensor([cut.framing == framing for cut in cuts])
        if mask.any():
            rows.append(gender_row(words, probability, right, mask, threshold))
    for number, words in enumerate(attributes.GENDERS):
        rows.append(gender_row(words, probability, right, truth == number, threshold))
    rows.append(gender_row("all", probability, right, known, threshold))
    product = attributes.FRAMINGS.index("product")
    kinds = [product if cut.framing == "product" else attributes.FRAMING_OF.get(cut.framing, -1) for cut in cuts]
    kinds = torch.tensor(kinds)
    seen = frames.argmax(1)
    framing_rows = [
        [name, int((kinds == i).sum()), *[int(((kinds == i) & (seen == j)).sum()) for j in range(4)]]
        for i, name in enumerate(attributes.FRAMINGS)
    ]
    return "\n\n".join([
        "## Attributes",
        f"Women or men on held-out pictures, given boxes. Decided: calibrated probability ≥ {threshold} (temperature "
        f"{float(network.temperature):.2f}), the lowest confidence with ≥ 97 % precision on validation. ccp-unlabelled "
        "has no person boxes: a fixed middle box; uwear is grey.",
        table(["persons", "n", "accuracy of all", "decided", "accuracy of the decided"], rows),
        f"Framing: {(kinds == seen)[kinds >= 0].float().mean():.3f} right. Rows are the truth, columns the answer; "
        "headless counts as half, feet and hands as close-up.",
        table(["framing", "n", *attributes.FRAMINGS], framing_rows),
    ])  # fmt: skip


def same_label(embeddings: Tensor, labels: list[str], k: int = 10) -> str:
    """Mean share of the k nearest others that carry the same label."""
    codes = torch.tensor(np.unique(labels, return_inverse=True)[1])
    similarity = embeddings @ embeddings.T
    similarity.fill_diagonal_(-2)
    nearest = similarity.topk(min(k, len(labels) - 1), 1).indices
    return f"{(codes[nearest] == codes[:, None]).float().mean():.3f}"


def precision_rows(network: embedder.Embedder, items: list[Item]) -> list[list[object]]:
    """Types found among the ten nearest of a category, per source."""
    rows = []
    for kind, words in (("laid", "laid out"), ("product", "product pictures")):
        for c, category in enumerate(GARMENTS):
            mine = [item for item in items if item.kind == kind and item.category == c]
            labels = [item.facts["type"] for item in mine]
            if len(mine) < 20 or len(set(labels)) < 2:
                continue
            found = embedder.embed(network, [i.image for i in mine], [i.box for i in mine], [c] * len(mine))
            rows.append([words, category, len(mine), ", ".join(sorted(set(labels))), same_label(found, labels)])
    return rows


def category_blind(network: embedder.Embedder, items: list[Item]) -> str:
    """Category precision@10 of product pictures with one and the same category input for all, so nothing is given away."""
    mine = [item for item in items if item.kind == "product"]
    found = embedder.embed(network, [i.image for i in mine], [i.box for i in mine], [0] * len(mine))
    return same_label(found, [GARMENTS[i.category] for i in mine])


def same_name(network: embedder.Embedder, items: list[Item]) -> str:
    """Share of products with a namesake (often another colour) that have it among their ten nearest of the category."""
    hits, total = 0, 0
    for c in range(len(GARMENTS)):
        mine = [item for item in items if item.kind == "product" and item.category == c]
        if len(mine) < 20:
            continue
        found = embedder.embed(network, [i.image for i in mine], [i.box for i in mine], [c] * len(mine))
        names = np.array([item.facts["name"] for item in mine])
        similarity = found @ found.T
        similarity.fill_diagonal_(-2)
        nearest = similarity.topk(10, 1).indices.numpy()
        for row, name in enumerate(names):
            if (names == name).sum() > 1:
                total += 1
                hits += bool((names[nearest[row]] == name).any())
    return f"{hits / max(1, total):.3f} of {total}"


def spread(query: Tensor, shop: Tensor, categories: Tensor) -> tuple[list[list[object]], list[Tensor]]:
    """Percentiles of the similarity to the own cut-out and to others of the category; also the raw numbers."""
    own, others, best = [], [], []
    for c in range(len(GARMENTS)):
        mask = categories == c
        similarity = query[mask] @ shop[mask].T
        off = ~torch.eye(len(similarity), dtype=torch.bool)
        own.append(similarity.diagonal())
        others.append(similarity[off])
        best.append(similarity.masked_fill(~off, -2).amax(1))
    rows, raw = [], []
    for words, parts in (("own cut-out", own), ("other garment", others), ("nearest other", best)):
        values = torch.cat(parts)
        raw.append(values)
        points = values.quantile(torch.tensor([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]))
        rows.append([words, *[f"{float(v):.2f}" for v in points]])
    return rows, raw


def close_at(own: Tensor, others: Tensor) -> float:
    """The similarity that best separates a garment's own cut-out from others of its category (equal weight of errors)."""
    steps = torch.arange(0, 1, 0.01)
    errors = torch.stack([(own < s).float().mean() + (others >= s).float().mean() for s in steps])
    return float(steps[errors.argmin()])


def load_embedder() -> embedder.Embedder:
    """The trained network with the weights as shipped."""
    network = embedder.Embedder()
    network.load_state_dict(torch.load(RUNS / "embedder/final.pt", map_location=loop.DEVICE)["network"])
    return round_weights(network).to(loop.DEVICE).eval()


def evaluate_embedder() -> str:
    """The section's text."""
    check_leaks(read("ccp", "clothing", "products", "web"))
    network = load_embedder()
    worn = load("test", "worn")
    query, shop = embedder.embed_worn(network, worn)
    rest = load("train", "worn") + load("val", "worn")
    outs = [np.ascontiguousarray(item.cut_out()) for item in rest]
    boxes = [(0, 0, out.shape[1], out.shape[0]) for out in outs]
    rivals = embedder.embed(network, outs, boxes, [item.category for item in rest])
    kinds = torch.tensor([item.category for item in rest])
    rows, sums = [], np.zeros(6)
    for c, category in enumerate(GARMENTS):
        n = sum(item.category == c for item in worn)
        near = embedder.recalls(query, shop, worn, c)
        far = embedder.recalls(query, shop, worn, c, rivals[kinds == c])
        sums += n * np.array(near + far)
        cells = [f"{v:.3f}" for v in near]
        rows.append([category, n, *cells, n + int((kinds == c).sum()), *[f"{v:.3f}" for v in far]])
    every = [f"{v:.3f}" for v in sums / len(worn)]
    rows.append(["all", len(worn), *every[:3], "", *every[3:]])
    categories = torch.tensor([item.category for item in worn])
    spread_rows, (own, others, _) = spread(query, shop, categories)
    flat = load("test", "laid", "product")
    return "\n\n".join([
        "## Embedder",
        "Street photos held out, garment boxes given: the crop as worn → its own mask cut out on white, among the held-out "
        "cut-outs of its category, then among the cut-outs of all street photos (those of the training too).",
        table(["category", "n", "@1", "@5", "@10", "of all", "@1", "@5", "@10"], rows),
        f"Similarity in the same test, percentiles. Best division of own and others: {close_at(own, others):.2f}.",
        table(["of a worn crop to", "1 %", "5 %", "25 %", "50 %", "75 %", "95 %", "99 %"], spread_rows),
        "Product pictures held out: same type among the ten nearest of the category.",
        table(["pictures", "category", "n", "types", "precision@10"], precision_rows(network, flat)),
        f"Category among the ten nearest of all product pictures, the category input being the same for all: "
        f"{category_blind(network, flat)}. A product of the same name, often another colour, is among the ten nearest "
        f"of its category: {same_name(network, flat)}; colourways are trained apart.",
    ])  # fmt: skip


def compare_sizes() -> None:
    """Prints validation recall at other input sizes, among the cut-outs of validation and training."""
    network, worn = load_embedder(), load("val", "worn")
    for size in (128, 160, 192, 224):
        query, shop = embedder.embed_worn(network, worn, size)
        found = np.array([embedder.recalls(query, shop, worn, c) for c in range(len(GARMENTS))])
        counts = np.array([sum(item.category == c for item in worn) for c in range(len(GARMENTS))])
        print(size, "mean", np.round(counts @ found / counts.sum(), 3), "@1", np.round(found[:, 0], 3), flush=True)


SECTIONS = {"attributes": evaluate_attributes, "embedder": evaluate_embedder}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", default=list(SECTIONS))
    parser.add_argument("--sizes", action="store_true")
    options = parser.parse_args()
    if options.sizes:
        compare_sizes()
        return
    for name in options.sections:
        text = SECTIONS[name]()
        put(name, text)
        print(text)


if __name__ == "__main__":
    main()
