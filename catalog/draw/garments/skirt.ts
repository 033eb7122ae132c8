import { panel } from '../fabric.ts';
import { at, between, type Point, smooth } from '../path.ts';
import { shadeEdge } from '../shade.ts';
import { hemLine, seam, sideLine, sidePoint } from './cut.ts';
import type { Stitch } from './garment.ts';
import { fly, type LowerCut, waistband } from './lower.ts';
import type { UpperCut } from './upper.ts';

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

/** A skirt from waist to hem. */
export function skirt(s: Stitch, cut: LowerCut): void {
  const { fig, sheet, garment, light } = s;
  const rise = cut.rise ?? 1.55;
  const flare = cut.flare ?? 0.2;
  const ease = (v: number) =>
    v < 2.25 ? 0.02 + (cut.ease * (v - rise)) / (2.25 - rise) : cut.ease + (flare * (v - 2.25)) / 3.4;
  const [l, r] = ([0, 1] as const).map((side) => sideLine(fig, side, rise, cut.length, ease));
  if (!l || !r) return;
  const hem = hemLine(fig, at(l, l.length - 1), at(r, r.length - 1), 0.1);
  const top = smooth([at(l, 0), fig.front(0, rise + 0.035), at(r, 0)], 6);
  const line = [...top, ...r.slice(1), ...[...hem].reverse().slice(1, -1), ...l.slice(1).reverse()];
  panel(sheet, line, garment.fabric, { origin: fig.front(0, rise), angle: fig.tilt(1.6) }, fig.unit, s.owner, () => {
    const row = (k: number) => l.map((p, i) => between(p, at(r, i), k));
    for (let i = 1; i <= 7; i++) {
      sheet.fill([...row(1.1), ...row(1 - 0.06 * i).reverse()], light.dark, 0.055 * light.deep);
      if (i < 5) sheet.fill([...row(-0.1), ...row(0.05 * i).reverse()], light.dark, 0.04 * light.deep);
      if (i < 5)
        sheet.fill([...row(0.34 - 0.05 * i), ...row(0.34 + 0.04 * i).reverse()], light.light, 0.03 * light.gloss);
    }
    skirtFolds(s, { hem: cut.length, ease: [0, 0, cut.ease, flare], pleats: cut.pleats ?? (flare > 0.5 ? 9 : 5) });
    shadeEdge(sheet, line, light, fig.unit * 0.05, 0.8);
    const inner = hem.map((p): Point => [p[0], p[1] - fig.unit * 0.07]);
    seam(s, inner, 0.4);
  });
  waistband(s, { ...cut, rise });
  if (cut.jeans && !fig.back) fly(s, { ...cut, rise });
}
