import { darker, lighter } from '../color.ts';
import { dye, panel, tone } from '../fabric.ts';
import { type Side, sign } from '../figure.ts';
import { at, ellipse, type Point, smooth } from '../path.ts';
import { shadeEdge } from '../shade.ts';
import { drape, hemLine, seam, shoulderLine, sideLine, sleeve } from './cut.ts';
import type { Layers, Stitch } from './garment.ts';
import { cuff, placket, zip } from './trims.ts';
import { room, type UpperCut } from './upper.ts';

/** Measures of a jacket or coat, head units. */
export interface OuterCut {
  sleeve: number;
  hem: number;
  ease: UpperCut['ease'];
  /** Half the gap between the fronts when worn. */
  open: number;
  front: 'lapels' | 'buttons' | 'zip' | 'none';
  collar?: 'lapel' | 'shirt' | 'stand' | 'hood' | 'rib';
  /** Depth of the break of lapels. */
  depth: number;
  bands?: boolean;
  puff?: number;
  belt?: boolean;
  pockets?: 'flap' | 'chest' | 'slit';
}

/** Jackets, coats, cardigans and waistcoats: two fronts over whatever is worn beneath. */
export function outer(s: Stitch, cut: OuterCut): Layers {
  const { fig, sheet, garment } = s;
  const gap = fig.back ? 0 : fig.empty ? Math.min(cut.open, 0.035) : cut.open;
  const shape: UpperCut = {
    neck: { shape: 'v', width: 0.27, depth: cut.depth },
    sleeve: cut.sleeve,
    hem: cut.hem,
    ease: cut.ease,
  };
  return {
    behind: () => lining(s, cut),
    torso: () => {
      if (fig.back) front(s, cut, shape, null, 0);
      else for (const side of [1, 0] as const) front(s, cut, shape, side, gap);
      if (cut.belt && gap < 0.06) belt(s, cut);
    },
    sleeve: (side) => {
      if (cut.sleeve <= 0) return;
      const e = cut.ease[0];
      const t = sleeve(s, side, cut.sleeve, [0.245 + e, 0.2 + e, 0.165 + e * 0.75], cut.bands ? 1 : 0);
      if (cut.bands) cuff(s, t.left, t.right, 0.09);
      if (cut.puff) {
        for (let i = 2; i < t.left.length - 2; i += 5)
          sheet.stroke([at(t.left, i), at(t.spine, i + 1), at(t.right, i)], s.light.dark, fig.unit * 0.022, 0.5);
        sheet.stroke(t.right, darker(tone(garment.fabric), 0.5), 1, 0.4);
      }
    },
  };
}

function lining(s: Stitch, cut: OuterCut): void {
  const { fig, sheet, garment } = s;
  const inside = darker(dye(garment.fabric, 0), 0.5);
  if (fig.empty) {
    const e = room(cut);
    const l = sideLine(fig, 0, 0.2, cut.hem - 0.1, (v) => e(v) - 0.12);
    const r = sideLine(fig, 1, 0.2, cut.hem - 0.1, (v) => e(v) - 0.12);
    sheet.fill([fig.front(-0.26, -0.07), fig.front(0.26, -0.07), ...r, ...l.reverse()], inside, 1, s.owner);
  }
  if (cut.collar === 'hood') {
    const p = (x: number, v: number) => fig.front(x, v);
    const line = smooth(
      [
        p(-0.55, 0.16),
        p(-0.52, -0.14),
        p(-0.26, -0.34),
        p(0, -0.38),
        p(0.26, -0.34),
        p(0.52, -0.14),
        p(0.55, 0.16),
        p(0, 0.34),
      ],
      6,
      true,
    );
    panel(sheet, line, garment.fabric, { origin: p(0, 0), angle: 0 }, fig.unit, s.owner, () => {
      sheet.fill(ellipse(p(0, 0.02), fig.unit * 0.38, fig.unit * 0.27), s.light.dark, 0.5);
      shadeEdge(sheet, line, s.light, fig.unit * 0.08);
    });
  } else if (cut.collar && cut.collar !== 'rib') {
    sheet.fill(
      smooth(
        [
          fig.front(-0.3, 0.06),
          fig.front(-0.26, -0.17),
          fig.front(0, -0.2),
          fig.front(0.26, -0.17),
          fig.front(0.3, 0.06),
        ],
        5,
      ),
      inside,
      1,
      s.owner,
    );
  }
}

function front(s: Stitch, cut: OuterCut, shape: UpperCut, side: Side | null, gap: number): void {
  const { fig, sheet, garment, light } = s;
  const ease = room(shape);
  const sides = ([0, 1] as const).map((q) => [
    ...shoulderLine(fig, q, shape.neck, cut.sleeve > 0, cut.ease[0]),
    ...sideLine(fig, q, 0.8, cut.hem, ease),
  ]);
  const [l, r] = [at(sides, 0), at(sides, 1)];
  const hem = hemLine(fig, at(l, l.length - 1), at(r, r.length - 1), 0.05);
  const line =
    side === null
      ? [...l.slice().reverse(), fig.front(0, 0.04), ...r, ...hem.slice().reverse()]
      : half(s, cut, side, gap, side === 0 ? l : r, hem);
  panel(sheet, line, garment.fabric, { origin: fig.front(0, 0), angle: fig.tilt(0.9) }, fig.unit, s.owner, () => {
    drape(s, 0.1, cut.hem, ease, 0.3);
    if (cut.puff) quilting(s, cut);
    shadeEdge(sheet, line, light, fig.unit * 0.06, 0.9);
  });
  if (side === null) return;
  finish(s, cut, side, gap);
}

/** One front: neck, shoulder, side, hem, and the front edge up to the break of the neck. */
function half(s: Stitch, cut: OuterCut, side: Side, gap: number, edge: Point[], hem: Point[]): Point[] {
  const { fig } = s;
  const k = sign(side);
  const lap = side === 0 || gap > 0.05 ? 0 : 0.07;
  const x = (v: number) => k * (gap * (0.75 + 0.25 * (v / cut.hem)) - lap);
  const bottom = at(hem, 3);
  const end: Point = [bottom[0] + x(cut.hem) * fig.unit, bottom[1]];
  const torsoEdge = Array.from({ length: 9 }, (_, i) =>
    fig.front(x(cut.depth), cut.depth + ((Math.min(cut.hem, 2.4) - cut.depth) * i) / 8),
  );
  if (cut.hem < 2.45) torsoEdge.pop();
  return [...edge, end, ...torsoEdge.reverse(), fig.front(k * 0.17, cut.depth * 0.4), fig.front(k * 0.27, 0.01)];
}

function finish(s: Stitch, cut: OuterCut, side: Side, gap: number): void {
  const { fig, sheet, garment } = s;
  const k = sign(side);
  const p = (x: number, v: number) => fig.front(k * x, v);
  const cloth = { ...garment.fabric };
  const patch = (line: Point[], tint: number) =>
    panel(sheet, line, cloth, { origin: at(line, 0), angle: k * 0.35 }, fig.unit, s.owner, () => {
      sheet.fill(line, tint < 0 ? s.light.dark : s.light.light, Math.abs(tint));
      shadeEdge(sheet, line, s.light, fig.unit * 0.035, 0.8);
    });
  const fr = gap;
  if (cut.front === 'lapels') {
    const d = cut.depth;
    sheet.fill([p(0.26, -0.1), p(0.56, d * 0.42), p(fr + 0.03, d + 0.05)], '#000000', 0.14);
    patch(
      [
        p(0.25, 0.02),
        p(0.36, d * 0.26),
        p(0.53, d * 0.36),
        ...smooth([p(0.5, d * 0.5), p(0.3, d * 0.8), p(fr, d + 0.02)], 4),
        ...smooth([p(fr - 0.01, d - 0.03), p(0.15, d * 0.5), p(0.25, 0.02)], 4),
      ],
      0.08,
    );
    patch([p(0.22, -0.15), p(0.3, -0.1), p(0.4, 0.08), p(0.5, d * 0.28), p(0.36, d * 0.27), p(0.25, 0.03)], 0.04);
  }
  if (cut.collar === 'shirt')
    patch(
      [p(0.24, -0.16), p(0.33, -0.06), p(0.46, 0.2), p(0.22, 0.32), p(fr * 0.8 + 0.02, cut.depth + 0.02), p(0.2, 0.04)],
      0.05,
    );
  if (cut.collar === 'stand' || cut.collar === 'rib')
    patch(
      [p(0.25, -0.15), p(0.3, -0.02), p(fr + 0.05, cut.depth + 0.06), p(fr, cut.depth - 0.06), p(0.2, 0.02)],
      -0.15,
    );
  if (cut.collar === 'hood')
    patch(
      smooth(
        [p(0.4, -0.14), p(0.5, 0.08), p(0.3, 0.34), p(fr, cut.depth + 0.16), p(fr, cut.depth - 0.06), p(0.24, 0.05)],
        4,
      ),
      0.04,
    );
  if (cut.front === 'zip' && (side === 0 || gap > 0.05)) zip(s, cut.depth, Math.min(cut.hem - 0.05, 2.5), k * fr);
  if (cut.front !== 'zip' && cut.front !== 'none' && side === 0) {
    if (gap < 0.06 && cut.front === 'buttons') placket(s, cut.depth, Math.min(cut.hem - 0.1, 2.3), 0.03);
    else
      for (let i = 0; i < (cut.front === 'lapels' ? 2 : 5); i++) {
        const c = fig.front(k * (fr + 0.06), cut.depth + 0.08 + i * 0.33);
        sheet.fill(ellipse(c, fig.unit * 0.035, fig.unit * 0.035, 0, 12), darker(tone(garment.fabric), 0.45));
        sheet.stroke(
          ellipse(c, fig.unit * 0.035, fig.unit * 0.035, 0, 12),
          lighter(tone(garment.fabric), 0.2),
          0.7,
          0.8,
          true,
        );
      }
  }
  pockets(s, cut, k);
  if (cut.bands) {
    const e = cut.ease[2] - 0.01;
    const row = (v: number) => [fig.edge(side, v, e), fig.front(k * (fr + 0.01), v + 0.04)];
    sheet.fill([...row(cut.hem - 0.2), ...row(cut.hem).reverse()], s.light.dark, 0.2);
    seam(s, row(cut.hem - 0.2), 0.8);
  }
}

function pockets(s: Stitch, cut: OuterCut, k: -1 | 1): void {
  const { fig, sheet } = s;
  const p = (x: number, v: number) => fig.front(k * x, v);
  const box = (x0: number, x1: number, v0: number, v1: number) => {
    const line = [p(x0, v0), p(x1, v0), p(x1, v1), p((x0 + x1) / 2, v1 + 0.04), p(x0, v1)];
    sheet.fill(line, s.light.dark, 0.1);
    sheet.stroke(line, s.light.dark, fig.unit * 0.014, 0.6, true);
  };
  if (cut.pockets === 'flap') box(0.28, 0.56, 1.72, 1.84);
  if (cut.pockets === 'chest') {
    box(0.26, 0.54, 0.66, 0.76);
    seam(s, [p(0.22, 0.58), p(0.68, 0.58)], 0.6);
    seam(s, [p(0.3, 0.78), p(0.26, cut.hem - 0.2)], 0.5);
  }
  if (cut.pockets === 'slit') sheet.stroke([p(0.5, 1.45), p(0.36, 1.82)], s.light.dark, fig.unit * 0.03, 0.6);
}

function quilting(s: Stitch, cut: OuterCut): void {
  const { fig, sheet, light } = s;
  for (let v = 0.3; v < cut.hem; v += cut.puff ?? 0.26) {
    const y = (d: number) =>
      smooth(
        [
          fig.edge(0, Math.min(v, 2.4) + d, 0.3),
          fig.front(-0.3, Math.min(v, 2.4) + 0.03 + d),
          fig.front(0.3, Math.min(v, 2.4) + 0.03 + d),
          fig.edge(1, Math.min(v, 2.4) + d, 0.3),
        ],
        6,
      );
    for (let i = 0; i < 4; i++) sheet.stroke(y(-0.02 * i), light.dark, fig.unit * 0.04, 0.1);
    sheet.stroke(y(0), light.dark, fig.unit * 0.018, 0.55);
    for (let i = 0; i < 3; i++) sheet.stroke(y(0.07 + i * 0.02), light.light, fig.unit * 0.04, 0.06 * light.gloss);
  }
}

function belt(s: Stitch, cut: OuterCut): void {
  const { fig, sheet, garment } = s;
  const e = cut.ease[1] + 0.02;
  const row = (v: number) => smooth([fig.edge(0, v, e), fig.front(0, v + 0.05), fig.edge(1, v, e)], 6);
  panel(
    sheet,
    [...row(1.42), ...row(1.57).reverse()],
    garment.fabric,
    { origin: fig.front(0, 1.4), angle: 0 },
    fig.unit,
    s.owner,
    () => sheet.fill([...row(1.42), ...row(1.57).reverse()], s.light.dark, 0.12),
  );
  const b = [fig.front(-0.11, 1.43), fig.front(0.05, 1.43), fig.front(0.05, 1.63), fig.front(-0.11, 1.63)];
  sheet.stroke(b, darker(tone(garment.fabric), 0.5), fig.unit * 0.03, 1, true);
  sheet.fill(
    [fig.front(0.02, 1.58), fig.front(0.14, 1.6), fig.front(0.2, 2.1), fig.front(0.08, 2.12)],
    dye(garment.fabric, 0),
  );
  sheet.stroke(
    [fig.front(0.02, 1.58), fig.front(0.14, 1.6), fig.front(0.2, 2.1), fig.front(0.08, 2.12)],
    s.light.dark,
    1,
    0.6,
    true,
  );
}
