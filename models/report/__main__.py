"""Writes models/REPORT.md, its plots and the figures of models/CARD.md from public/models: python3 -m models.report

--latency times the models too (on an idle machine), --time-again does nothing else; --quick leaves out the variants and
the large gallery; --limit N looks at N pictures a source, for a try, and needs --out, a folder elsewhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
from pathlib import Path

from models import data
from models.report import detection, fit, latency, looks, people, tries, variants
from models.report.engine import PUBLIC
from models.report.text import table, verdict

MODELS = Path(__file__).resolve().parents[1]


def manifests() -> dict[str, dict]:
    """The manifests of the shipped models; raises BadData when a model is not the one its manifest names."""
    out = {}
    for kind in variants.KINDS:
        manifest = json.loads((PUBLIC / kind / "manifest.json").read_text())
        if hashlib.sha256((PUBLIC / kind / "model.onnx").read_bytes()).hexdigest() != manifest["sha256"]:
            raise data.BadData(f"{kind}/model.onnx: is not what its manifest names")
        out[kind] = manifest
    return out


def gender_of(rows: list[list], name: str) -> list:
    """[decided, accuracy of the decided] of a row of the gender table."""
    return next(([row[3], row[4]] for row in rows if row[0] == name), [None, None])


def goals(seen: dict[str, dict], gender: list[list], wanted: dict[str, float], sizes: dict[str, int]) -> str:
    """What must be reached against what was measured."""
    street, web = seen["street"], seen["web"]
    least = min((street[f"{label} of five"][1], label) for label in detection.REFERENCE)
    rows = [
        ["street, five classes, mAP50", 0.93, street["five classes"][1]],
        [f"street, the weakest of the five ({least[1]}), AP50", 0.85, least[0]],
        ["street, five classes, mAP50-95", 0.66, street["five classes"][2]],
        ["street, eight garments, mAP50", 0.80, street["eight garments"][1]],
        ["street, person, AP50", 0.97, street["person"][1]],
        ["web, five classes, mAP50", 0.75, web["five classes"][1]],
        ["web, person, AP50", 0.90, web["person"][1]],
    ]
    for name, right in (("street, full body", 0.95), ("portraits", 0.95), ("web", 0.92)):
        decided, accuracy = gender_of(gender, name)
        rows.append([f"gender, {name}: accuracy of the decided", right, accuracy])
        rows.append([f"gender, {name}: decided", 0.90, decided])
    rows += [
        ["embedder, worn → own cut-out, recall@1", 0.85, wanted["recall@1"]],
        ["embedder, worn → own cut-out, recall@10", 0.97, wanted["recall@10"]],
        ["embedder, product pictures, category precision@10", 0.95, wanted["precision@10"]],
        ["the same, the category not told to the network", 0.95, wanted["precision@10, same input"]],
    ]
    lines = [[name, f"≥ {goal:.2f}", value, verdict(value, goal)] for name, goal, value in rows]
    for kind, most in (("detector", 5.0), ("embedder", 8.0)):
        size = sizes[kind] / 1e6
        lines.append([f"{kind}, MB as shipped", f"≤ {most:g}", size, verdict(size, most, True)])
    return table(["what", "wanted", "measured", ""], lines)


def comparison() -> str:
    """The embedder's variants as `models.compare` left them."""
    path = MODELS / "report/comparison.json"
    if not path.exists():
        return "## Embedder: variants\n\nNot compared yet: `python3 -m models.compare --minutes M`."
    kept = json.loads(path.read_text())
    text = [f"## Embedder: variants\n\n{kept['note']}"]
    text += [f"{part['title']}\n\n{table(part['head'], part['rows'])}" for part in kept["tables"]]
    return "\n\n".join(text)


def insert(path: Path, text: str) -> None:
    """Replaces what stands between the card's markers."""
    pattern = re.compile("(<!-- figures:begin -->).*?(<!-- figures:end -->)", re.S)
    path.write_text(pattern.sub(lambda found: f"{found[1]}\n{text}\n{found[2]}", path.read_text()))


def time_again(report: Path, key: str) -> None:
    """Times the models and renews the report's last section; nothing else is measured."""
    timed = latency.remember(report.parent / "report/latency.json", key, latency.measure())
    before, _, _ = report.read_text().partition("## Time\n")
    report.write_text(before + latency.section(timed) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", action="store_true")
    parser.add_argument("--time-again", action="store_true", help="only times the models, on an idle machine")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--note", default="", help="what was new in this detector, for the table of tries")
    parser.add_argument("--attributes-note", default="", help="the same of the attributes")
    parser.add_argument("--embedder-note", default="", help="the same of the embedder")
    options = parser.parse_args()
    if options.limit and options.out == MODELS:
        parser.error("--limit is for a try: say --out FOLDER")
    facts, plots = manifests(), options.out / "report/plots"
    key = "-".join(facts[kind]["sha256"][:12] for kind in variants.KINDS)
    if options.time_again:
        time_again(options.out / "REPORT.md", key)
        return
    data.check("test")
    print("data checked: no leak, every test picture whole", flush=True)
    plots.mkdir(parents=True, exist_ok=True)
    # First: the report's own work would be the load beside it.
    timed = latency.measure() if options.latency else None
    looked, seen = detection.measure(options.limit)
    detector, drawn = detection.section(looked, seen, facts["detector"], options.limit)
    print("detector measured", flush=True)
    attributes, _, gender = people.section(options.limit, facts["attributes"]["thresholds"]["gender"])
    print("attributes measured", flush=True)
    by_heart = fit.section(seen, gender, options.limit)
    embedder, more, wanted = looks.section(options.limit, everything=not options.quick)
    print("embedder measured", flush=True)
    storage = "## Storage of the weights\n\nNot measured in this run."
    if not options.quick:
        with tempfile.TemporaryDirectory() as folder:
            storage = variants.section(Path(folder), options.limit, options.out / "report/storage.json")
    time = latency.section(latency.remember(options.out / "report/latency.json", key, timed))
    sizes = {kind: manifest["bytes"] for kind, manifest in facts.items()}
    tried = tries.section(options.out / "report/tries.json", facts["detector"], seen, options.note)
    notes = {"attributes": options.attributes_note, "embedder": options.embedder_note}
    small = tries.heads(options.out / "report/heads.json", facts, notes, gender, wanted)
    reached = goals(seen, gender, wanted, sizes)
    shipped = ", ".join(f"{k} {m['version']} ({m['bytes'] / 1e6:.2f} MB, sha256 {m['sha256'][:12]}…)"
                        for k, m in facts.items())  # fmt: skip
    parts = [
        "# Report on the models",
        f"Written by `python3 -m models.report`; no figure is typed by hand. Shipped: {shipped}. Everything below is "
        "measured on held-out pictures, never trained on (but for “Learned by heart”, which says so), with the exported "
        "files in the product's own engine (scaling, decoding and suppression included). [Model card](CARD.md), "
        "[how to retrain](README.md).",
        "## What must be reached", reached, tried, small, detector, attributes, by_heart, embedder,
        comparison(), storage, time,
    ]  # fmt: skip
    (options.out / "REPORT.md").write_text("\n\n".join(parts) + "\n")
    for name, text in (drawn | more).items():
        (plots / name).write_text(text)
    if (options.out / "CARD.md").exists():
        insert(options.out / "CARD.md", reached)
    print(f"{options.out / 'REPORT.md'} written")


if __name__ == "__main__":
    main()
