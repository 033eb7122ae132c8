import { darker, lighter } from '../color.ts';
import { dye } from '../fabric.ts';
import { sign } from '../figure.ts';
import { place, smooth } from '../path.ts';
import { fold } from '../shade.ts';
import type { Stitch } from './garment.ts';
import { type Local, piece, type Seat } from './seat.ts';

/** A bag hanging from its handle at the origin. */
export function handbag(s: Stitch, seat: Seat): void {
  const { sheet, garment, light } = s;
  const cut = garment.cut;
  const at = (points: Local) => place(points, seat.origin, seat.angle, seat.scale, seat.squash);
  const wide = cut === 'clutch' ? 0.45 : cut === 'crossbody' ? 0.38 : cut === 'backpack' ? 0.46 : 0.52;
  const high =
    cut === 'clutch' ? 0.42 : cut === 'crossbody' ? 0.5 : cut === 'backpack' ? 1.0 : cut === 'bucket' ? 0.72 : 0.75;
  const drop = cut === 'clutch' ? -0.1 : cut === 'tote' ? 0.55 : cut === 'crossbody' ? 0.75 : 0.35;
  for (const k of cut === 'clutch' ? [] : [1, 0.86]) {
    const arc = at(
      smooth(
        [
          [-wide * 0.6 * k, drop + 0.05],
          [-wide * 0.5 * k, drop * 0.4],
          [0, -0.02 + (1 - k) * 0.3],
          [wide * 0.5 * k, drop * 0.4],
          [wide * 0.6 * k, drop + 0.05],
        ],
        6,
      ),
    );
    sheet.stroke(arc, darker(dye(garment.fabric, 0), 0.35), seat.scale * 0.05);
    sheet.stroke(arc, lighter(dye(garment.fabric, 0), 0.15), seat.scale * 0.015, 0.6);
    sheet.claim([...arc, ...arc.map(([x, y]) => [x + 1.5, y + 1.5] as const).reverse()], s.owner);
  }
  const t = cut === 'bucket' ? 0.8 : cut === 'satchel' ? 0.85 : 0.96;
  const box: Local = [
    [-wide * 1.02, drop],
    [wide * 1.02, drop],
    [wide * 0.9, drop + high],
    [-wide * 0.9, drop + high],
  ];
  const body = piece(
    s,
    seat,
    cut === 'tote'
      ? box
      : smooth(
          [
            [-wide * t, drop],
            [0, drop - 0.01],
            [wide * t, drop],
            [wide, drop + high * 0.6],
            [wide * 0.95, drop + high],
            [0, drop + high + 0.03],
            [-wide * 0.95, drop + high],
            [-wide, drop + high * 0.6],
          ],
          5,
          true,
        ),
    0.09,
  );
  sheet.clip(body, () => {
    sheet.fill(
      body,
      sheet.linear(at([[-wide, 0]])[0] ?? [0, 0], at([[wide, 0]])[0] ?? [1, 0], [
        [0, light.light, 0.18],
        [0.4, light.light, 0],
        [1, light.dark, 0.42],
      ]),
    );
    for (const x of [-0.25, 0.2])
      fold(
        sheet,
        at([[x, drop]])[0] ?? seat.origin,
        at([[x * 1.2, drop + high * 0.7]])[0] ?? seat.origin,
        seat.scale * 0.03,
        0.05,
        light,
      );
  });
  if (cut === 'satchel' || cut === 'crossbody' || cut === 'clutch' || cut === 'backpack') {
    piece(
      s,
      seat,
      smooth(
        [
          [-wide * t, drop],
          [wide * t, drop],
          [wide * 0.9, drop + high * 0.42],
          [0, drop + high * 0.55],
          [-wide * 0.9, drop + high * 0.42],
        ],
        5,
        true,
      ),
      0.05,
    );
    sheet.fill(
      at([
        [-0.05, drop + high * 0.46],
        [0.05, drop + high * 0.46],
        [0.05, drop + high * 0.62],
        [-0.05, drop + high * 0.62],
      ]),
      '#c8aa66',
    );
  } else
    sheet.stroke(
      at([
        [-wide * t, drop + 0.08],
        [wide * t, drop + 0.08],
      ]),
      light.dark,
      seat.scale * 0.014,
      0.7,
    );
}

/** Where a bag hangs: from the hand, or beside the hip. */
export function bagSeat(s: Stitch, side: 0 | 1): Seat {
  const hand = s.fig.arms[side].end;
  const u = s.fig.unit;
  return { origin: [hand[0] + sign(side) * u * 0.03, hand[1] + u * 0.3], angle: 0, scale: u * 0.95, squash: 1 };
}
