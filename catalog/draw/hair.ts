import { type Color, darker, lighter, mix } from './color.ts';
import type { Figure } from './figure.ts';
import { faceOf } from './head.ts';
import { at, ellipse, type Point, smooth } from './path.ts';
import { shadeEdge, spot } from './shade.ts';
import type { Owner, Sheet } from './sheet.ts';

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

/** Hair, with its share of grey. */
export function hairColor(fig: Figure): Color {
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

/** Hair above and beside the face. */
export function drawHairFront(sheet: Sheet, fig: Figure, owner: Owner): void {
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
