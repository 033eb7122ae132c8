import { darker, lighter } from '../color.ts';
import { dye } from '../fabric.ts';
import { place, smooth } from '../path.ts';
import { spot } from '../shade.ts';
import type { Layers, Stitch } from './garment.ts';
import { type Local, piece, type Seat } from './seat.ts';

/** Side profile of a shoe, toe towards +x, ankle at the origin, sole at y = 0.28. */
export function shoe(s: Stitch, seat: Seat): void {
  const { sheet, garment, light } = s;
  const at = (points: Local) => place(points, seat.origin, seat.angle, seat.scale, seat.squash);
  const cut = garment.cut;
  const boot = cut === 'boot' ? -0.75 : cut === 'chelsea' || cut === 'hightop' ? -0.28 : -0.02;
  const heel = cut === 'heel' || cut === 'sandalheel';
  const rise = heel ? 0.1 : 0;
  const sole =
    cut === 'sneaker' || cut === 'hightop' || cut === 'runner' ? '#efeee9' : darker(dye(garment.fabric, 0), 0.6);
  const thick = cut === 'runner' ? 0.1 : heel ? 0.025 : 0.06;
  const base = smooth(
    [
      [-0.2, 0.2 - rise],
      [0.2, 0.2 - rise * 0.6],
      [0.42, 0.22],
      [0.755, 0.2],
    ],
    5,
  );
  const under = base.map(([x, y]) => [x, y + thick] as const).reverse();
  const soleLine = at([...base, [0.775, 0.23], ...under, [-0.21, 0.22 - rise]]);
  sheet.fill(soleLine, sole, 1, s.owner);
  sheet.stroke(soleLine, '#000000', 0.8, 0.35, true);
  if (heel)
    sheet.fill(
      at([
        [-0.2, 0.1],
        [-0.07, 0.12],
        [-0.13, 0.29],
        [-0.18, 0.29],
      ]),
      sole,
      1,
      s.owner,
    );
  if (cut === 'sandal' || cut === 'sandalheel') {
    for (const strap of [
      [
        [0.3, 0.21],
        [0.36, 0.03],
        [0.5, 0.06],
        [0.5, 0.21],
      ],
      [
        [-0.17, 0.14],
        [-0.15, -0.08],
        [0.11, -0.06],
        [0.14, 0.02],
        [-0.1, 0.02],
        [-0.1, 0.14],
      ],
      [
        [0.5, 0.21],
        [0.54, 0.09],
        [0.62, 0.13],
        [0.64, 0.21],
      ],
    ] as Local[])
      piece(s, seat, strap, 0.02);
    return;
  }
  const low = cut === 'loafer' || cut === 'heel' || cut === 'flat';
  const top: Local = low
    ? [
        [-0.2, 0.2 - rise],
        [-0.2, -0.02],
        [-0.12, -0.05],
        [0.06, 0.04],
        [0.24, 0.05],
        [0.44, 0.09],
        [0.62, 0.1],
        [0.72, 0.15],
        [0.745, 0.2],
      ]
    : [
        [-0.2, 0.2 - rise],
        [-0.19, 0.05],
        [-0.17, boot],
        [0.14, boot],
        [0.15, -0.02],
        [0.3, 0.03],
        [0.5, 0.06],
        [0.66, 0.1],
        [0.73, 0.15],
        [0.745, 0.21],
      ];
  piece(s, seat, [...smooth(top, 5), ...[...base].reverse()], 0.06);
  spot(
    sheet,
    place([[0.46, 0.13]], seat.origin, seat.angle, seat.scale, seat.squash)[0] ?? seat.origin,
    seat.scale * 0.14,
    seat.scale * 0.05,
    '#ffffff',
    0.3 * light.gloss,
  );
  const line = (points: Local, c: string, w: number) => sheet.stroke(at(smooth(points, 4)), c, seat.scale * w, 0.8);
  if (cut === 'sneaker' || cut === 'hightop' || cut === 'runner' || cut === 'derby') {
    const lace = cut === 'derby' ? light.dark : lighter(dye(garment.fabric, 0), 0.75);
    for (let i = 0; i < 4; i++)
      line(
        [
          [0.1 + i * 0.075, 0.07 + i * 0.005],
          [0.18 + i * 0.075, -0.01 + i * 0.022],
        ],
        lace,
        0.022,
      );
    line(
      [
        [0.5, 0.09],
        [0.46, 0.15],
        [0.5, 0.21],
      ],
      light.dark,
      0.012,
    );
  }
  if (cut === 'runner' || cut === 'sneaker')
    line(
      [
        [-0.12, 0.16],
        [0.1, 0.16],
        [0.3, 0.08],
      ],
      dye(garment.fabric, 1),
      0.05,
    );
  if (cut === 'chelsea')
    piece(
      s,
      seat,
      [
        [-0.06, -0.27],
        [0.08, -0.27],
        [0.04, 0.03],
        [-0.02, 0.03],
      ],
      0.03,
    );
  if (cut === 'loafer')
    line(
      [
        [0.2, 0.09],
        [0.3, 0.17],
        [0.34, 0.08],
      ],
      light.dark,
      0.025,
    );
}

/** Shoes of both feet (the far one first when flat). */
export function footwear(s: Stitch): Layers {
  const { fig } = s;
  return {
    torso: () => {
      if (fig.empty) {
        for (const [x, y] of [
          [0.2, -0.14],
          [0, 0.12],
        ] as const)
          shoe(s, {
            origin: [fig.legs[0].end[0] + x * fig.unit, fig.legs[0].end[1] + y * fig.unit],
            angle: 0,
            scale: fig.unit,
            squash: 1,
          });
        return;
      }
      for (const side of [0, 1] as const) {
        const toe = fig.pose.legs[side].toe;
        const squash = (toe < 0 ? -1 : 1) * Math.max(0.5, Math.abs(toe));
        shoe(s, {
          origin: fig.legs[side].end,
          angle: Math.sign(squash) * (1 - Math.abs(toe)) * 0.3,
          scale: fig.unit * 0.92,
          squash,
        });
      }
    },
  };
}
