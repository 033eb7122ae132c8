import { dye } from '../fabric.ts';
import { ellipse, place, smooth } from '../path.ts';
import type { Stitch } from './garment.ts';
import { type Local, piece, type Seat } from './seat.ts';

/** A hat; the origin is the head's centre, one head high. */
export function headwear(s: Stitch, seat: Seat): void {
  const { sheet, garment, light } = s;
  const cut = garment.cut;
  const at = (points: Local) => place(points, seat.origin, seat.angle, seat.scale, seat.squash);
  const brim = (w: number, h: number, y: number) => piece(s, seat, ellipse([0, y], w, h), 0.05);
  if (cut === 'beanie' || cut === 'bobble') {
    piece(
      s,
      seat,
      smooth(
        [
          [-0.43, -0.18],
          [-0.44, -0.42],
          [-0.26, -0.64],
          [0, -0.7],
          [0.26, -0.64],
          [0.44, -0.42],
          [0.43, -0.18],
        ],
        6,
      ),
      0.12,
    );
    piece(
      s,
      seat,
      smooth(
        [
          [-0.44, -0.3],
          [0, -0.34],
          [0.44, -0.3],
          [0.44, -0.13],
          [0, -0.16],
          [-0.44, -0.13],
        ],
        4,
        true,
      ),
      0.05,
    );
    if (cut === 'bobble') piece(s, seat, ellipse([0, -0.76], 0.15, 0.14), 0.06);
    return;
  }
  if (cut === 'beret') {
    piece(
      s,
      seat,
      smooth(
        [
          [-0.42, -0.22],
          [-0.56, -0.42],
          [-0.3, -0.62],
          [0.1, -0.64],
          [0.5, -0.46],
          [0.42, -0.24],
          [0, -0.3],
        ],
        6,
        true,
      ),
      0.12,
    );
    return;
  }
  if (cut === 'cap') {
    const dome = piece(
      s,
      seat,
      smooth(
        [
          [-0.42, -0.2],
          [-0.4, -0.48],
          [-0.2, -0.64],
          [0, -0.67],
          [0.2, -0.64],
          [0.4, -0.48],
          [0.42, -0.2],
        ],
        6,
      ),
      0.12,
    );
    sheet.stroke(
      at(
        smooth(
          [
            [0, -0.67],
            [0.02, -0.45],
            [0, -0.24],
          ],
          4,
        ),
      ),
      light.dark,
      seat.scale * 0.012,
      0.6,
    );
    sheet.clip(dome, () => sheet.fill(at(ellipse([0, -0.45], 0.1, 0.08)), dye(garment.fabric, 1), 0.9));
    piece(
      s,
      seat,
      smooth(
        [
          [-0.42, -0.24],
          [0, -0.32],
          [0.42, -0.24],
          [0.4, -0.12],
          [0, -0.06],
          [-0.4, -0.12],
        ],
        5,
        true,
      ),
      0.05,
    );
    return;
  }
  const wide = cut === 'sunhat' ? 0.95 : cut === 'bucket' ? 0.58 : 0.76;
  brim(wide, cut === 'bucket' ? 0.17 : 0.16, -0.24);
  piece(
    s,
    seat,
    smooth(
      [
        [-0.42, -0.24],
        [-0.38, -0.5],
        [-0.3, -0.7],
        [0, cut === 'fedora' ? -0.66 : -0.74],
        [0.3, -0.7],
        [0.38, -0.5],
        [0.42, -0.24],
        [0, -0.2],
      ],
      5,
      true,
    ),
    0.1,
  );
  const band = at(
    smooth(
      [
        [-0.42, -0.32],
        [0, -0.28],
        [0.42, -0.32],
        [0.42, -0.22],
        [0, -0.17],
        [-0.42, -0.22],
      ],
      4,
      true,
    ),
  );
  if (cut !== 'bucket') sheet.fill(band, dye(garment.fabric, 1), 0.95);
}
