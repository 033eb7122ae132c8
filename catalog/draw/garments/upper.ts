import { darker, lighter, luma } from '../color.ts';
import { dye, type Frame, panel, tone } from '../fabric.ts';
import { type Side, sign } from '../figure.ts';
import { at, between, ellipse, type Line, type Point, smooth } from '../path.ts';
import { shadeEdge } from '../shade.ts';
import { drape, hemLine, type Neck, neckLine, seam, shoulderLine, sideLine, sidePoint, sleeve } from './cut.ts';
import type { Layers, Stitch } from './garment.ts';
import { graphic } from './graphic.ts';

/** Measures of an upper garment or dress, in head units. */
export interface UpperCut {
  neck: Neck;
  /** Share of the arm covered, 0 = sleeveless. */
  sleeve: number;
  /** Virtual height of the hem (see `sidePoint`). */
  hem: number;
  /** Room at chest, waist and hip, and how far the hem swings out. */
  ease: readonly [chest: number, waist: number, hip: number, flare: number];
  collar?: 'shirt' | 'polo' | 'hood' | 'rib' | 'turtle';
  close?: 'buttons' | 'placket' | 'halfzip' | 'wrap';
  bands?: boolean;
  pleats?: number;
  tie?: boolean;
}

/** Room at virtual height v. */
export function room(cut: Pick<UpperCut, 'ease'>): (v: number) => number {
  const [chest, waist, hip, flare] = cut.ease;
  return (v) => {
    if (v <= 0.8) return chest;
    if (v <= 1.5) return chest + ((waist - chest) * (v - 0.8)) / 0.7;
    if (v <= 2.25) return waist + ((hip - waist) * (v - 1.5)) / 0.75;
    return hip + (flare * (v - 2.25)) / 3.4;
  };
}

/** Outline of a torso garment, clockwise from the neckline's left end. */
export function upperOutline(s: Stitch, cut: UpperCut): Point[] {
  const { fig } = s;
  const ease = room(cut);
  const neck = neckLine(fig, cut.neck);
  const sides = ([0, 1] as const).map((side) => [
    ...shoulderLine(fig, side, cut.neck, cut.sleeve > 0, cut.ease[0]),
    ...sideLine(fig, side, 0.8, cut.hem, ease),
  ]);
  const [l, r] = [at(sides, 0), at(sides, 1)];
  const hem = hemLine(fig, at(l, l.length - 1), at(r, r.length - 1), cut.hem > 2.7 ? 0.1 : 0.045);
  return [...neck, ...r, ...[...hem].reverse().slice(1, -1), ...[...l].reverse()];
}

function frameOf(s: Stitch): Frame {
  return { origin: s.fig.front(0, 0), angle: s.fig.tilt(0.9) };
}

/** Top or dress: all of its layers. */
export function upper(s: Stitch, cut: UpperCut): Layers {
  const line = upperOutline(s, cut);
  const { fig, sheet, garment } = s;
  const slim = 0.24 + cut.ease[0];
  return {
    behind: () => {
      if (cut.collar === 'hood') hoodBehind(s);
      if (fig.empty) insideBack(s, cut);
    },
    torso: () => {
      panel(sheet, line, garment.fabric, frameOf(s), fig.unit, s.owner, () => {
        drape(s, 0.1, cut.hem, room(cut), cut.ease[1] * 5);
        if (cut.hem > 2.7) skirtFolds(s, cut);
        if (cut.tie) waistLine(s, cut);
        shadeEdge(sheet, line, s.light, fig.unit * 0.05, 0.7);
      });
      details(s, cut);
    },
    sleeve: (side) => {
      if (cut.sleeve <= 0) return;
      const wide = cut.sleeve < 0.5 ? 0.03 : 0;
      const t = sleeve(
        s,
        side,
        cut.sleeve,
        [slim, 0.2 + cut.ease[0] * 0.7 + wide, cut.sleeve > 0.7 ? 0.14 + cut.ease[0] * 0.4 : 0.2 + cut.ease[0] + wide],
        cut.bands || cut.collar === 'shirt' ? 1 : 0,
      );
      if (cut.sleeve > 0.7 && (cut.bands || cut.collar === 'shirt')) cuff(s, t.left, t.right, cut.bands ? 0.12 : 0.14);
      if (cut.collar === 'polo') cuff(s, t.left, t.right, 0.07);
    },
  };
}

/** The turned-back band at the end of a sleeve. */
export function cuff(s: Stitch, left: Line, right: Line, part: number): void {
  const n = left.length - 1;
  const k = Math.max(1, Math.round(n * (1 - part)));
  const band = [...left.slice(k), ...right.slice(k).reverse()];
  s.sheet.fill(band, darker(tone(s.garment.fabric), 0.5), 0.22);
  seam(s, [at(left, k), at(right, k)], 0.7);
}

function insideBack(s: Stitch, cut: UpperCut): void {
  const { fig, sheet, garment } = s;
  if (cut.neck.shape === 'off' || cut.neck.shape === 'high') return;
  const front = neckLine(fig, cut.neck);
  const [a, b] = [at(front, 0), at(front, front.length - 1)];
  const rise = cut.neck.shape === 'straps' ? -0.4 : 0.05;
  const mid = between(a, b, 0.5);
  const back = smooth([a, [mid[0], mid[1] - rise * fig.unit * (rise < 0 ? 1 : -0.3)], b], 8);
  sheet.fill([...back, ...[...front].reverse()], darker(dye(garment.fabric, 0), 0.42), 1, s.owner);
  const y = mid[1] + 0.035 * fig.unit;
  if (cut.neck.shape === 'round')
    sheet.fill(
      [
        [mid[0] - 5, y],
        [mid[0] + 5, y],
        [mid[0] + 5, y + 7],
        [mid[0] - 5, y + 7],
      ],
      '#f4f2ee',
      0.85,
    );
}

function hoodBehind(s: Stitch): void {
  const { fig, sheet, garment } = s;
  const p = (x: number, v: number) => fig.front(x, v);
  const line = smooth(
    [
      p(-0.5, 0.14),
      p(-0.47, -0.1),
      p(-0.24, -0.27),
      p(0, -0.3),
      p(0.24, -0.27),
      p(0.47, -0.1),
      p(0.5, 0.14),
      p(0, 0.3),
    ],
    6,
    true,
  );
  panel(sheet, line, garment.fabric, frameOf(s), fig.unit, s.owner, () => {
    sheet.fill(ellipse(p(0, 0.04), fig.unit * 0.33, fig.unit * 0.22), s.light.dark, 0.45);
    shadeEdge(sheet, line, s.light, fig.unit * 0.08);
  });
}

function waistLine(s: Stitch, cut: UpperCut): void {
  const { fig } = s;
  const ease = room(cut)(1.5) + 0.03;
  const [a, b] = [fig.edge(0, 1.48, ease), fig.edge(1, 1.48, ease)];
  const band = (v: number) => smooth([fig.edge(0, v, ease), fig.front(0, v + 0.05), fig.edge(1, v, ease)], 6);
  s.sheet.fill([...band(1.4), ...band(1.54).reverse()], s.light.dark, 0.35);
  const own = s.rnd.fork('gather');
  for (let i = 0; i < 14; i++) {
    const p = between(a, b, 0.05 + (i / 13) * 0.9);
    s.sheet.stroke(
      [p, [p[0] + own.range(-3, 3), p[1] + fig.unit * own.range(0.2, 0.45)]],
      s.light.dark,
      fig.unit * 0.015,
      0.22,
    );
  }
}

/** Falling folds of a skirt: lighter and darker gores that spread towards the hem. */
export function skirtFolds(s: Stitch, cut: { hem: number; ease: UpperCut['ease']; pleats?: number }): void {
  const { fig, sheet, light } = s;
  const own = s.rnd.fork('skirt');
  const count = cut.pleats ?? 7;
  const hip = cut.ease[2];
  const low = hip + (cut.ease[3] * (cut.hem - 2.25)) / 3.4;
  const top = cut.pleats ? 1.7 : 2.0;
  for (let i = 0; i < count; i++) {
    const k = (i + (cut.pleats ? 0.5 : own.range(0.1, 0.9))) / count;
    const a = between(fig.edge(0, top, 0.02), fig.edge(1, top, 0.02), k);
    const m = between(
      sidePoint(fig, 0, (top + cut.hem) / 2, (hip + low) / 2),
      sidePoint(fig, 1, (top + cut.hem) / 2, (hip + low) / 2),
      k,
    );
    const b = between(sidePoint(fig, 0, cut.hem, low), sidePoint(fig, 1, cut.hem, low), k);
    const w = fig.unit * (cut.pleats ? 0.055 : own.range(0.05, 0.11));
    const spine = smooth([a, m, [b[0], b[1] + fig.unit * 0.12]], 5);
    for (const j of [1, 0.6, 0.3]) {
      const side = (q: number) => spine.map((p, n): Point => [p[0] + (q * w * n) / spine.length, p[1]]);
      sheet.fill([...side(j), ...side(-j * 0.4).reverse()], light.dark, 0.13 * light.deep);
      sheet.fill([...side(-0.6 - j * 0.9), ...side(-0.6).reverse()], light.light, 0.1 * light.gloss);
    }
  }
}

function details(s: Stitch, cut: UpperCut): void {
  const { fig, sheet, garment } = s;
  const u = fig.unit;
  if (cut.bands) hemBand(s, cut);
  else if (cut.hem < 2.7) {
    const e = room(cut);
    const v = cut.hem - 0.06;
    seam(s, hemLine(fig, sidePoint(fig, 0, v, e(v) - 0.01), sidePoint(fig, 1, v, e(v) - 0.01), 0.045), 0.35);
  }
  if (cut.collar === 'turtle') turtle(s);
  if (fig.back) return;
  const neck = neckLine(fig, cut.neck);
  if (!cut.collar && cut.neck.shape !== 'off') sheet.stroke(neck, darker(tone(garment.fabric), 0.3), u * 0.035, 0.75);
  if (cut.collar === 'rib' || cut.collar === 'hood')
    sheet.stroke(neck, darker(tone(garment.fabric), 0.25), u * 0.07, 0.9);
  if (garment.trim) graphic(s);
  const start = cut.neck.depth;
  if (cut.close === 'buttons') placket(s, start, Math.min(cut.hem - 0.05, cut.hem > 2.7 ? cut.hem - 0.2 : 9));
  if (cut.close === 'placket') placket(s, start, start + 0.5);
  if (cut.close === 'halfzip') zip(s, start, start + 0.55);
  if (cut.close === 'wrap') {
    seam(
      s,
      smooth(
        [
          fig.front(cut.neck.width * 0.9, 0.05),
          fig.front(0.12, cut.neck.depth * 0.9),
          fig.front(-0.3, 1.2),
          fig.edge(0, 1.5),
        ],
        6,
      ),
      0.8,
    );
  }
  if (cut.collar === 'shirt' || cut.collar === 'polo') collar(s, cut);
  if (cut.collar === 'hood') hoodFront(s, cut);
}

function hemBand(s: Stitch, cut: UpperCut): void {
  const { fig } = s;
  const e = room(cut);
  const lineAt = (v: number) => hemLine(fig, sidePoint(fig, 0, v, e(v)), sidePoint(fig, 1, v, e(v)), 0.045);
  s.sheet.fill([...lineAt(cut.hem - 0.16), ...lineAt(cut.hem).reverse()], s.light.dark, 0.2);
  seam(s, lineAt(cut.hem - 0.16), 0.7);
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

function collar(s: Stitch, cut: UpperCut): void {
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

function turtle(s: Stitch): void {
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

function hoodFront(s: Stitch, cut: UpperCut): void {
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
