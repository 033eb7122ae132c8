import { type Color, darker, lighter, mix } from './color.ts';
import { around, bareAt, type Figure, type Side, sign } from './figure.ts';
import { capped } from './garments/cut.ts';
import { at, ellipse, outline, type Point, place, smooth } from './path.ts';
import { type Light, shadeEdge, shadeTube, spot } from './shade.ts';
import type { Owner, Sheet } from './sheet.ts';

/** How skin takes the light. */
export function skinLight(skin: Color): Light {
  return { dark: mix(darker(skin, 0.55), '#5a1f14', 0.25), light: lighter(skin, 0.7), deep: 0.62, gloss: 0.6 };
}

/** Legs and bare feet. */
export function drawLegs(sheet: Sheet, fig: Figure, owner: Owner): void {
  const light = skinLight(fig.body.skin);
  for (const side of [0, 1] as const) {
    const l = fig.legs[side];
    const t = around(
      fig,
      l,
      0,
      1,
      [0, 0.17, 0.33, 0.5, 0.67, 0.83, 1].map((k) => bareAt(fig, l, k)),
    );
    const foot = Math.sign(fig.pose.legs[side].toe || sign(side)) * Math.max(0.5, Math.abs(fig.pose.legs[side].toe));
    sheet.fill(
      place(
        smooth(
          [
            [-0.17, -0.02],
            [-0.18, 0.2],
            [0.3, 0.22],
            [0.66, 0.2],
            [0.6, 0.12],
            [0.12, -0.08],
          ],
          4,
          true,
        ),
        l.end,
        0,
        fig.unit * 0.9,
        foot,
      ),
      fig.body.skin,
      1,
      owner,
    );
    sheet.fill(outline(t), fig.body.skin, 1, owner);
    sheet.clip(outline(t), () => shadeTube(sheet, t, light));
  }
}

/** Trunk and neck. */
export function drawTrunk(sheet: Sheet, fig: Figure, owner: Owner): void {
  const light = skinLight(fig.body.skin);
  const steps = [-0.6, -0.3, -0.1, 0, 0.07, 0.2, 0.36, 0.66, 0.95, 1.2, 1.5, 1.8, 2.1, 2.4];
  // Kept a little inside the shoulder seams, so that no skin shows above a garment.
  const inset = (v: number) => (v > 0.03 && v < 0.5 ? -0.05 : -0.005);
  const l = steps.map((v) => fig.edge(0, v, inset(v)));
  const r = steps.map((v) => fig.edge(1, v, inset(v)));
  const line = [...smooth(l, 4), ...smooth(r, 4).reverse()];
  sheet.fill(line, fig.body.skin, 1, owner);
  sheet.clip(line, () => {
    shadeEdge(sheet, line, light, fig.unit * 0.07, 0.8);
    spot(sheet, fig.front(0.03, -0.26), fig.unit * 0.4, fig.unit * 0.3, light.dark, 0.7);
    for (const k of [-1, 1])
      sheet.stroke(
        smooth([fig.front(k * 0.05, 0.16), fig.front(k * 0.3, 0.1), fig.front(k * 0.62, 0.13)], 5),
        light.dark,
        fig.unit * 0.03,
        0.2,
      );
  });
}

/** An arm with its hand. */
export function drawArm(sheet: Sheet, fig: Figure, side: Side, owner: Owner): void {
  const light = skinLight(fig.body.skin);
  const l = fig.arms[side];
  if (fig.pose.arms[side].hand !== 'pocket') drawHand(sheet, fig, side, owner, light);
  const t = around(
    fig,
    l,
    0,
    1,
    [0, 0.17, 0.33, 0.5, 0.67, 0.83, 1].map((k) => bareAt(fig, l, k)),
  );
  const line = capped(t);
  sheet.fill(line, fig.body.skin, 1, owner);
  sheet.clip(line, () => shadeTube(sheet, t, light));
}

function drawHand(sheet: Sheet, fig: Figure, side: Side, owner: Owner, light: Light): void {
  const l = fig.arms[side];
  const before = at(l.spine, l.spine.length - 4);
  const angle = Math.atan2(l.end[1] - before[1], l.end[0] - before[0]) - Math.PI / 2;
  const k = -sign(side);
  const size = fig.unit * (fig.pose.arms[side].hand === 'hold' ? 0.8 : 0.95);
  const put = (points: readonly Point[]) => place(points, l.end, angle, size, k);
  const palm = put(
    smooth(
      [
        [-0.095, -0.06],
        [-0.13, 0.14],
        [-0.13, 0.32],
        [-0.1, 0.52],
        [-0.02, 0.62],
        [0.06, 0.58],
        [0.1, 0.42],
        [0.115, 0.24],
        [0.095, -0.06],
      ],
      5,
      true,
    ),
  );
  const thumb = put(
    smooth(
      [
        [0.06, 0.02],
        [0.16, 0.14],
        [0.19, 0.3],
        [0.14, 0.36],
        [0.08, 0.24],
      ],
      4,
      true,
    ),
  );
  for (const part of [thumb, palm]) {
    sheet.fill(part, fig.body.skin, 1, owner);
    sheet.clip(part, () => shadeEdge(sheet, part, light, size * 0.05, 1));
  }
  for (const x of [-0.06, 0, 0.055])
    sheet.stroke(
      put([
        [x, 0.33],
        [x * 0.8 - 0.01, 0.54],
      ]),
      light.dark,
      size * 0.013,
      0.45,
    );
}

interface Face {
  put(points: readonly Point[]): Point[];
  dot(x: number, y: number): Point;
  u: number;
}

function faceOf(fig: Figure): Face {
  const put = (points: readonly Point[]) => place(points, fig.head.center, fig.head.tilt, fig.unit);
  return { put, dot: (x, y) => at(put([[x, y]]), 0), u: fig.unit };
}

/** Sideways shift of the features when the head is turned, head units. */
export function faceShift(fig: Figure): number {
  return Math.sin(fig.head.yaw) * 0.2;
}

/** Hair that falls behind the shoulders. */
export function drawHairBehind(sheet: Sheet, fig: Figure, owner: Owner): void {
  const { put } = faceOf(fig);
  const c = hairColor(fig);
  const cut = fig.body.hairCut;
  const shapes: Partial<Record<typeof cut, Point[]>> = {
    long: [
      [-0.4, -0.3],
      [-0.47, 0.1],
      [-0.52, 0.7],
      [-0.42, 1.25],
      [0, 1.15],
      [0.42, 1.25],
      [0.52, 0.7],
      [0.47, 0.1],
      [0.4, -0.3],
      [0, -0.6],
    ],
    waves: [
      [-0.4, -0.3],
      [-0.52, 0.05],
      [-0.5, 0.35],
      [-0.62, 0.65],
      [-0.5, 1],
      [0, 0.9],
      [0.5, 1],
      [0.62, 0.65],
      [0.5, 0.35],
      [0.52, 0.05],
      [0.4, -0.3],
      [0, -0.6],
    ],
    bob: [
      [-0.42, -0.3],
      [-0.5, 0.1],
      [-0.48, 0.5],
      [0, 0.45],
      [0.48, 0.5],
      [0.5, 0.1],
      [0.42, -0.3],
      [0, -0.6],
    ],
    afro: ellipse([0, -0.18], 0.72, 0.66, 0, 14),
    curls: ellipse([0, -0.18], 0.52, 0.48, 0, 14),
    ponytail: [
      [0.1, -0.5],
      [0.44, -0.3],
      [0.5, 0.3],
      [0.42, 0.8],
      [0.34, 0.3],
      [0.2, -0.2],
    ],
    bun: ellipse([0, -0.64], 0.2, 0.18, 0, 12),
  };
  const shape = shapes[cut];
  if (!shape) return;
  const line = put(smooth(shape, 5, true));
  sheet.fill(line, darker(c, 0.25), 1, owner);
  sheet.clip(line, () => strands(sheet, fig, c, 0.9));
}

function hairColor(fig: Figure): Color {
  return mix(fig.body.hair, '#a9a6a2', fig.body.grey);
}

function strands(sheet: Sheet, fig: Figure, c: Color, reach: number): void {
  const { put, u } = faceOf(fig);
  for (let i = -7; i <= 7; i++) {
    const x = i / 13;
    const line = put(
      smooth(
        [
          [x * 0.35, -0.56],
          [x * 0.95, -0.1],
          [x * 1.05, reach * 0.5],
          [x * 0.95 + Math.sin(i * 2) * 0.04, reach * 1.25],
        ],
        5,
      ),
    );
    sheet.stroke(line, i % 2 ? lighter(c, 0.28) : darker(c, 0.55), u * 0.022, 0.3);
  }
}

/** Head with face, seen from the front, three quarters or (only hair) from behind. */
export function drawHead(sheet: Sheet, fig: Figure, owner: Owner): void {
  const { put, dot, u } = faceOf(fig);
  const b = fig.body;
  const light = skinLight(b.skin);
  const w = b.face / 2;
  const jaw = b.gender === 'men' ? 0.87 : 0.76;
  const line = put(
    smooth(
      [
        [0, -0.5],
        [-w * 0.72, -0.42],
        [-w, -0.12],
        [-w * 0.96, 0.12],
        [-w * jaw, 0.32],
        [-w * 0.36, 0.48],
        [0, 0.51],
        [w * 0.36, 0.48],
        [w * jaw, 0.32],
        [w * 0.96, 0.12],
        [w, -0.12],
        [w * 0.72, -0.42],
      ],
      5,
      true,
    ),
  );
  for (const k of [-1, 1])
    sheet.fill(put(ellipse([k * w * 1.0, 0.05], 0.06, 0.12, 0, 14)), darker(b.skin, 0.12), 1, owner);
  sheet.fill(line, b.skin, 1, owner);
  if (!fig.back) {
    sheet.clip(line, () => {
      shadeEdge(sheet, line, light, u * 0.13, 1);
      spot(sheet, dot(0.34, 0.1), u * 0.24, u * 0.55, light.dark, 0.4);
      spot(sheet, dot(-0.08, -0.26), u * 0.25, u * 0.16, light.light, 0.32);
      if (b.beard !== 'none' && b.beard !== 'moustache') beard(sheet, fig);
    });
    features(sheet, fig, light);
  }
  hairFront(sheet, fig, owner);
}

function beard(sheet: Sheet, fig: Figure): void {
  const { put } = faceOf(fig);
  const w = fig.body.face / 2 + 0.02;
  const x = faceShift(fig);
  const line = put([
    ...smooth(
      [
        [-w, 0.02],
        [-w * 0.86, 0.2],
        [x - 0.14, 0.22],
        [x, 0.19],
        [x + 0.14, 0.22],
        [w * 0.86, 0.2],
        [w, 0.02],
      ],
      5,
    ),
    [w, 0.6],
    [-w, 0.6],
  ]);
  sheet.fill(line, hairColor(fig), fig.body.beard === 'full' ? 0.85 : 0.28);
}

function features(sheet: Sheet, fig: Figure, light: Light): void {
  const { put, dot, u } = faceOf(fig);
  const b = fig.body;
  const x = faceShift(fig);
  const brow = mix(hairColor(fig), '#2a1c14', 0.4);
  const woman = b.gender === 'women';
  for (const k of [-1, 1]) {
    const c = x + k * 0.165 * (1 - 0.25 * Math.abs(x) * 5 * (Math.sign(x) === k ? 1 : 0));
    spot(sheet, dot(c, -0.02), u * 0.11, u * 0.085, light.dark, 0.42);
    const eye = put(
      smooth(
        [
          [c - 0.078, 0.008],
          [c - 0.03, -0.034],
          [c + 0.03, -0.034],
          [c + 0.078, 0.004],
          [c + 0.03, 0.03],
          [c - 0.03, 0.03],
        ],
        4,
        true,
      ),
    );
    sheet.fill(eye, '#e9e4de');
    sheet.clip(eye, () => {
      sheet.fill(put(ellipse([c, -0.004], 0.036, 0.038, 0, 18)), b.eyes);
      sheet.fill(put(ellipse([c, -0.004], 0.018, 0.019, 0, 12)), '#0c0908');
      sheet.stroke(eye.slice(0, 14), '#20140e', u * 0.022, 0.5);
    });
    sheet.fill(put(ellipse([c - 0.012, -0.016], 0.008, 0.008, 0, 8)), '#ffffff', 0.9);
    sheet.stroke(
      put(
        smooth(
          [
            [c - 0.082, 0.008],
            [c - 0.03, -0.037],
            [c + 0.03, -0.037],
            [c + 0.082, 0.002],
          ],
          5,
        ),
      ),
      '#24160f',
      u * (woman ? 0.019 : 0.012),
      0.9,
    );
    sheet.stroke(
      put(
        smooth(
          [
            [c - 0.07, -0.05],
            [c, -0.07],
            [c + 0.07, -0.048],
          ],
          4,
        ),
      ),
      light.dark,
      u * 0.01,
      0.4,
    );
    const h = woman ? 0.016 : 0.026;
    sheet.fill(
      put(
        smooth(
          [
            [c - k * 0.085, -0.1],
            [c + k * 0.02, -0.135 - h],
            [c + k * 0.11, -0.105],
            [c + k * 0.02, -0.13 + h],
            [c - k * 0.085, -0.1 + h],
          ],
          4,
          true,
        ),
      ),
      brow,
      0.78,
    );
    spot(sheet, dot(x + k * 0.22, 0.15), u * 0.12, u * 0.08, '#c2503e', 0.16);
  }
  sheet.stroke(
    put(
      smooth(
        [
          [x + 0.035, -0.02],
          [x * 1.3 + 0.05, 0.1],
          [x * 1.4 + 0.062, 0.15],
        ],
        5,
      ),
    ),
    light.dark,
    u * 0.022,
    0.22,
  );
  spot(sheet, dot(x * 1.35 - 0.012, 0.12), u * 0.04, u * 0.09, light.light, 0.32);
  spot(sheet, dot(x * 1.35, 0.195), u * 0.085, u * 0.03, light.dark, 0.55);
  for (const k of [-1, 1])
    sheet.fill(put(ellipse([x * 1.35 + k * 0.033, 0.178], 0.015, 0.009, 0, 10)), darker(b.skin, 0.7), 0.7);
  const m = x * 1.15;
  const wide = 0.12;
  sheet.fill(
    put(
      smooth(
        [
          [m - wide, 0.288],
          [m - 0.035, 0.262],
          [m, 0.27],
          [m + 0.035, 0.262],
          [m + wide, 0.288],
          [m + 0.05, 0.34],
          [m, 0.35],
          [m - 0.05, 0.34],
        ],
        4,
        true,
      ),
    ),
    mix(b.skin, b.lips, woman ? 0.8 : 0.5),
  );
  sheet.stroke(
    put(
      smooth(
        [
          [m - wide, 0.288],
          [m - 0.04, 0.297],
          [m, 0.293],
          [m + 0.04, 0.297],
          [m + wide, 0.286],
        ],
        4,
      ),
    ),
    darker(b.lips, 0.6),
    u * 0.012,
    0.8,
  );
  spot(sheet, dot(m - 0.01, 0.322), u * 0.05, u * 0.014, '#ffffff', 0.3);
  spot(sheet, dot(m, 0.39), u * 0.08, u * 0.025, light.dark, 0.35);
  if (b.beard === 'moustache')
    sheet.fill(
      put(
        smooth(
          [
            [m - 0.13, 0.27],
            [m, 0.22],
            [m + 0.13, 0.27],
            [m, 0.262],
          ],
          4,
          true,
        ),
      ),
      hairColor(fig),
      0.85,
    );
}

function hairFront(sheet: Sheet, fig: Figure, owner: Owner): void {
  const { put } = faceOf(fig);
  const b = fig.body;
  if (b.hairCut === 'bald') return;
  const c = hairColor(fig);
  const w = b.face / 2;
  const big = b.hairCut === 'afro' || b.hairCut === 'curls' ? 0.09 : b.hairCut === 'crop' ? -0.02 : 0.03;
  const top = b.hairCut === 'quiff' ? -0.67 : -0.57 - big;
  const side =
    b.gender === 'women' && b.hairCut !== 'crop' ? (['long', 'waves', 'bob'].includes(b.hairCut) ? 0.42 : 0.1) : -0.02;
  const shell: Point[] = [
    [-w - 0.03, side],
    [-w - 0.06 - big, -0.12],
    [-w * 0.85 - big, -0.45],
    [0, top],
    [w * 0.85 + big, -0.45],
    [w + 0.06 + big, -0.12],
    [w + 0.03, side],
  ];
  const hairline: Point[] = fig.back
    ? [
        [w * 0.7, 0.42],
        [0, 0.5],
        [-w * 0.7, 0.42],
      ]
    : [
        [w * 0.93, -0.02],
        [w * 0.8, -0.22],
        [w * 0.3, -0.36],
        [-w * 0.25, -0.37],
        [-w * 0.72, -0.26],
        [-w * 0.93, -0.02],
      ];
  const line = put([...smooth(shell, 6), ...smooth(hairline, 6)]);
  sheet.fill(line, c, 1, owner);
  sheet.clip(line, () => {
    strands(sheet, fig, c, 0.5);
    shadeEdge(sheet, line, { dark: darker(c, 0.7), light: c, deep: 1, gloss: 1 }, fig.unit * 0.05, 1);
    spot(sheet, at(put([[-0.12, -0.47]]), 0), fig.unit * 0.28, fig.unit * 0.09, lighter(c, 0.6), 0.36);
  });
}
