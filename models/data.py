"""One reader per source of ../shared/data, all giving the same `Sample`, and the split that keeps their keys apart."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
RUNS = Path(__file__).resolve().parent / "runs"
LABELS = ("person", "topwear", "outerwear", "dress", "bottomwear", "footwear", "eyewear", "handbag", "headwear")
GARMENTS = LABELS[1:]
SPLITS = ("train", "val", "test")
SEXES = ("w", "m", "?")
FRAMED = ("full", "half", "close", "part", "headless", "?")

Rect = tuple[float, float, float, float]


class BadData(ValueError):
    """A picture or label that cannot be trusted; the message names the file."""


@dataclass(frozen=True)
class Garment:
    """One box in pixels of the file. `also` is a second label that is acceptable for it."""

    label: str
    box: Rect
    also: str | None = None


@dataclass(frozen=True)
class Person:
    """`gender` is w, m or ?; `framing` is full, half, close, part, headless or ?."""

    box: Rect
    gender: str
    framing: str


@dataclass(frozen=True)
class Sample:
    """A picture and what is known about it. `known`: labels of which every instance in the picture is boxed.

    `ignore`: areas of which nothing is known; `doubts`: boxes that may hold what they are called, or not.
    """

    path: Path
    width: int
    height: int
    source: str
    key: str
    split: str
    boxes: tuple[Garment, ...] = ()
    persons: tuple[Person, ...] = ()
    ignore: tuple[Rect, ...] = ()
    known: frozenset[str] = frozenset()
    doubts: tuple[tuple[str, Rect], ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


def split_of(source: str, key: str) -> str:
    """The split of a key, the same on every machine: about 80 % train, 8 % val, 12 % test."""
    number = int(hashlib.sha1(f"{source}:{key}".encode()).hexdigest()[:8], 16) % 100
    return "train" if number < 80 else "val" if number < 88 else "test"


def _rect(numbers: list[float], file: str) -> Rect:
    x0, y0, x1, y1 = (float(n) for n in numbers)
    if not (x1 > x0 and y1 > y0):
        raise BadData(f"{file}: empty box {numbers}")
    return x0, y0, x1, y1


def _garment(row: list, file: str) -> Garment:
    also = row[5] if len(row) > 5 else None
    for label in (row[0], also):
        if label is not None and label not in LABELS:
            raise BadData(f"{file}: label {label!r} is not one of {', '.join(LABELS)}")
    return Garment(row[0], _rect(row[1:5], file), also)


def _word(value: str, words: tuple[str, ...], file: str) -> str:
    if value not in words:
        raise BadData(f"{file}: {value!r} is not one of {', '.join(words)}")
    return value


def _person(row: dict, file: str) -> Person:
    gender, framing = _word(row["gender"], SEXES, file), _word(row["framing"], FRAMED, file)
    return Person(_rect(row["box"], file), gender, framing)


def photo(row: dict, path: Path, source: str, key: str, known=frozenset(LABELS), **facts: str) -> Sample:
    """A photo of a source by its row of labels. Raises BadData, naming the file, for labels that are none."""
    persons = [_person(person, path.name) for person in row.get("persons", [])]
    garments = []
    for values in row.get("boxes", []):
        garment = _garment(values, path.name)
        if garment.label == "person":
            persons.append(Person(garment.box, row.get("gender", "?"), "?"))
        else:
            garments.append(garment)
    ignore = tuple(_rect(box, path.name) for box in row.get("ignore", []))
    size = row["width"], row["height"]
    split = split_of(source, key)
    return Sample(path, *size, source, key, split, tuple(garments), tuple(persons), ignore, known, facts=facts)


def ccp() -> list[Sample]:
    """Street photos: one labelled person each; `facts` holds the mask's path and the fine labels."""
    out = []
    for row in json.loads((DATA / "ccp/boxes.json").read_text())["photos"]:
        person = {"box": row["person"], "gender": row["gender"], "framing": "full"}
        persons = [person] if row["person"] else []
        known = frozenset(LABELS if persons else GARMENTS)
        facts = {"mask": str(DATA / f"ccp/masks/{row['id']}.png"), "tags": " ".join(row["labels"])}
        path = DATA / f"ccp/images/{row['id']}.jpg"
        out.append(photo({**row, "persons": persons}, path, "ccp", row["id"], known, **facts))
    return out


def ccp_unlabelled() -> list[Sample]:
    """Street photos with tags and gender but no boxes."""
    rows = json.loads((DATA / "ccp/unlabelled.json").read_text())
    return [
        photo(row, DATA / f"ccp/unlabelled/{row['id']}.jpg", "ccp-unlabelled", row["id"], frozenset(),
               tags=" ".join(row["tags"]), gender=row["gender"])
        for row in rows
    ]


def web() -> list[Sample]:
    """Photos as they stand on web pages, completely boxed."""
    rows = json.loads((DATA / "web/boxes.json").read_text())
    return [photo(row, DATA / "web/images" / row["file"], "web", row["file"], kind=row["kind"]) for row in rows]


def uwear() -> list[Sample]:
    """Grey photos, completely boxed."""
    rows = json.loads((DATA / "uwear/complete.json").read_text())
    return [photo(row, DATA / f"uwear/complete/{row['id']}.jpg", "uwear", row["id"]) for row in rows]


def uwear_partial() -> list[Sample]:
    """Grey photos of which only some garments are boxed: just the classes that appear count as known."""
    out = []
    for row in json.loads((DATA / "uwear/boxes.json").read_text()):
        known = frozenset(box[0] for box in row["boxes"])
        out.append(photo(row, DATA / f"uwear/images/{row['id']}.jpg", "uwear-partial", row["id"], known))
    return out


def portraits() -> list[Sample]:
    """Faces and half bodies. Without boxes only eyewear "none" says something: no glasses in the picture."""
    out = []
    for row in json.loads((DATA / "portraits/labels.json").read_text()):
        known = frozenset(LABELS if "boxes" in row else ["eyewear"] if row["eyewear"] == "none" else [])
        # One series of a photographer carries neighbouring numbers: keep it in one split.
        words, number = re.match(r"([^0-9]*)(\d*)", row["file"]).groups()
        key = f"{words}{int(number or 0) // 20000}"
        path = DATA / "portraits/images" / row["file"]
        out.append(photo(row, path, "portraits", key, known, eyewear=row["eyewear"], gender=row["gender"]))
    return out


CLOTHING = {
    "topwear": "T-Shirt Longsleeve Shirt Polo Undershirt Hoodie Body Top Blouse",
    "outerwear": "Outwear Blazer",
    "dress": "Dress",
    "bottomwear": "Pants Shorts Skirt",
    "footwear": "Shoes",
    "headwear": "Hat",
}
CLOTHING_LABEL = {kind: label for label, kinds in CLOTHING.items() for kind in kinds.split()}


def clothing() -> list[Sample]:
    """Single garments laid out or hung; the box is the whole picture."""
    out = []
    with (DATA / "clothing/labels.csv").open() as rows:
        for row in csv.DictReader(rows):
            path = DATA / f"clothing/images/{row['image']}.jpg"
            if row["label"] not in CLOTHING_LABEL or not path.exists():
                raise BadData(f"{path.name}: label {row['label']!r} is unknown or the picture is missing")
            with Image.open(path) as picture:
                width, height = picture.size
            box = [CLOTHING_LABEL[row["label"]], 0, 0, width, height]
            size = {"width": width, "height": height, "boxes": [box]}
            facts = {"category": box[0], "type": row["label"], "kids": row["kids"]}
            out.append(photo(size, path, "clothing", row["sender_id"], **facts))
    return out


def _product_keys(rows: list[dict]) -> dict[str, str]:
    """Name → split key: names that share a picture byte for byte get one key."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    first: dict[str, str] = {}
    for row in rows:
        digest = hashlib.sha1((DATA / "products/images" / row["file"]).read_bytes()).hexdigest()
        parent[root(row["name"])] = root(first.setdefault(digest, row["name"]))
    return {row["name"]: root(row["name"]) for row in rows}


def products() -> list[Sample]:
    """Shop pictures on white, 224 × 224; the box is the whole picture. Clothes are often worn by a model."""
    out = []
    with (DATA / "products/products.csv").open() as table:
        rows = list(csv.DictReader(table))
    keys = _product_keys(rows)
    for row in rows:
        label = row["category"]
        worn = label in ("topwear", "outerwear", "dress", "bottomwear", "headwear")
        known = frozenset([label] if worn else LABELS)
        size = {"width": 224, "height": 224, "boxes": [[label, 0, 0, 224, 224]]}
        facts = {"category": label, "type": row["type"], "gender": row["gender"], "name": row["name"]}
        out.append(photo(size, DATA / "products/images" / row["file"], "products", keys[row["name"]], known, **facts))
    return out


def drawn() -> list[Sample]:
    """People drawn by our own code, if they have been drawn; always in the training split."""
    table = RUNS / "drawn/people.json"
    if not table.exists():
        return []
    out = []
    for row in json.loads(table.read_text()):
        boxes = [values[:5] for values in row["boxes"]]
        path = RUNS / "drawn/people" / row["file"]
        sample = photo({**row, "boxes": boxes}, path, "drawn", row["file"])
        out.append(Sample(**{**sample.__dict__, "split": "train"}))
    return out


READERS = {
    "ccp": ccp, "ccp-unlabelled": ccp_unlabelled, "web": web, "uwear": uwear, "uwear-partial": uwear_partial,
    "portraits": portraits, "clothing": clothing, "products": products, "drawn": drawn,
}  # fmt: skip


def read(*sources: str, split: str | None = None) -> list[Sample]:
    """The samples of the named sources (all of them when none is named), of one split or of all three."""
    samples = [sample for name in sources or READERS for sample in READERS[name]()]
    return [sample for sample in samples if split is None or sample.split == split]


def check_pictures(samples: list[Sample]) -> None:
    """Raises BadData, naming the file, for a picture that is missing, truncated or of another size than its labels."""
    for sample in samples:
        try:
            with Image.open(sample.path) as image:
                image.load()
                size = image.size
        except (OSError, SyntaxError) as error:
            raise BadData(f"{sample.path.name}: cannot be read ({error})") from error
        if size != (sample.width, sample.height):
            raise BadData(f"{sample.path.name}: is {size}, its labels are for {(sample.width, sample.height)}")


def check(split: str) -> None:
    """Refuses to go on, with BadData naming the file, when labels are unknown, splits leak or a picture is broken.

    Labels and leaks are checked in all sources and splits, pictures of the split only: training decodes its own.
    """
    samples = read()
    check_leaks(samples)
    check_pictures([sample for sample in samples if sample.split == split])


def check_leaks(samples: list[Sample]) -> None:
    """Raises BadData if a key, or the very same picture under another name, stands in more than one split."""
    seen: dict[str, Sample] = {}
    for sample in samples:
        try:
            digest = hashlib.sha1(sample.path.read_bytes()).hexdigest()
        except OSError as error:
            raise BadData(f"{sample.path.name}: cannot be read ({error.strerror})") from error
        for mark in (f"{sample.source}:{sample.key}", digest):
            other = seen.setdefault(mark, sample)
            if other.split != sample.split:
                raise BadData(f"{sample.path.name} ({sample.split}) leaks: see {other.path.name} ({other.split})")
