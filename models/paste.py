"""What is put over a training picture: products without their ground, people cut out of street photos, plain patches."""

from __future__ import annotations

import cv2
import numpy as np

from models.augment import MASK_STEP, PART_STEP, UNSEEN, Canvas, Photo, Placer, Rng, parts_of, warp_parts
from models.data import LABELS


GROUND, PURE = 18, 4
"""How far from the ground's colour a pixel of it may be, and one that is surely of it."""
HOLE = 0.01
"""The share of a product's pixels that a closed piece of ground has at least: seen through a bag's handle, say."""


def without_ground(image: np.ndarray) -> np.ndarray:
    """1 where a shop picture shows the product, 0 on the plain ground round it and in its holes; float32 (H, W)."""
    ground = np.median(np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]]), 0)
    away = np.abs(np.pad(image - ground, ((1, 1), (1, 1), (0, 0)))).max(2)
    count, pieces = cv2.connectedComponents((away <= GROUND).astype(np.uint8), connectivity=4)
    pure = np.bincount(pieces[away <= PURE], minlength=count)
    gone = pure >= HOLE * max((pieces == 0).sum(), 1)
    gone[[pieces[0, 0], 0]] = True, False
    return 1 - gone[pieces][1:-1, 1:-1].astype(np.float32)


CARRIED = 0.7
"""How often a pasted bag comes to somebody's hand, hip or shoulder, if anybody is there."""


def paste_product(canvas: Canvas, photo: Photo, rng: Rng) -> None:
    """Lays a product shot without its white ground over the canvas; what it covers mostly becomes ignored."""
    size = canvas.image.shape[0]
    x0, y0, x1, y1 = photo.rows[0, 2:6].astype(int)
    cut = np.dstack([photo.image, without_ground(photo.image) * 255])[y0:y1, x0:x1].astype(np.uint8)
    side, middle = _place(canvas, photo, rng)
    scale = side / max(cut.shape[:2])
    cut = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        cut = np.ascontiguousarray(cut[:, ::-1])
    h, w = cut.shape[:2]
    if min(h, w) < 6 or h >= size or w >= size:
        return
    alpha = cv2.GaussianBlur(cut[..., 3], (3, 3), 0)[..., None] / np.float32(255)
    x, y = (int(np.clip(at - length / 2, 0, size - length)) for at, length in zip(middle, (w, h)))
    part = canvas.image[y : y + h, x : x + w]
    part[:] = (part * (1 - alpha) + cut[..., :3] * alpha).astype(np.uint8)
    canvas.parts[y // PART_STEP : -(-(y + h) // PART_STEP), x // PART_STEP : -(-(x + w) // PART_STEP)] = UNSEEN
    box = np.array([x, y, x + w, y + h], np.float32)
    kept = []
    for row in canvas.rows:
        low, high = np.maximum(row[2:4], box[:2]), np.minimum(row[4:6], box[2:])
        hidden = np.maximum(high - low, 0).prod() / (row[4:6] - row[2:4]).prod()
        (canvas.ignore if hidden > 0.5 else kept).append(np.append(row[2:6], -1) if hidden > 0.5 else row)
    canvas.rows = [*kept, np.concatenate([photo.rows[0, :2], box])]


def _place(canvas: Canvas, photo: Photo, rng: Rng) -> tuple[float, np.ndarray]:
    """How long the pasted product's longer side is and where its middle comes: anywhere, or where bags are carried."""
    size = canvas.image.shape[0]
    people = [row[2:6] for row in canvas.rows if row[0] == 0 and row[5] - row[3] > 0.25 * size]
    if LABELS[int(photo.rows[0, 0])] != "handbag" or not people or rng.random() >= CARRIED:
        return np.exp(rng.uniform(np.log(0.12), np.log(0.5))) * size, rng.uniform(0, size, 2)
    x0, y0, x1, y1 = people[rng.integers(len(people))]
    # In a photo cut at the waist a bag is as large as in the whole figure, which is about three times as tall as wide.
    tall = min(max(y1 - y0, 2.5 * (x1 - x0)), 2.5 * size)
    across = (x0 + x1) / 2 + rng.choice([-1, 1]) * rng.uniform(0.15, 0.5) * (x1 - x0)
    return tall * rng.uniform(0.14, 0.32), np.array([across, y0 + tall * rng.uniform(0.3, 0.65)])


def paste_person(canvas: Canvas, photo: Photo, groups: np.ndarray, rng: Rng) -> None:
    """Puts the person of a masked photo, with all that is worn and carried, before whatever the canvas shows.

    Copy and paste teaches groups and other backgrounds (Ghiasi et al., "Simple Copy-Paste", CVPR 2021).
    """
    size = canvas.image.shape[0]
    alpha = (photo.mask > 0).astype(np.float32)
    ys, xs = alpha.any(1).nonzero()[0], alpha.any(0).nonzero()[0]
    if len(xs) < 8 or len(ys) < 8:
        return
    low = np.array([xs[0], ys[0]]) * float(MASK_STEP)
    tall, wide = (ys[-1] - ys[0] + 1) * MASK_STEP, (xs[-1] - xs[0] + 1) * MASK_STEP
    scale = size * np.exp(rng.uniform(np.log(0.3), np.log(1.9))) / tall
    flip = -1.0 if rng.random() < 0.5 else 1.0
    # The person may reach out of the canvas, head mostly inside.
    left, top = rng.uniform(-0.4 * wide * scale, size - 0.6 * wide * scale), rng.uniform(-0.2, 0.6) * size
    linear = np.array([[scale * flip, 0.0], [0.0, scale]])
    shift = np.array([left - scale * low[0] if flip > 0 else left + scale * (low[0] + wide), top - scale * low[1]])
    small = scale < 0.7
    matrix = np.column_stack([linear * (2 if small else 1), shift])
    image = cv2.warpAffine(photo.half if small else photo.image, matrix, (size, size), flags=cv2.INTER_LINEAR)
    cut = cv2.warpAffine(alpha, np.column_stack([linear * MASK_STEP, shift]), (size, size), flags=cv2.INTER_LINEAR)
    cut = np.clip((cv2.GaussianBlur(cut, (3, 3), 0) - 0.35) / 0.3, 0, 1)[..., None]
    canvas.image = (canvas.image * (1 - cut) + image * cut).astype(np.uint8)
    _cover(canvas, cut[..., 0] > 0.5)
    seen = warp_parts(photo, linear, shift, canvas.parts.shape, 0)
    canvas.parts[seen > 0] = parts_of(groups)[seen[seen > 0]]
    placer, whole = Placer(rng), (0, 0, size, size)
    for row in photo.rows:
        placer._add(canvas, row, row, linear, shift, 0.0, (scale, scale), whole)


def _cover(canvas: Canvas, hidden: np.ndarray) -> None:
    """Boxes of which more than half is now hidden become ignored areas."""
    middle = PART_STEP // 2
    canvas.parts[hidden[middle::PART_STEP, middle::PART_STEP]] = UNSEEN
    kept = []
    for row in canvas.rows:
        x0, y0, x1, y1 = (int(v) for v in row[2:6])
        part = hidden[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
        (canvas.ignore if part.size and part.mean() > 0.5 else kept).append(
            np.append(row[2:6], -1) if part.size and part.mean() > 0.5 else row
        )
    canvas.rows = kept


def erase(canvas: Canvas, rng: Rng) -> None:
    """Hides up to three rectangles behind a plain colour, as poles, heads and captions do."""
    size = canvas.image.shape[0]
    hidden = np.zeros((size, size), bool)
    for _ in range(int(rng.integers(1, 4))):
        w, h = (int(v) for v in size * np.exp(rng.uniform(np.log(0.04), np.log(0.3), 2)))
        x, y = int(rng.integers(0, size - w)), int(rng.integers(0, size - h))
        canvas.image[y : y + h, x : x + w] = rng.integers(0, 256, 3)
        hidden[y : y + h, x : x + w] = True
    _cover(canvas, hidden)
