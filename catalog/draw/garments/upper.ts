import { darker } from '../color.ts';
import { dye, panel, tone } from '../fabric.ts';
import { at, between, ellipse, type Point, smooth } from '../path.ts';
import { shadeEdge } from '../shade.ts';
import {
  drape,
  frameOf,
  hemLine,
  type Neck,
  neckLine,
  seam,
  shoulderLine,
  sideLine,
  sidePoint,
  sleeve,
} from './cut.ts';
import type { Layers, Stitch } from './garment.ts';
import { graphic } from './graphic.ts';
import { skirtFolds } from './skirt.ts';
import { collar, cuff, hoodFront, placket, turtle, zip } from './trims.ts';

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
