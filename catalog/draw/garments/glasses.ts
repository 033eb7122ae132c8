import { darker, lighter } from '../color.ts';
import { dye } from '../fabric.ts';
import { ellipse, place, smooth } from '../path.ts';
import type { Stitch } from './garment.ts';
import type { Local, Seat } from './seat.ts';

const LENSES: Record<string, Local> = {
  round: ellipse([0, 0], 0.15, 0.145),
  square: smooth(
    [
      [-0.17, -0.1],
      [0, -0.125],
      [0.17, -0.11],
      [0.165, 0.05],
      [0.11, 0.125],
      [-0.1, 0.125],
      [-0.165, 0.05],
    ],
    4,
    true,
  ),
  aviator: smooth(
    [
      [-0.17, -0.1],
      [0, -0.12],
      [0.17, -0.1],
      [0.16, 0.03],
      [0.05, 0.16],
      [-0.08, 0.15],
      [-0.165, 0.03],
    ],
    4,
    true,
  ),
  cat: smooth(
    [
      [-0.15, -0.07],
      [0.05, -0.1],
      [0.22, -0.16],
      [0.17, 0.03],
      [0.06, 0.12],
      [-0.1, 0.11],
    ],
    4,
    true,
  ),
};

/** Glasses at eye level; cuts "round", "square-sun" and so on: lens shape, then tint. */
export function eyewear(s: Stitch, seat: Seat): void {
  const { sheet, garment } = s;
  const [shape = 'round', tint] = garment.cut.split('-');
  const frame = dye(garment.fabric, 0);
  const at = (points: Local) => place(points, seat.origin, seat.angle, seat.scale, seat.squash);
  const w = seat.scale * (shape === 'aviator' ? 0.018 : 0.026);
  const band: Local = [
    [-0.4, -0.15],
    [0.4, -0.15],
    [0.4, 0.13],
    [-0.4, 0.13],
  ];
  for (const k of [-1, 1]) {
    if (s.fig.empty)
      sheet.stroke(
        at(
          smooth(
            [
              [k * 0.37, -0.06],
              [k * 0.46, -0.2],
              [k * 0.4, -0.3],
            ],
            4,
          ),
        ),
        frame,
        w,
        1,
      );
    const lens = at((LENSES[shape] ?? LENSES.round ?? []).map(([x, y]) => [k * (0.195 + x), y]));
    const glass = tint === 'sun' ? dye(garment.fabric, 1) : '#dfeaf0';
    sheet.fill(
      lens,
      sheet.linear(at([[0, -0.14]])[0] ?? [0, 0], at([[0, 0.14]])[0] ?? [0, 1], [
        [0, darker(glass, 0.25), tint === 'sun' ? 0.96 : 0.3],
        [1, lighter(glass, 0.15), tint === 'sun' ? 0.85 : 0.16],
      ]),
      1,
      s.owner,
    );
    sheet.clip(lens, () =>
      sheet.fill(
        at([
          [k * 0.195 - 0.12, -0.2],
          [k * 0.195 - 0.02, -0.2],
          [k * 0.195 - 0.12, 0.2],
          [k * 0.195 - 0.22, 0.2],
        ]),
        '#ffffff',
        0.22,
      ),
    );
    sheet.stroke(lens, frame, w, 1, true);
    sheet.stroke(
      at([
        [k * 0.35, -0.07],
        [k * 0.4, -0.06],
      ]),
      frame,
      w,
      1,
    );
  }
  sheet.stroke(
    at(
      smooth(
        [
          [-0.05, -0.03],
          [0, -0.06],
          [0.05, -0.03],
        ],
        4,
      ),
    ),
    frame,
    w,
  );
  sheet.claim(at(band.map(([x, y]) => [x, y * 0.3])), s.owner);
  if (s.fig.empty)
    sheet.claim(
      at([
        [-0.5, -0.32],
        [0.5, -0.32],
        [0.5, 0],
        [-0.5, 0],
      ]),
      s.owner,
    );
}
