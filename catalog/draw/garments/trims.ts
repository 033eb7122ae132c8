import { darker, lighter, luma } from '../color.ts';
import { dye, panel, tone } from '../fabric.ts';
import { type Side, sign } from '../figure.ts';
import { at, ellipse, type Line, smooth } from '../path.ts';
import { shadeEdge } from '../shade.ts';
import { frameOf, seam } from './cut.ts';
import type { Stitch } from './garment.ts';
import type { UpperCut } from './upper.ts';

/** The turned-back band at the end of a sleeve. */
export function cuff(s: Stitch, left: Line, right: Line, part: number): void {
  const n = left.length - 1;
  const k = Math.max(1, Math.round(n * (1 - part)));
  const band = [...left.slice(k), ...right.slice(k).reverse()];
  s.sheet.fill(band, darker(tone(s.garment.fabric), 0.5), 0.22);
  seam(s, [at(left, k), at(right, k)], 0.7);
}

/** Button stand with buttons along the middle line. */
export function placket(s: Stitch, v0: number, v1: number, x = 0.02): void {
  const { fig, sheet, garment } = s;
  const half = 0.055;
  const down = (dx: number) =>
    Array.from({ length: 9 }, (_, i) => fig.front(x + dx, v0 + ((Math.min(v1, 2.5) - v0) * i) / 8));
  sheet.fill([...down(-half), ...down(half).reverse()], s.light.light, 0.1);
  seam(s, down(-half), 0.55);
  seam(s, down(half), 0.35);
  const c = luma(dye(garment.fabric, 0)) > 0.45 ? '#f7f4ec' : darker(dye(garment.fabric, 0), 0.4);
  for (let v = v0 + 0.1; v < Math.min(v1, 2.5) - 0.03; v += 0.3) {
    const p = fig.front(x, v);
    sheet.fill(ellipse([p[0] + 0.6, p[1] + 0.8], fig.unit * 0.026, fig.unit * 0.026, 0, 12), '#000000', 0.35);
    sheet.fill(ellipse(p, fig.unit * 0.024, fig.unit * 0.024, 0, 12), c);
    sheet.stroke(ellipse(p, fig.unit * 0.024, fig.unit * 0.024, 0, 12), darker(c, 0.5), 0.6, 0.8, true);
  }
}

/** A metal zip along the middle line. */
export function zip(s: Stitch, v0: number, v1: number, x = 0): void {
  const { fig, sheet } = s;
  const down = Array.from({ length: 12 }, (_, i) => fig.front(x, v0 + ((Math.min(v1, 2.6) - v0) * i) / 11));
  sheet.stroke(down, s.light.dark, fig.unit * 0.06, 0.55);
  sheet.stroke(
    down,
    '#b9bbbf',
    fig.unit * 0.026,
    0.95,
    false,
    `${(fig.unit * 0.016).toFixed(1)} ${(fig.unit * 0.016).toFixed(1)}`,
  );
  const p = fig.front(x, v0 + 0.04);
  sheet.fill(
    [
      [p[0] - 1.4, p[1]],
      [p[0] + 1.4, p[1]],
      [p[0] + 1, p[1] + fig.unit * 0.07],
      [p[0] - 1, p[1] + fig.unit * 0.07],
    ],
    '#d5d6d8',
  );
}

/** Two collar wings folded over the neck. */
export function collar(s: Stitch, cut: UpperCut): void {
  const { fig, sheet, garment } = s;
  const c =
    cut.collar === 'polo' && garment.fabric.pattern !== 'plain'
      ? dye(garment.fabric, 0)
      : lighter(dye(garment.fabric, 0), 0.06);
  const d = cut.neck.depth;
  for (const side of [0, 1] as const) {
    const k = sign(side);
    const line = smooth(
      [fig.front(k * 0.25, -0.16), fig.front(k * 0.3, -0.02), fig.front(k * 0.34, 0.14), fig.front(k * 0.22, d + 0.16)],
      4,
    );
    const wing = [
      ...line,
      fig.front(k * 0.03, d - 0.03),
      ...smooth([fig.front(k * 0.12, 0.06), fig.front(k * 0.2, -0.06), fig.front(k * 0.25, -0.16)], 4),
    ];
    sheet.fill(
      wing.map(([x, y]) => [x + 1, y + 2] as const),
      '#000000',
      0.22,
    );
    panel(
      sheet,
      wing,
      { ...garment.fabric, pattern: garment.fabric.pattern === 'block' ? 'plain' : garment.fabric.pattern },
      { origin: at(wing, 0), angle: k * 0.5 },
      fig.unit,
      s.owner,
      () => {
        sheet.fill(wing, c, 0.15);
        shadeEdge(sheet, wing, s.light, fig.unit * 0.03, 0.8);
      },
    );
  }
}

/** A rolled neck. */
export function turtle(s: Stitch): void {
  const { fig, sheet, garment } = s;
  const p = (x: number, v: number) => fig.front(x, v);
  const line = [
    ...smooth([p(-0.25, -0.26), p(0, -0.2), p(0.25, -0.26)], 6),
    ...smooth([p(0.27, -0.1), p(0.3, 0.04), p(0, 0.1), p(-0.3, 0.04), p(-0.27, -0.1)], 5),
  ];
  panel(sheet, line, { ...garment.fabric, texture: 'rib' }, frameOf(s), fig.unit, s.owner, () =>
    shadeEdge(sheet, line, s.light, fig.unit * 0.06, 1.2),
  );
  seam(s, smooth([p(-0.26, -0.1), p(0, -0.04), p(0.26, -0.1)], 6), 0.6);
}

/** A hood's front edges, cords and pouch pocket. */
export function hoodFront(s: Stitch, cut: UpperCut): void {
  const { fig, sheet, garment } = s;
  const p = (x: number, v: number) => fig.front(x, v);
  const d = cut.neck.depth;
  for (const side of [0, 1] as Side[]) {
    const k = sign(side);
    const line = [
      ...smooth([p(k * 0.42, -0.08), p(k * 0.46, 0.1), p(k * 0.3, 0.3), p(0, d + 0.2)], 5),
      ...smooth([p(0, d - 0.02), p(k * 0.2, 0.12), p(k * 0.3, -0.1), p(k * 0.42, -0.08)], 5),
    ];
    panel(sheet, line, garment.fabric, frameOf(s), fig.unit, s.owner, () =>
      shadeEdge(sheet, line, s.light, fig.unit * 0.05),
    );
    const cord = smooth([p(k * 0.12, d + 0.06), p(k * 0.13, d + 0.4), p(k * 0.1, d + 0.75)], 5);
    sheet.stroke(cord, '#00000055', fig.unit * 0.05, 0.25);
    sheet.stroke(cord, lighter(tone(garment.fabric), 0.65), fig.unit * 0.03);
  }
  const pocket = [p(-0.34, 1.4), p(0.34, 1.4), p(0.5, 1.78), p(0.48, 2.05), p(-0.48, 2.05), p(-0.5, 1.78)];
  if (cut.close !== 'halfzip') {
    sheet.fill(pocket, s.light.dark, 0.1);
    sheet.stroke(pocket, s.light.dark, fig.unit * 0.012, 0.6, true);
  }
}
