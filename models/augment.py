"""Training pictures: zooms and crops of one photo, mosaics of several, pasted products, light and noise."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from models.data import GARMENTS, LABELS, Sample

cv2.setNumThreads(0)
GREY = 114
MASK_STEP = 2
"""Masks are kept at a half of their size."""
FOCUS = {"eyewear": 5.0, "handbag": 3.0, "headwear": 3.0, "footwear": 2.0, "dress": 1.5, "person": 0.7}
"""How much more often a zoom looks at a label: small and rare things need it."""
PART_STEP = 8
"""A canvas says what it shows of masked bodies once in so many pixels, in the middle of each square."""
UNSEEN = 255
NAMED = 0.2
"""Where the mask shows less than this share of a cut box, it names the garment otherwise than the label does."""
Rng = np.random.Generator


@dataclass
class Photo:
    """A decoded sample. `rows`: label, second label or −1, x0, y0, x1, y1. `mask`: labels at half size.

    `ignore`: x0, y0, x1, y1 and the label of which nothing is known there, −1 for all.
    """

    image: np.ndarray
    rows: np.ndarray
    ignore: np.ndarray
    known: np.ndarray
    mask: np.ndarray | None = None
    half: np.ndarray | None = None


@dataclass
class Canvas:
    """A picture being made: `rows` and `ignore` as in Photo, `known` the labels complete everywhere on it.

    `parts`: what stands where, as numbered by `parts_of`, UNSEEN where no mask says it; every PART_STEP pixels.
    """

    image: np.ndarray
    rows: list[np.ndarray] = field(default_factory=list)
    ignore: list[np.ndarray] = field(default_factory=list)
    known: np.ndarray = field(default_factory=lambda: np.ones(len(LABELS), np.float32))
    parts: np.ndarray = field(init=False)

    def __post_init__(self):
        self.parts = np.full([-(-side // PART_STEP) for side in self.image.shape[:2]], UNSEEN, np.uint8)


def load(sample: Sample) -> Photo:
    """Decodes a sample; raises OSError, naming the file, if that fails."""
    image = cv2.imread(str(sample.path), cv2.IMREAD_COLOR)
    if image is None:
        raise OSError(f"{sample.path.name}: cannot be decoded")
    image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
    boxes = [(g.label, g.also, g.box) for g in sample.boxes] + [("person", None, p.box) for p in sample.persons]
    if sample.source in ("products", "clothing"):
        whole = (0, 0, sample.width, sample.height)  # what is said of a picture, not where
        boxes = [(label, also, foreground(image) if tuple(box) == whole else box) for label, also, box in boxes]
    rows = [[LABELS.index(label), LABELS.index(also) if also else -1, *box] for label, also, box in boxes]
    known = np.array([label in sample.known for label in LABELS], np.float32)
    ignore = [[*box, -1] for box in sample.ignore] + [[*box, LABELS.index(label)] for label, box in sample.doubts]
    half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    photo = Photo(image, _array(rows, 6), _array(ignore, 5), known, None, half)
    if "mask" in sample.facts:
        photo.mask = cv2.imread(sample.facts["mask"], cv2.IMREAD_GRAYSCALE)[::MASK_STEP, ::MASK_STEP]
    return photo


def _array(rows: list, width: int) -> np.ndarray:
    return np.asarray(rows, np.float32).reshape(-1, width)


def foreground(image: np.ndarray) -> tuple[float, float, float, float]:
    """The tight box of what differs from the picture's border colour; the whole picture if nothing does."""
    h, w = image.shape[:2]
    border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]]).astype(np.int16)
    mask = (np.abs(image.astype(np.int16) - np.median(border, 0)).max(2) > 28).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    ys, xs = mask.any(1).nonzero()[0], mask.any(0).nonzero()[0]
    if len(xs) < 0.2 * w or len(ys) < 0.1 * h:
        return 0.0, 0.0, float(w), float(h)
    return float(xs[0]), float(ys[0]), float(xs[-1] + 1), float(ys[-1] + 1)


def _tighten(photo: Photo, rows: np.ndarray, window: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Boxes cut by `window` shrink to what the mask still shows of them there: a cut coat is narrower than the coat.

    Labels may be drawn by eye where the mask is named wrongly: those stay as the window cuts them.
    """
    out = rows.copy()
    for row in out:
        if (row[2:4] >= window[:2]).all() and (row[4:6] <= window[2:]).all():
            continue
        box = np.array([*np.maximum(row[2:4], window[:2]), *np.minimum(row[4:6], window[2:])])
        if (box[2:] - box[:2]).min() < 8:
            continue
        x0, y0, x1, y1 = (box / MASK_STEP).astype(int)
        part = groups[int(row[0])][photo.mask[y0 : y1 + 1, x0 : x1 + 1]]
        xs, ys = part.any(0).nonzero()[0], part.any(1).nonzero()[0]
        if len(xs) > 1 and len(ys) > 1:
            seen = np.array([x0 + xs[0], y0 + ys[0], x0 + xs[-1] + 1, y0 + ys[-1] + 1]) * float(MASK_STEP)
            if (seen[2:] - seen[:2]).prod() < NAMED * (box[2:] - box[:2]).prod():
                continue
            row[2:4], row[4:6] = np.maximum(seen[:2], box[:2]), np.minimum(seen[2:], box[2:])
    return out


def warp_parts(photo: Photo, linear: np.ndarray, shift: np.ndarray, size: tuple[int, int], fill: int) -> np.ndarray:
    """A photo's mask under the affine map of its pixels, once in PART_STEP pixels, (H, W) of `size`; `fill` outside."""
    matrix = np.column_stack([linear * MASK_STEP, shift - PART_STEP / 2]) / PART_STEP
    h, w = size
    return cv2.warpAffine(photo.mask, matrix, (w, h), flags=cv2.INTER_NEAREST, borderValue=fill)


class Placer:
    """Puts photos on canvases. `groups`: label × mask value → does the mask value belong to the label (CCP masks).

    `turned`: the share of photos that are turned a little.
    """

    def __init__(
        self, rng: Rng, groups: np.ndarray | None = None, zoom: tuple[float, float] = (0.5, 2.6), turned: float = 0.35
    ):
        self.rng, self.groups, self.zoom, self.turned = rng, groups, zoom, turned
        self.names = None if groups is None else parts_of(groups)

    def _focus(self, photo: Photo) -> np.ndarray:
        """A point worth looking at: the middle of one of the photo's boxes, or anywhere."""
        h, w = photo.image.shape[:2]
        if len(photo.rows) == 0 or self.rng.random() < 0.25:
            return self.rng.random(2) * (w, h)
        weights = np.array([FOCUS.get(LABELS[int(row[0])], 1.0) for row in photo.rows])
        row = photo.rows[self.rng.choice(len(weights), p=weights / weights.sum())]
        return (row[2:4] + row[4:6]) / 2

    def place(self, canvas: Canvas, photo: Photo, cell: tuple[int, int, int, int]) -> None:
        """Draws the photo, zoomed, turned, stretched, mirrored, into the cell x, y, w, h and records its boxes."""
        rng, (cx, cy, cw, ch) = self.rng, cell
        h, w = photo.image.shape[:2]
        low, high = np.log(self.zoom)
        zoom = np.exp(rng.uniform(low, high)) if rng.random() < 0.8 else rng.uniform(0.9, 1.1)
        scale = min(cw / w, ch / h) * zoom
        stretch = np.exp(rng.uniform(-0.12, 0.12))
        sx, sy = scale * stretch, scale / stretch
        if rng.random() < 0.5:
            sx = -sx
        angle = np.deg2rad(rng.uniform(-8, 8)) if rng.random() < self.turned else 0.0
        cos, sin = np.cos(angle), np.sin(angle)
        linear = np.array([[cos * sx, -sin * sy], [sin * sx, cos * sy]])
        middle = self._aim(photo, abs(sx), sy, cw, ch)
        shift = np.array([cw / 2, ch / 2]) - linear @ middle
        source, back = (photo.half, 2.0) if scale < 0.7 else (photo.image, 1.0)
        matrix = np.column_stack([linear * back, shift])
        flags = cv2.INTER_AREA if scale < 0.35 else cv2.INTER_LINEAR
        fill = int(rng.integers(0, 256)) if rng.random() < 0.15 else GREY
        patch = cv2.warpAffine(source, matrix, (cw, ch), flags=flags, borderValue=(fill,) * 3)
        canvas.image[cy : cy + ch, cx : cx + cw] = patch
        self._record(canvas, photo, linear, shift, angle, middle, (abs(sx), sy), cell)
        x0, y0, x1, y1 = (-(-(v - PART_STEP // 2) // PART_STEP) for v in (cx, cy, cx + cw, cy + ch))
        canvas.parts[y0:y1, x0:x1] = UNSEEN
        if photo.mask is not None and self.names is not None:
            seen = warp_parts(photo, linear, shift + np.array([cx, cy]), canvas.parts.shape, UNSEEN)
            canvas.parts[y0:y1, x0:x1] = self.names[seen[y0:y1, x0:x1]]

    def _aim(self, photo: Photo, sx: float, sy: float, cw: int, ch: int) -> np.ndarray:
        """The photo's point that comes to the middle of the cell."""
        h, w = photo.image.shape[:2]
        room = np.array([cw / sx, ch / sy])
        size = np.array([w, h])
        focus = self._focus(photo) + self.rng.uniform(-0.35, 0.35, 2) * room
        low, high = np.minimum(room / 2, size - room / 2), np.maximum(room / 2, size - room / 2)
        return np.clip(focus, low, high)

    def _record(self, canvas, photo, linear, shift, angle, middle, scales, cell) -> None:
        cx, cy, cw, ch = cell
        rows = photo.rows
        if photo.mask is not None and self.groups is not None and len(rows):
            reach = np.array([cw / scales[0], ch / scales[1]]) / 2
            rows = _tighten(photo, rows, np.concatenate([middle - reach, middle + reach]), self.groups)
        for row, whole in zip(rows, photo.rows):
            self._add(canvas, row, whole, linear, shift, angle, scales, cell)
        for area in photo.ignore:
            seen, _ = _clip(_turn(area[:4], linear, shift, angle, scales), cell)
            canvas.ignore.append(np.append(seen, area[4]))
        # What is unknown in one photo is unknown there only: hide that cell from the others' negatives.
        canvas.known = np.minimum(canvas.known, photo.known)

    def _add(self, canvas, row, whole, linear, shift, angle, scales, cell) -> None:
        seen, share = _clip(_turn(row[2:6], linear, shift, angle, scales), cell)
        size = seen[2:] - seen[:2]
        if size.min() < 3:
            return
        area_left = size.prod() / max((whole[4:6] - whole[2:4]).prod() * scales[0] * scales[1], 1e-6)
        big = size.prod() > 0.15 * cell[2] * cell[3]
        if min(area_left, 1) < 0.25 and not big or share < 0.02:
            canvas.ignore.append(np.append(seen, -1))
        else:
            canvas.rows.append(np.concatenate([row[:2], seen]))


def _turn(
    box: np.ndarray, linear: np.ndarray, shift: np.ndarray, angle: float, scales: tuple[float, float]
) -> np.ndarray:
    """The box after the affine map, as the bounds of the ellipse inside it: corners would make turned boxes too big."""
    middle = linear @ ((box[:2] + box[2:]) / 2) + shift
    a, b = (box[2:] - box[:2]) / 2 * np.array(scales)
    cos, sin = np.cos(angle), np.sin(angle)
    reach = np.array([np.hypot(a * cos, b * sin), np.hypot(a * sin, b * cos)])
    return np.concatenate([middle - reach, middle + reach])


def _clip(box: np.ndarray, cell: tuple[int, int, int, int]) -> tuple[np.ndarray, float]:
    """The box inside the cell, in canvas pixels, and the share of its area that is left."""
    cx, cy, cw, ch = cell
    cut = np.concatenate([np.clip(box[:2], 0, (cw, ch)), np.clip(box[2:], 0, (cw, ch))])
    area = max((box[2:] - box[:2]).prod(), 1e-6)
    return cut + np.array([cx, cy, cx, cy]), float((cut[2:] - cut[:2]).prod() / area)


def cells(size: int, count: int, rng: Rng) -> list[tuple[int, int, int, int]]:
    """The mosaic's cells x, y, w, h: one, two beside each other or on top, three or four."""
    x, y = (int(size * rng.uniform(0.36, 0.64)) for _ in range(2))
    if count == 1:
        return [(0, 0, size, size)]
    if count == 2:
        if rng.random() < 0.7:
            return [(0, 0, x, size), (x, 0, size - x, size)]
        return [(0, 0, size, y), (0, y, size, size - y)]
    if count == 3:
        return [(0, 0, x, size), (x, 0, size - x, y), (x, y, size - x, size - y)]
    return [(0, 0, x, y), (x, 0, size - x, y), (0, y, x, size - y), (x, y, size - x, size - y)]


def _light(mean: float, rng: Rng) -> np.ndarray:
    """One 3 × 4 matrix for gain, tint, saturation and contrast: a single pass over the pixels."""
    saturation, contrast = np.exp(rng.uniform(-0.5, 0.35)), np.exp(rng.uniform(-0.25, 0.25))
    mix = saturation * np.eye(3) + (1 - saturation) / 3
    gain = np.exp(rng.uniform(-0.3, 0.3)) * np.exp(rng.uniform(-0.1, 0.1, 3))
    matrix = contrast * mix * gain
    offset = (1 - contrast) * mean + rng.uniform(-18, 18)
    return np.column_stack([matrix, np.full(3, offset)]).astype(np.float32)


def recolour(image: np.ndarray, rng: Rng) -> np.ndarray:
    """Light, contrast, saturation and tint; 12 % grey; a little blur, noise and JPEG."""
    if rng.random() < 0.8:
        image = cv2.transform(image, _light(float(image.mean()), rng))
    if rng.random() < 0.12:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if rng.random() < 0.03:
        noise = rng.normal(0, rng.uniform(2, 9), image.shape)
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.08:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.3))
    if rng.random() < 0.1:
        _, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 80))])
        image = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    return image


def label_groups(mask_labels: list[str], classes: dict[str, str]) -> np.ndarray:
    """CCP: label × mask value → belongs. A person is all that is not background, with what is carried, as in the labels."""
    groups = np.zeros((len(LABELS), 256), bool)
    for label in GARMENTS:
        for name in classes[label].split():
            groups[LABELS.index(label), mask_labels.index(name)] = True
    groups[0, [i for i, name in enumerate(mask_labels) if name != "null"]] = True
    return groups


def parts_of(groups: np.ndarray) -> np.ndarray:
    """Mask value → 0 nothing worn, 1–8 the garment's label, 9 skin and hair; UNSEEN stays as it is."""
    names = np.where(groups[0], len(LABELS), 0).astype(np.uint8)
    for label in range(1, len(LABELS)):
        names[groups[label]] = label
    names[UNSEEN] = UNSEEN
    return names
