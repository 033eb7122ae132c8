import { darker, lighter } from '../color.ts';
import { dye, panel, tone } from '../fabric.ts';
import { around, type Side, sign } from '../figure.ts';
import { at, between, direction, ellipse, type Point, smooth, type Tube, tube } from '../path.ts';
import { creases, fold, shadeEdge, shadeTube } from '../shade.ts';
import { seam } from './cut.ts';
import type { Layers, Stitch } from './garment.ts';
import { skirt } from './skirt.ts';

/** Measures of trousers and skirts, head units. */
export interface LowerCut {
  kind: 'legs' | 'skirt';
  /** Legs: share of the leg covered. Skirts: virtual height of the hem. */
  length: number;
  /** Legs: half-widths at thigh, knee, hem. */
  widths?: readonly [number, number, number];
  ease: number;
  flare?: number;
  pleats?: number;
  rise?: number;
  jeans?: boolean;
  cargo?: boolean;
  cuffed?: boolean;
  crease?: boolean;
  elastic?: boolean;
  torn?: boolean;
}

/** Trousers, shorts and skirts. */
export function lower(s: Stitch, cut: LowerCut): Layers {
  return { torso: () => (cut.kind === 'skirt' ? skirt(s, cut) : trousers(s, cut)) };
}

function legTube(s: Stitch, cut: LowerCut, side: Side): Tube {
  const [a, b, c] = cut.widths ?? [0.38, 0.26, 0.2];
  const k = s.fig.body.limb;
  const h =
    cut.length < 0.5
      ? [a * k, a * k + 0.03, (a * k + b) / 2 + 0.12]
      : [a * k, a * k * 0.94, b * k, (b + c) / 2 + 0.01, c];
  return around(s.fig, s.fig.legs[side], 0.04, cut.length, h);
}

function trousers(s: Stitch, cut: LowerCut): void {
  const { fig } = s;
  const first: Side = fig.pose.legs[0].thigh < fig.pose.legs[1].thigh ? 0 : 1;
  const thighs = fig.pose.legs[first].thigh;
  const order: readonly Side[] = thighs < -20 ? [first, first === 0 ? 1 : 0] : [0, 1];
  for (const side of order) leg(s, cut, side);
  waistband(s, cut);
  if (!fig.back) fly(s, cut);
  else pocketsBehind(s);
}

function leg(s: Stitch, cut: LowerCut, side: Side): void {
  const { fig, sheet, garment, light } = s;
  const k = sign(side);
  const t = legTube(s, cut, side);
  const [outer, inner] = side === 0 ? [t.right, t.left] : [t.left, t.right];
  const rise = cut.rise ?? 1.66;
  const crotch = fig.pose.seated ? fig.front(0, 2.5) : fig.front(k * -0.01, 2.72 + cut.ease);
  const hips = smooth(
    [
      fig.edge(side, rise, 0.015),
      fig.edge(side, 1.95, cut.ease * 0.6),
      fig.edge(side, 2.22, cut.ease),
      at(outer, Math.min(7, outer.length - 2)),
    ],
    5,
  );
  const from = Math.min(8, outer.length - 1);
  const innerStart = fig.pose.seated ? 4 : 7;
  const line: Point[] = [
    fig.front(0, rise + 0.03),
    ...hips,
    ...outer.slice(from),
    ...hemCurve(s, at(outer, outer.length - 1), at(inner, inner.length - 1)),
    ...inner.slice(innerStart).reverse(),
    crotch,
  ];
  const l = fig.legs[side];
  const dir = direction(l.root, cut.length > 0.6 ? between(l.joint, l.end, 0.2) : l.joint);
  panel(
    sheet,
    line,
    garment.fabric,
    { origin: l.root, angle: Math.atan2(dir[1], dir[0]) - Math.PI / 2 },
    fig.unit,
    s.owner,
    () => {
      shadeTube(sheet, hipTube(s, t, side, rise), light);
      const own = s.rnd.fork(`leg${side}`);
      if (cut.jeans) fade(s, t);
      creases(sheet, t, 0.02, 0.2, 4, own, light, 0.9);
      if (cut.length > 0.6) {
        creases(sheet, t, 0.42, 0.6, 6, own, light, 1);
        creases(sheet, t, 0.82, 1, 7, own, light, 1.1);
      }
      const c = fig.front(0, 2.55);
      for (let i = 0; i < 3; i++) {
        fold(
          sheet,
          c,
          [c[0] + k * fig.unit * (0.3 + i * 0.13), c[1] - fig.unit * (0.12 - i * 0.2)],
          fig.unit * 0.03,
          k * 0.1,
          light,
          0.9,
        );
      }
      shadeEdge(sheet, line, light, fig.unit * 0.05, 0.8);
      if (cut.crease)
        sheet.stroke(
          t.spine.map((p): Point => [p[0] - fig.unit * 0.03, p[1]]),
          light.light,
          fig.unit * 0.02,
          0.3,
        );
      if (cut.crease) sheet.stroke(t.spine, light.dark, fig.unit * 0.014, 0.45);
      if (cut.torn) tear(s, t);
      seam(
        s,
        outer.map((p, i) => between(p, at(t.spine, i), 0.07)),
        0.3,
      );
    },
  );
  const n = t.left.length - 1;
  if (cut.cuffed || cut.elastic) {
    const q = n - Math.max(2, Math.round(n * (cut.length < 0.5 ? 0.12 : 0.07)));
    const band = [...t.left.slice(q), ...t.right.slice(q).reverse()];
    sheet.fill(band, cut.jeans ? lighter(dye(garment.fabric, 0), 0.45) : light.dark, cut.jeans ? 0.75 : 0.25);
    seam(s, [at(t.left, q), at(t.right, q)], 0.8);
  } else seam(s, [at(t.left, n - 1), at(t.right, n - 1)], 0.5);
  if (cut.cargo) cargoPocket(s, t, side);
}

/** The leg's tube continued up to the waist, so that hip and thigh share one shade. */
function hipTube(s: Stitch, t: Tube, side: Side, rise: number): Tube {
  const { fig } = s;
  const k = sign(side);
  const every = t.spine.map((_, i) => i).filter((i) => i > 6 && i % 4 === 0);
  const half = (v: number) => (fig.half(v) / 2) * fig.unit * 1.06;
  return tube(
    [
      fig.front((k * fig.half(rise)) / 2, rise),
      fig.front((k * fig.half(2.0)) / 2, 2.0),
      ...every.map((i) => at(t.spine, i)),
      at(t.spine, t.spine.length - 1),
    ],
    [half(rise), half(2.0), ...every.map((i) => at(t.half, i)), at(t.half, t.half.length - 1)],
    4,
  );
}

function hemCurve(s: Stitch, a: Point, b: Point): Point[] {
  return smooth([a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + s.fig.unit * 0.035], b], 4);
}

function fade(s: Stitch, t: Tube): void {
  const c = lighter(dye(s.garment.fabric, 0), 0.6);
  const n = t.spine.length - 1;
  for (let i = 1; i <= 5; i++) {
    const part = t.spine.slice(Math.round(n * 0.06), Math.round(n * (0.44 + 0.02 * i)));
    s.sheet.stroke(part, c, at(t.half, Math.round(n * 0.2)) * (0.24 * i), 0.055);
  }
}

function tear(s: Stitch, t: Tube): void {
  const n = t.spine.length - 1;
  for (const f of [0.36, 0.5, 0.58]) {
    const i = Math.round(n * f);
    const w = at(t.half, i);
    const hole = ellipse(at(t.spine, i), w * 0.55, w * 0.16, 0.1, 18);
    s.sheet.fill(hole, s.fig.empty ? '#c9d2da' : s.fig.body.skin, 0.9);
    for (let k = -2; k <= 2; k++) {
      const y = at(t.spine, i)[1] + k * w * 0.05;
      s.sheet.stroke(
        [
          [at(t.spine, i)[0] - w * 0.5, y],
          [at(t.spine, i)[0] + w * 0.5, y + 1],
        ],
        '#e9eef2',
        0.8,
        0.8,
      );
    }
  }
}

function cargoPocket(s: Stitch, t: Tube, side: Side): void {
  const edge = side === 0 ? t.right : t.left;
  const n = edge.length - 1;
  const pts = [0.36, 0.54].map((f) => Math.round(n * f));
  const [i, j] = [at(pts, 0), at(pts, 1)];
  const quad = [
    between(at(edge, i), at(t.spine, i), -0.06),
    between(at(edge, i), at(t.spine, i), 0.85),
    between(at(edge, j), at(t.spine, j), 0.85),
    between(at(edge, j), at(t.spine, j), -0.06),
  ];
  s.sheet.fill(quad, dye(s.garment.fabric, 0), 0.9, s.owner);
  s.sheet.fill(quad, s.light.dark, 0.14);
  s.sheet.stroke(quad, s.light.dark, s.fig.unit * 0.014, 0.7, true);
  const flap = (k: number) => [between(at(quad, 0), at(quad, 3), k), between(at(quad, 1), at(quad, 2), k)];
  seam(s, flap(0.28), 0.8);
}

/** The band of trousers and skirts, with drawstring, belt or loops. */
export function waistband(s: Stitch, cut: LowerCut): void {
  const { fig, sheet, garment } = s;
  const rise = cut.rise ?? 1.66;
  const row = (v: number) =>
    smooth(
      [
        fig.edge(0, v, 0.018),
        fig.front(-0.25, v + 0.025),
        fig.front(0, v + 0.035),
        fig.front(0.25, v + 0.025),
        fig.edge(1, v, 0.018),
      ],
      5,
    );
  const band = [...row(rise - 0.03), ...row(rise + 0.12).reverse()];
  panel(sheet, band, garment.fabric, { origin: fig.front(0, rise), angle: 0 }, fig.unit, s.owner, () => {
    sheet.fill(band, s.light.dark, 0.14);
    if (cut.elastic)
      for (let i = 0; i < 26; i++) {
        const [a, b] = [at(row(rise), Math.round((i / 25) * 20)), at(row(rise + 0.12), Math.round((i / 25) * 20))];
        sheet.stroke([a, b], s.light.dark, 1, 0.4);
      }
  });
  if (cut.elastic && !fig.back) {
    for (const k of [-0.06, 0.07])
      sheet.stroke(
        smooth([fig.front(0, rise + 0.06), fig.front(k, rise + 0.25), fig.front(k * 1.4, rise + 0.5)], 5),
        lighter(tone(garment.fabric), 0.6),
        fig.unit * 0.025,
        0.9,
      );
    return;
  }
  if (garment.trim === 'belt') {
    sheet.fill(band, '#3a241a', 1, s.owner);
    sheet.stroke(
      [fig.front(-0.07, rise), fig.front(0.07, rise), fig.front(0.07, rise + 0.14), fig.front(-0.07, rise + 0.14)],
      '#c9b37a',
      fig.unit * 0.025,
      1,
      true,
    );
  } else for (const x of [-0.36, 0.36]) seam(s, [fig.front(x, rise - 0.03), fig.front(x, rise + 0.14)], 0.8);
}

/** Fly, button and pocket openings. */
export function fly(s: Stitch, cut: LowerCut): void {
  const { fig, sheet, garment } = s;
  const rise = cut.rise ?? 1.66;
  const stitch = (line: Point[]) =>
    cut.jeans ? sheet.stroke(line, '#c58a3e', fig.unit * 0.011, 0.8) : seam(s, line, 0.6);
  if (!cut.elastic) {
    seam(s, [fig.front(0, rise + 0.12), fig.front(0, 2.45)], 0.7);
    stitch(smooth([fig.front(0.12, rise + 0.13), fig.front(0.12, 2.1), fig.front(0.02, 2.35)], 5));
    sheet.fill(
      ellipse(fig.front(0, rise + 0.06), fig.unit * 0.028, fig.unit * 0.028, 0, 12),
      cut.jeans ? '#b08a55' : darker(dye(garment.fabric, 0), 0.4),
    );
  }
  for (const side of [0, 1] as const) {
    const k = sign(side);
    const hip = fig.edge(side, 2.05, cut.ease * 0.8 - 0.01);
    stitch(
      cut.jeans
        ? smooth([fig.front(k * 0.3, rise + 0.12), fig.front(k * 0.36, 1.98), hip], 5)
        : [fig.front(k * 0.36, rise + 0.12), hip],
    );
  }
}

function pocketsBehind(s: Stitch): void {
  const { fig, sheet } = s;
  for (const k of [-1, 1]) {
    const p = [
      fig.front(k * 0.16, 1.95),
      fig.front(k * 0.5, 1.95),
      fig.front(k * 0.5, 2.28),
      fig.front(k * 0.33, 2.38),
      fig.front(k * 0.16, 2.28),
    ];
    sheet.stroke(p, s.light.dark, fig.unit * 0.014, 0.6, true);
  }
  seam(s, [fig.front(0, 1.75), fig.front(0, 2.6)], 0.7);
}
