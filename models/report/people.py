"""The attributes' part of the report: women or men, and framing, by source; boxes given and boxes found."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models import data
from models.metrics import overlaps
from models.persons import FRAMING_OF, FRAMINGS, GENDERS, UNLABELLED_BOX, things
from models.report.engine import PUBLIC, ask, fractions, pixels
from models.report.text import table

SOURCES = ("ccp", "ccp-unlabelled", "portraits", "web", "uwear")
FRAMED = {"full": "full body", "half": "half body", "close": "close-up", "headless": "without head", "part": "part"}
WHOLE = [0.0, 0.0, 1.0, 1.0]
GENDER = {"w": "women", "m": "men"}


@dataclass
class Case:
    """A person with what is true and, per way of asking, what the model said: (gender, its probability, framing)."""

    sample: data.Sample
    box: list[float]
    gender: str
    framing: str
    said: tuple[str, float, str] = ("", 0.0, "")
    found: tuple[str, float, str] | None = None


def cases(limit: int | None, split: str = "test") -> list[Case]:
    """Persons of a split; their boxes in fractions. Product pictures have framing "product" and no gender."""
    out = []
    for source in SOURCES:
        for s in data.read(source, split=split)[:limit]:
            if source == "ccp-unlabelled":
                x0, y0, x1, y1 = UNLABELLED_BOX
                out.append(Case(s, [x0, y0, x1 - x0, y1 - y0], GENDER.get(s.facts["gender"], "?"), "full"))
            elif source == "portraits":
                box = fractions(s.persons[0].box, s.width, s.height) if s.persons else WHOLE
                out.append(Case(s, box, GENDER.get(s.facts["gender"], "?"), "?"))
            for p in s.persons if source in ("ccp", "web", "uwear") else ():
                out.append(Case(s, fractions(p.box, s.width, s.height), GENDER.get(p.gender, "?"), p.framing))
    return out + [Case(s, WHOLE, "?", "product") for s in things(split, 200)[:limit]]


def undecided_models(folder: Path, models: Path = PUBLIC) -> Path:
    """The models with the threshold of "unsure" at 0 so that the better gender is always told."""
    shutil.copytree(models, folder, dirs_exist_ok=True)
    path = folder / "attributes/manifest.json"
    manifest = json.loads(path.read_text())
    manifest["thresholds"]["gender"] = 0
    path.write_text(json.dumps(manifest))
    return folder


def describe(people: list[Case], models: Path = PUBLIC) -> None:
    """Asks the attributes model with the boxes given, and notes the answers."""
    with tempfile.TemporaryDirectory() as folder:
        bold = undecided_models(Path(folder) / "models", models)
        answers = ask([{"ask": "describe", "file": str(c.sample.path), "boxes": [c.box]} for c in people], bold)
    for case, given in zip(people, answers):
        person = given["persons"][0]
        case.said = person["gender"], person["genderScore"], person["framing"]


def find(people: list[Case]) -> dict[Path, dict]:
    """The whole product on the same pictures: the found person that covers a labelled one best, if any does."""
    files = sorted({c.sample.path for c in people if c.sample.source in ("ccp", "web", "uwear")})
    answers = dict(zip(files, ask([{"ask": "persons", "file": str(file)} for file in files])))
    for case in people:
        given = answers.get(case.sample.path)
        if given is None or case.framing == "product":
            continue
        size = case.sample.width, case.sample.height
        boxes = np.array([pixels(p["box"], *size) for p in given["persons"]]).reshape(-1, 4)
        table_ = overlaps(np.array([pixels(case.box, *size)]), boxes)[0]
        if len(table_) and table_.max() >= 0.5:
            person = given["persons"][int(table_.argmax())]
            case.found = person["gender"], person["genderScore"], person["framing"]
    return answers


def row(name: str, people: list[Case], threshold: float) -> list[object]:
    """n, accuracy of all, share decided, accuracy of the decided; then decided and right in found boxes."""
    known = [c for c in people if c.gender != "?"]
    if not known:
        return [name, 0, None, None, None, None, None]
    right = np.array([c.said[0] == c.gender for c in known])
    sure = np.array([c.said[1] >= threshold for c in known])
    seen = [c for c in known if c.found is not None]
    told = [c for c in seen if c.found[0] != "unsure"]
    sure_found = float(np.mean([c.found[0] == c.gender for c in told])) if told else None
    decided = float(right[sure].mean()) if sure.any() else None
    product = [len(told) / len(seen), sure_found] if seen else [None, None]
    return [name, len(known), float(right.mean()), float(sure.mean()), decided, *product]


def rows(people: list[Case], threshold: float) -> list[list[object]]:
    """The gender table: by source, by framing, women, men, all."""
    groups = [(source, [c for c in people if c.sample.source == source]) for source in SOURCES]
    street = [c for c in people if c.sample.source in ("ccp", "ccp-unlabelled")]
    groups.append(("street, full body", street))
    groups += [(words, [c for c in people if c.framing == kind]) for kind, words in FRAMED.items()]
    groups += [(gender, [c for c in people if c.gender == gender]) for gender in GENDERS]
    return [row(name, part, threshold) for name, part in [*groups, ("all", people)]]


def kind_of(case: Case) -> str | None:
    """The framing in the product's words."""
    if case.framing == "product":
        return "product"
    number = FRAMING_OF.get(case.framing)
    return None if number is None else FRAMINGS[number]


def reference_full(case: Case, given: dict) -> bool:
    """The reference's rule over detections: eyes and heels in the picture, farther apart than half its width.

    Heels are the lower edge of shoes on the person; eyes the glasses, else 7 % below the top of the person's box.
    """
    x, y, w, h = case.box
    middle = [(g[0], g[2] + g[4] / 2, g[3], g[3] + g[5]) for g in given["garments"]]
    mine = [g for g in middle if x - 0.1 * w <= g[1] <= x + 1.1 * w]
    heels = [bottom for name, _, top, bottom in mine if name == "footwear" and y + 0.5 * h < bottom < y + 1.1 * h]
    eyes = [top for name, _, top, _ in mine if name == "eyewear" and top < y + 0.25 * h] or [y + 0.07 * h]
    return bool(heels) and (max(heels) - min(eyes)) * case.sample.height > 0.5 * case.sample.width


def framing_table(people: list[Case]) -> tuple[str, float]:
    """Truth against the model's answer, and the share that is right."""
    known = [(kind_of(c), c.said[2]) for c in people if kind_of(c)]
    lines = [[kind, sum(t == kind for t, _ in known), *[known.count((kind, other)) for other in FRAMINGS]]
             for kind in FRAMINGS]  # fmt: skip
    right = float(np.mean([t == s for t, s in known])) if known else float("nan")
    return table(["framing", "n", *FRAMINGS], lines), right


def full_shots(people: list[Case], answers: dict[Path, dict]) -> str:
    """Full shot or not, of persons that the detector found: the model, the product, the reference's rule."""
    persons = [c for c in people if c.found is not None and kind_of(c)]
    ways = {
        "attributes model": lambda c: c.said[2] == "full",
        "the product (geometry where it is sure, else the model)": lambda c: c.found[2] == "full",
        "the reference's rule over detections": lambda c: reference_full(c, answers[c.sample.path]),
    }
    lines = []
    for name, way in ways.items():
        true, said = np.array([kind_of(c) == "full" for c in persons]), np.array([way(c) for c in persons])
        right = int((true & said).sum())
        lines.append([name, len(persons), float((true == said).mean()) if persons else None,
                      right / max(1, said.sum()), right / max(1, true.sum())])  # fmt: skip
    return table(["full shot?", "n", "accuracy", "precision", "recall"], lines)


def section(limit: int | None, threshold: float) -> tuple[str, list[Case], list[list[object]]]:
    """The Markdown, the persons with their answers and the gender table's rows."""
    people = cases(limit)
    describe(people)
    answers = find(people)
    gender = rows(people, threshold)
    framings, right = framing_table(people)
    text = [
        "## Attributes",
        f"Women or men on held-out pictures. Decided: calibrated probability ≥ {threshold}, the lowest confidence with "
        "≥ 97 % precision on validation. First with the labelled boxes (ccp-unlabelled has none: a fixed middle box; "
        "portraits without a box: the whole picture; uwear is grey), then the product's own answer on persons that the "
        "detector found.",
        table(["persons", "n", "accuracy of all", "decided", "accuracy of the decided", "found: decided",
               "found: accuracy of the decided"], gender),
        "Skin tone: not reported. No source labels it, and pixel brightness measures the light more than the skin; "
        "a figure from it would look like knowledge. The portraits, which show many dark-skinned people, stand for "
        "themselves above.",
        "### Framing",
        f"{right:.3f} right with the labelled boxes. Rows are the truth, columns the answer; without head counts "
        "as half, feet and hands as close-up.",
        framings,
        "Against the reference's rule (eyes and heels in the picture, farther apart than half its width), here over "
        "the detector's boxes:",
        full_shots(people, answers),
    ]  # fmt: skip
    return "\n\n".join(text), people, gender
