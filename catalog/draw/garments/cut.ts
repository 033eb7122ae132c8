import { darker } from '../color.ts';
import { type Frame, panel, tone } from '../fabric.ts';
import { around, bareAt, type Figure, type Limb, type Side, sign } from '../figure.ts';
import { at, between, direction, type Line, type Point, smooth, type Tube } from '../path.ts';
import { creases, fold, shadeTube } from '../shade.ts';
import type { Stitch } from './garment.ts';

/** Length of a leg on the virtual scale that continues the torso's v beyond the hip. */
const HIP = 2.25;
const LEG = 3.4;

function limbPoint(l: Limb, t: number): Point {
  const x = Math.max(0, Math.min(1, t)) * (l.spine.length - 1);
  const k = Math.floor(x);
  return between(at(l.spine, k), at(l.spine, k + 1), x - k);
}

/**
 * Point of a garment's silhouette at virtual height v: down to 2.25 the torso's side, below it the outer side of the
 * leg (v = 2.25 + 3.4·fraction of the leg). `ease` is in head units.
 */
export function sidePoint(fig: Figure, side: Side, v: number, ease: number): Point {
  if (v <= HIP) return fig.edge(side, v, ease);
  const t = (v - HIP) / LEG;
  const l = fig.legs[side];
  const p = limbPoint(l, t);
  const blend = Math.min(1, (v - HIP) / 0.5);
  const reach = (bareAt(fig, l, t) + ease) * fig.unit * sign(side);
  const hip = fig.edge(side, HIP, ease);
  const low: Point = [p[0] + reach, p[1]];
  return [hip[0] + (low[0] - hip[0]) * blend, low[1] + (hip[1] - low[1]) * Math.max(0, 0.35 - blend)];
}

/** The silhouette line of one side from v0 to v1; `ease(v)` in head units. */
export function sideLine(fig: Figure, side: Side, v0: number, v1: number, ease: (v: number) => number): Point[] {
  const steps = Math.max(3, Math.round((v1 - v0) * 7));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const v = v0 + ((v1 - v0) * i) / steps;
    return sidePoint(fig, side, v, ease(v));
  });
}

/** Closes a hem from the left to the right end with a hanging curve of `sag` head units. */
export function hemLine(fig: Figure, left: Point, right: Point, sag: number): Point[] {
  const dip = (t: number): Point => {
    const p = between(left, right, t);
    return [p[0], p[1] + Math.sin(t * Math.PI) * sag * fig.unit];
  };
  return [0, 0.15, 0.32, 0.5, 0.68, 0.85, 1].map(dip);
}

/** Necks of upper garments: half-width and depth in head units, and the way between. */
export interface Neck {
  shape: 'round' | 'v' | 'square' | 'straps' | 'off' | 'high';
  width: number;
  depth: number;
}

/** The neckline from the viewer's left to the right. */
export function neckLine(fig: Figure, neck: Neck): Point[] {
  const top = (x: number) => 0.012 + Math.max(0, Math.abs(x) - 0.26) * 0.3;
  const p = (x: number, v: number) => fig.front(x, v);
  const { width: w, depth: d } = neck;
  if (neck.shape === 'high') return smooth([p(-0.25, -0.2), p(0, -0.13), p(0.25, -0.2)], 8);
  if (fig.back) return smooth([p(-w, top(w)), p(-w * 0.5, 0.05), p(0, 0.075), p(w * 0.5, 0.05), p(w, top(w))], 6);
  if (neck.shape === 'v') return [p(-w, top(w)), p(-w * 0.52, d * 0.5), p(0, d), p(w * 0.52, d * 0.5), p(w, top(w))];
  if (neck.shape === 'square') return [p(-w, top(w)), p(-w * 0.93, d), p(w * 0.93, d), p(w, top(w))];
  const bend = [
    p(-w, top(w)),
    p(-w * 0.86, d * 0.62),
    p(-w * 0.45, d * 0.95),
    p(0, d),
    p(w * 0.45, d * 0.95),
    p(w * 0.86, d * 0.62),
    p(w, top(w)),
  ];
  return smooth(bend, 5);
}

/** One shoulder of an upper garment, from the neck to the armpit. `sleeved` cuts the armhole to take a sleeve. */
export function shoulderLine(fig: Figure, side: Side, neck: Neck, sleeved: boolean, ease: number): Point[] {
  const s = sign(side);
  const under = fig.edge(side, 0.72, ease);
  if (neck.shape === 'off') return smooth([fig.edge(side, 0.4, 0.02), fig.edge(side, 0.55, 0.03), under], 5);
  if (neck.shape === 'straps') {
    const strap = neck.width + 0.09;
    return smooth(
      [fig.front(s * strap, 0.06), fig.front(s * (strap + 0.02), 0.4), fig.front(s * (strap + 0.1), 0.62), under],
      5,
    );
  }
  const tip = fig.edge(side, 0.175, sleeved ? ease * 0.25 : -0.08);
  const start =
    neck.shape === 'high'
      ? fig.front(s * 0.27, -0.03)
      : fig.front(s * (neck.width + 0.005), 0.012 + Math.max(0, neck.width - 0.26) * 0.3);
  const mid = between(start, tip, 0.55);
  const soft: Point = [mid[0], mid[1] + 0.012 * fig.unit];
  const hole = sleeved ? fig.edge(side, 0.4, ease * 0.3 - 0.03) : fig.front(s * (fig.body.chest - 0.06), 0.45);
  return [...smooth([start, soft, tip], 4), ...smooth([tip, hole, under], 4).slice(1)];
}

/** Tube polygon with a round cap at its root, as a sleeve head. */
export function capped(t: Tube): Point[] {
  const [a, b, c] = [at(t.right, 0), at(t.left, 0), at(t.spine, 0)];
  const dir = direction(at(t.spine, 1), c);
  const r = at(t.half, 0);
  const bulge = (k: number, lift: number): Point => {
    const p = between(a, b, k);
    return [p[0] + dir[0] * r * lift, p[1] + dir[1] * r * lift];
  };
  return [
    ...t.left,
    ...[...t.right].reverse(),
    ...smooth([a, bulge(0.2, 0.4), bulge(0.5, 0.58), bulge(0.8, 0.4), b], 4),
  ];
}

/** A sleeve from the shoulder to fraction `to` of the arm; half-widths in head units at its top, elbow and end. */
export function sleeve(s: Stitch, side: Side, to: number, widths: readonly [number, number, number], cuff = 0): Tube {
  const { fig, sheet, garment, light, rnd } = s;
  const l = fig.arms[side];
  const t = around(fig, l, 0, to, [
    widths[0],
    (widths[0] + widths[1]) / 2,
    widths[1],
    (widths[1] + widths[2]) / 2,
    widths[2],
  ]);
  const line = capped(t);
  const dir = direction(l.root, to > 0.6 ? between(l.joint, l.end, 0.3) : l.joint);
  const angle = Math.atan2(dir[1], dir[0]) - Math.PI / 2;
  panel(sheet, line, garment.fabric, { origin: l.root, angle }, fig.unit, s.owner, () => {
    shadeTube(sheet, t, light);
    const own = rnd.fork(`sleeve${side}`);
    if (to > 0.6) creases(sheet, t, 0.42, 0.62, 6, own, light, 1.1);
    creases(sheet, t, 0.02, 0.3, 3, own, light, 0.8);
    if (to > 0.8) creases(sheet, t, 0.82, 0.98, 4, own, light, 0.8);
    if (cuff === 0)
      seam(s, [
        between(at(t.left, -3 + t.left.length), at(t.left, -4 + t.left.length), 0.5),
        at(t.right, t.right.length - 3),
      ]);
  });
  return t;
}

/** A thin stitched line in the cloth's darker tone. */
export function seam(s: Stitch, line: Line, strength = 0.45): void {
  s.sheet.stroke(line, darker(tone(s.garment.fabric), 0.6), Math.max(0.5, s.fig.unit * 0.008), strength);
}

/** Drape of a torso: side shade, chest, waist and hem creases. Call within the clip. */
export function drape(s: Stitch, v0: number, v1: number, ease: (v: number) => number, loose: number): void {
  const { fig, sheet, light, rnd } = s;
  const own = rnd.fork('drape');
  const sides = ([0, 1] as const).map((side) => sideLine(fig, side, v0, v1, (v) => ease(v) + 0.02));
  const [l, r] = [at(sides, 0), at(sides, 1)];
  const n = l.length;
  const row = (k: number) => l.map((p, i) => between(p, at(r, i), k));
  const steps = 8;
  for (let i = 1; i <= steps; i++) {
    sheet.fill([...row(1.1), ...row(1 - 0.05 * i).reverse()], light.dark, 0.058 * light.deep);
    if (i <= 4) sheet.fill([...row(-0.1), ...row(0.045 * i).reverse()], light.dark, 0.04 * light.deep);
    if (i <= 5)
      sheet.fill([...row(0.34 - 0.045 * i), ...row(0.34 + 0.04 * i).reverse()], light.light, 0.026 * light.gloss);
  }
  const at2 = (k: number, v: number): Point => {
    const i = ((v - v0) / (v1 - v0)) * (n - 1);
    const j = Math.max(0, Math.min(n - 2, Math.floor(i)));
    return between(between(at(l, j), at(r, j), k), between(at(l, j + 1), at(r, j + 1), k), i - j);
  };
  const u = fig.unit;
  for (const side of [0, 1] as const) {
    const k = side === 0 ? 0.05 : 0.95;
    const toward = side === 0 ? 1 : -1;
    for (let i = 0; i < 3; i++) {
      fold(
        sheet,
        at2(k, 0.66 + i * 0.1),
        at2(k + toward * own.range(0.16, 0.34), 0.78 + i * 0.2 + own.range(-0.1, 0.1)),
        u * own.range(0.02, 0.035),
        toward * 0.1,
        light,
      );
    }
    if (v1 > 1.4) {
      for (let i = 0; i < 4; i++) {
        const v = own.range(1.15, Math.min(v1, 2.1));
        fold(
          sheet,
          at2(k, v),
          at2(k + toward * own.range(0.15, 0.42), v + own.range(-0.16, 0.12)),
          u * own.range(0.015, 0.032),
          toward * own.range(-0.1, 0.14),
          light,
          0.9,
        );
      }
    }
  }
  const bottom = Math.min(v1, 2.6);
  for (let i = 0; i < Math.round(2 + loose * 4); i++) {
    const k = own.range(0.15, 0.85);
    fold(
      sheet,
      at2(k, Math.max(v0, bottom - own.range(0.35, 0.8))),
      at2(k + own.range(-0.05, 0.05), bottom + 0.02),
      u * own.range(0.015, 0.03),
      own.range(-0.05, 0.05),
      light,
      0.85,
    );
  }
  if (fig.body.gender === 'women' && !fig.back && v0 < 0.5) bust(s);
}

function bust(s: Stitch): void {
  const { fig, sheet, light } = s;
  const u = fig.unit;
  for (const side of [-1, 1]) {
    const under = [fig.torso(side * 0.72, 0.92), fig.torso(side * 0.5, 1.06), fig.torso(side * 0.2, 1.02)];
    fold(sheet, at(under, 0), at(under, 2), u * 0.05, side * -0.22, light, 0.75);
    for (let i = 1; i <= 4; i++) {
      const c = fig.torso(side * 0.42 - 0.06, 0.84);
      sheet.fill(ring(c, u * 0.055 * i, u * 0.05 * i), light.light, 0.035 * light.gloss);
    }
  }
}

function ring(c: Point, rx: number, ry: number): Point[] {
  return Array.from(
    { length: 20 },
    (_, i) => [c[0] + Math.cos((i / 10) * Math.PI) * rx, c[1] + Math.sin((i / 10) * Math.PI) * ry] as const,
  );
}

/** Where patterns of a torso garment start: the neck's base, turned as the chest. */
export function frameOf(s: Stitch): Frame {
  return { origin: s.fig.front(0, 0), angle: s.fig.tilt(0.9) };
}
