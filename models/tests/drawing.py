"""What training pictures are made of: pasted products, masks, arrays for a batch."""

from __future__ import annotations

import unittest

import cv2
import numpy as np

from models import augment
from models.augment import MASK_STEP, PART_STEP, UNSEEN, Canvas, Photo, Placer
from models.data import LABELS
from models.batches import filled, thinned
from models.paste import paste_product, without_ground
from models.repaint import repaint


def ring() -> np.ndarray:
    """A black ring on white, touching no edge."""
    y, x = np.mgrid[:80, :80] - 40
    far = np.hypot(x, y)
    return np.where(((far > 15) & (far < 30))[..., None], 0, 255).astype(np.uint8).repeat(3, 2)


class Drawing(unittest.TestCase):
    def test_the_ground_goes_also_where_the_product_touches_the_edge(self):
        for image in (ring(), ring()[10:70, 10:70]):
            left = without_ground(image)
            self.assertEqual(left[0, 0] + left[-1, -1] + left[0, -1] + left[-1, 0], 0)
            self.assertTrue((left[image[..., 0] == 0] == 1).all())

    def test_the_ground_goes_in_holes_but_not_in_small_white_marks(self):
        image = ring()
        image[38:42, 60:63] = 255
        left = without_ground(image)
        self.assertEqual(left[40, 40], 0)
        self.assertTrue((left[38:42, 60:63] == 1).all())

    def test_a_pasted_bag_is_carried(self):
        rows = np.array([[LABELS.index("handbag"), -1, 10, 10, 70, 70]], np.float32)
        photo = Photo(ring(), rows, np.zeros((0, 4)), np.ones(len(LABELS)))
        near = 0
        for seed in range(40):
            canvas = Canvas(np.full((320, 320, 3), 90, np.uint8))
            canvas.rows = [np.array([0, -1, 220, 20, 300, 300], np.float32)]
            paste_product(canvas, photo, np.random.default_rng(seed))
            x0, y0, x1, y1 = canvas.rows[-1][2:6]
            near += 200 < (x0 + x1) / 2 < 320 and 80 < (y0 + y1) / 2 < 240
        self.assertGreater(near, 24)

    def test_clothes_are_painted_anew_and_nothing_else(self):
        names = np.zeros(256, np.uint8)
        names[5], names[6] = LABELS.index("dress"), LABELS.index("eyewear")
        mask = np.zeros((40, 40), np.uint8)
        mask[20:36, 10:30], mask[4:10, 10:30] = 5, 6
        image = np.random.default_rng(1).integers(60, 120, (80, 80, 3)).astype(np.uint8)
        photo = Photo(image, np.zeros((0, 6)), np.zeros((0, 5)), np.ones(len(LABELS)), mask, image[::2, ::2])
        cloth = Photo(np.full((50, 50, 3), (250, 20, 20), np.uint8), np.zeros((0, 6)), np.zeros((0, 5)), np.ones(9))
        before, kinds = image.copy(), set()
        dress = np.kron(mask == 5, np.ones((MASK_STEP, MASK_STEP), bool))
        near = cv2.dilate(dress.astype(np.uint8), np.ones((5, 5))) > 0
        for seed in range(30):
            made = repaint(photo, names, [cloth], np.random.default_rng(seed))
            self.assertTrue((made.image[~near] == before[~near]).all())
            moved = np.abs(made.image[dress].astype(int) - before[dress]).mean()
            self.assertEqual(made.half.shape, (40, 40, 3))
            kinds.add(bool(moved > 5))
        self.assertTrue((image == before).all())
        self.assertEqual(kinds, {True, False})

    def test_a_photo_without_mask_is_left_alone(self):
        photo = Photo(ring(), np.zeros((0, 6)), np.zeros((0, 5)), np.ones(len(LABELS)))
        self.assertIs(repaint(photo, np.zeros(256, np.uint8), [], np.random.default_rng(0)), photo)

    def test_a_pasted_product_brings_no_white_corners(self):
        rows = np.array([[7, -1, 10, 10, 70, 70]], np.float32)
        photo = Photo(ring(), rows, np.zeros((0, 4)), np.ones(len(LABELS)))
        canvas = Canvas(np.full((320, 320, 3), 90, np.uint8))
        paste_product(canvas, photo, np.random.default_rng(1))
        box = canvas.rows[0][2:6].astype(int)
        part = canvas.image[box[1] : box[3], box[0] : box[2]]
        self.assertTrue((np.abs(part[[0, 0, -1, -1], [0, -1, 0, -1]].astype(int) - 90) < 8).all())
        self.assertTrue((canvas.parts[(box[1] + box[3]) // 16, (box[0] + box[2]) // 16]) == UNSEEN)

    def test_masks_follow_their_photo(self):
        groups = np.zeros((len(LABELS), 256), bool)
        groups[0, [5, 6]], groups[4, 5] = True, True
        mask = np.zeros((320, 320), np.uint8)
        mask[100:200, 60:160], mask[20:100, 60:160] = 5, 6
        image = np.where(mask == 5, 200, 10).astype(np.uint8)[..., None].repeat(3, 2)
        half = image[::2, ::2]
        nothing, small = np.zeros((0, 6), np.float32), mask[::MASK_STEP, ::MASK_STEP]
        photo = Photo(image, nothing, np.zeros((0, 4)), np.ones(9), small, half)
        for seed in range(12):
            canvas = Canvas(np.full((256, 256, 3), 10, np.uint8))
            Placer(np.random.default_rng(seed), groups).place(canvas, photo, (0, 0, 128, 256))
            shown = canvas.image[PART_STEP // 2 :: PART_STEP, PART_STEP // 2 :: PART_STEP, 0]
            sure = canvas.parts != UNSEEN
            self.assertGreater(((shown > 100) == (canvas.parts == 4))[sure].mean(), 0.93)
            self.assertTrue((canvas.parts[:, 16:] == UNSEEN).all())
        self.assertTrue(set(np.unique(augment.parts_of(groups))) == {0, 4, len(LABELS), UNSEEN})

    def test_cut_boxes_shrink_to_their_mask_unless_it_is_named_otherwise(self):
        groups = np.zeros((len(LABELS), 256), bool)
        groups[2, 5], groups[4, 6] = True, True
        mask = np.zeros((200, 200), np.uint8)
        mask[0:100, 0:60], mask[0:10, 150:160] = 5, 6
        photo = Photo(np.zeros((200, 200, 3), np.uint8), np.zeros((0, 6)), np.zeros((0, 4)), np.ones(9),
                      mask[::MASK_STEP, ::MASK_STEP])  # fmt: skip
        rows = np.array([[2, -1, 0, 0, 100, 180], [4, -1, 100, 0, 200, 180]], np.float32)
        made = augment._tighten(photo, rows, np.array([0, 0, 200, 100]), groups)
        self.assertEqual(made[0, 2:].tolist(), [0, 0, 60, 100])
        self.assertEqual(made[1, 2:].tolist(), [100, 0, 200, 180])

    def test_short_tables_are_filled_up(self):
        out = filled([[], [np.arange(4.0)], [np.ones(4), np.ones(4)]], 4, -1)
        self.assertEqual(out.shape, (3, 2, 4))
        self.assertTrue((out[0] == -1).all() and (out[1, 1] == -1).all() and (out[2] == 1).all())

    def test_thinned_reaches_the_end(self):
        self.assertEqual(thinned(list(range(10)), 4), [0, 2, 5, 7])
        self.assertEqual(thinned([1, 2], 4), [1, 2])


if __name__ == "__main__":
    unittest.main()
