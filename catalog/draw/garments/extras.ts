import { darker, lighter } from '../color.ts';
import { dye, panel } from '../fabric.ts';
import { sign } from '../figure.ts';
import { ellipse, type Point, place, smooth } from '../path.ts';
import { fold, shadeEdge, spot } from '../shade.ts';
import type { Layers, Stitch } from './garment.ts';

type Local = readonly (readonly [number, number])[];

/** Where an accessory sits: origin in pixels, turn, pixels of one head and sideways squash. */
export interface Seat {
  origin: Point;
  angle: number;
  scale: number;
  squash: number;
}

function piece(s: Stitch, seat: Seat, points: Local, edge = 0.05): Point[] {
  const line = place(points, seat.origin, seat.angle, seat.scale, seat.squash);
  panel(s.sheet, line, s.garment.fabric, seat, seat.scale, s.owner, () =>
    shadeEdge(s.sheet, line, s.light, seat.scale * edge, 1.3),
  );
  return line;
}

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

/** Where a bag hangs: from the hand, or beside the hip. */
export function bagSeat(s: Stitch, side: 0 | 1): Seat {
  const hand = s.fig.arms[side].end;
  const u = s.fig.unit;
  return { origin: [hand[0] + sign(side) * u * 0.03, hand[1] + u * 0.3], angle: 0, scale: u * 0.95, squash: 1 };
}
