"""Labels the shipped detector gives to pictures that have none, or only some: python3 -m models.pseudo

Every training picture of the unlabelled street photos, the portraits without boxes and some product pictures is looked
at as it is and mirrored, in two sizes; where the views agree boxes become labels, doubtful ones are neither there nor
not (self-training as in Sohn et al., "A Simple Semi-Supervised Learning Framework for Object Detection", 2020). So is
whatever is seen beside the one labelled person of a street photo. Writes models/runs/pseudo.json; nothing of validation
or test is read.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import cv2
import numpy as np
import torch

from models import checked, data, shipped
from models.metrics import inside, overlaps
from models.net import Dense, Detector, centres, to_boxes
from models.roi import suppress

FILE = data.RUNS / "pseudo.json"
SOURCES = ("ccp-unlabelled", "portraits", "products", "ccp")
WORN = ("topwear", "outerwear", "dress", "bottomwear", "headwear")
MOST_PRODUCTS = 600
SIZES = (480, 640)
SURE = 0.55
"""A box of this mean score over the views is a label; one above DOUBTFUL may be one."""
DOUBTFUL = 0.2
SAME = 0.4
"""Of two guesses of a label that overlap by more (IoU), the surer one stays."""
FACES = "portraits"
"""Those without boxes are tight faces: what is worn begins below CHIN of their height."""
CHIN = 0.8
ON_FACES = ("person", "eyewear", "headwear")
ALONE = "ccp"
"""Of these only the person in front is labelled: who passes by must not be taught to be nobody."""
BATCH = 16


def stored() -> dict[str, dict]:
    """What the last run of this module found: "source/file" → sure and doubtful boxes [label, x0, y0, x1, y1]."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def complete(sample: data.Sample, guessed: dict[str, dict]) -> data.Sample | None:
    """The sample with labels drawn by eye, else guessed, for what it does not know; as it is when there are none.

    None for a product picture of clothes unless surely nobody wears them there: the box round the whole figure that
    its category gives would teach boxes that are far too large.
    """
    drawn, guess = checked.labelled(sample), guessed.get(f"{sample.source}/{sample.path.name}")
    if sample.source == ALONE:
        return replace(drawn or sample, doubts=passers_by(sample, guess)) if guess else drawn or sample
    if drawn:
        return drawn
    if sample.source == "products":
        worn = guess is None or any(label == "person" for label, *_ in guess["boxes"])
        return None if sample.facts["category"] in WORN and worn else sample
    if guess is None:
        return sample
    new = [(label, tuple(box)) for label, *box in guess["boxes"] if label not in sample.known]
    garments = [data.Garment(label, box) for label, box in new if label != "person"]
    persons = [data.Person(box, "?", "?") for label, box in new if label == "person"]
    doubts = tuple((label, tuple(box)) for label, *box in guess["doubts"] if label not in sample.known)
    return replace(sample, boxes=(*sample.boxes, *garments), persons=(*sample.persons, *persons), doubts=doubts,
                   known=frozenset(data.LABELS))  # fmt: skip


def passers_by(sample: data.Sample, guess: dict[str, list]) -> tuple[tuple[str, data.Rect], ...]:
    """What was guessed mostly outside of the labelled persons; nothing where none is labelled."""
    persons = np.array([person.box for person in sample.persons]).reshape(-1, 4)
    rows = [(label, tuple(box)) for label, *box in guess["boxes"] + guess["doubts"]]
    if not rows or not len(persons):
        return ()
    own = (inside(np.array([box for _, box in rows]), persons) >= 0.5).any(1)
    return tuple(row for row, is_own in zip(rows, own) if not is_own)


def wanted() -> list[data.Sample]:
    """The training pictures to look at."""
    samples = data.read(*SOURCES, split="train")
    worn = [s for s in samples if s.source == "products" and s.facts["category"] in WORN]
    worn = worn[:: max(1, len(worn) // MOST_PRODUCTS)]
    rest = [s for s in samples if s.source in ("ccp-unlabelled", "portraits") and len(s.known) < len(data.LABELS)]
    alone = [s for s in samples if s.source == ALONE and s.persons]
    return rest + worn + alone


def views(model: Dense, images: list[np.ndarray], size: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Per picture: boxes (N, 4) in its pixels and scores (N, 9) of all cells, upright and mirrored together."""
    scales = [size / max(image.shape[:2]) for image in images]
    canvas = np.full((len(images), size, size, 3), 114, np.uint8)
    for row, image, scale in zip(canvas, images, scales):
        h, w = (max(1, round(side * scale)) for side in image.shape[:2])
        row[:h, :w] = cv2.resize(image, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    x = torch.from_numpy(canvas).permute(0, 3, 1, 2).float().sub(127.5).div(127.5)
    x = torch.cat([x, x.flip(3)]).contiguous(memory_format=torch.channels_last)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        levels = model(x)
    points, strides = centres([tuple(level.shape[2:]) for level in levels])
    flat = torch.cat([level.float().flatten(2) for level in levels], 2).transpose(1, 2)
    boxes, scores = to_boxes(flat[..., :4], points, strides), flat[..., 4:].numpy()
    mirrored = boxes[len(images) :].clone()
    boxes[len(images) :, :, 0], boxes[len(images) :, :, 2] = size - mirrored[..., 2], size - mirrored[..., 0]
    boxes, out = boxes.numpy(), []
    for i, (image, scale) in enumerate(zip(images, scales)):
        h, w = image.shape[:2]
        both = [(np.clip(boxes[j] / scale, 0, [w, h, w, h]), scores[j]) for j in (i, i + len(images))]
        out.append(both)
    return out


def fuse(looks: list[tuple[np.ndarray, np.ndarray]], label: int) -> list[tuple[float, np.ndarray]]:
    """(mean score over the views, mean box) of a label; a view that does not see the box counts as 0."""
    found = []
    for boxes, scores in looks:
        cells = np.flatnonzero((scores[:, label] > 0.08) & ((boxes[:, 2:] - boxes[:, :2]).min(1) > 4))
        kept = cells[suppress(boxes[cells], scores[cells, label], 0.6)] if len(cells) else cells
        found.append((boxes[kept], scores[kept, label]))
    everything = np.concatenate([boxes for boxes, _ in found])
    strength = np.concatenate([scores for _, scores in found])
    out = []
    for i in suppress(everything, strength, 0.6):
        hits = [(boxes[table.argmax()], scores[table.argmax()]) for boxes, scores in found
                if len(boxes) and (table := overlaps(everything[i][None], boxes)[0]).max() > 0.6]  # fmt: skip
        weights = np.array([score for _, score in hits])
        box = (np.stack([box for box, _ in hits]) * weights[:, None]).sum(0) / weights.sum()
        out.append((float(weights.sum()) / len(looks), box))
    return out


def guess(looks: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, list]:
    """Sure and doubtful boxes of one picture: of a label's that overlap, only the surest."""
    boxes, doubts = [], []
    for number, label in enumerate(data.LABELS):
        found = fuse(looks, number)
        places, scores = np.array([box for _, box in found]).reshape(-1, 4), np.array([score for score, _ in found])
        for i in suppress(places, scores, SAME):
            row = [label, *(round(float(v), 1) for v in places[i])]
            if scores[i] >= DOUBTFUL:
                (boxes if scores[i] >= SURE else doubts).append(row)
    return {"boxes": boxes, "doubts": doubts}


def on_face(guessed: dict[str, list], height: int) -> dict[str, list]:
    """What may be believed of a tight face. Else mouths and chins, once taken for tops, are taught as tops."""
    sure = [row for row in guessed["boxes"] if row[0] in ON_FACES]
    rest = [row for row in guessed["boxes"] if row[0] not in ON_FACES] + guessed["doubts"]
    return {"boxes": sure, "doubts": [row for row in rest if row[0] in ON_FACES or row[2] >= CHIN * height]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", nargs="+", choices=SOURCES, default=SOURCES, help="look at these again only")
    sources = parser.parse_args().sources
    torch.set_num_threads(2)
    network = Detector()
    shipped.load_detector(network)
    model = Dense(network.to(memory_format=torch.channels_last).eval()).eval()
    samples = [sample for sample in wanted() if sample.source in sources]
    out = {name: seen for name, seen in stored().items() if name.split("/")[0] not in sources}
    for start in range(0, len(samples), BATCH):
        part = samples[start : start + BATCH]
        images = [cv2.cvtColor(cv2.imread(str(s.path)), cv2.COLOR_BGR2RGB) for s in part]
        sized = [views(model, images, size) for size in SIZES]
        for i, sample in enumerate(part):
            seen = guess([look for looks in sized for look in looks[i]])
            if sample.source == FACES:
                seen = on_face(seen, images[i].shape[0])
            out[f"{sample.source}/{sample.path.name}"] = seen
        if start // BATCH % 10 == 0:
            print(f"{start + len(part)} of {len(samples)}", flush=True)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(out))


if __name__ == "__main__":
    main()
