import { darker } from '../color.ts';
import { dye } from '../fabric.ts';
import { ellipse, type Point, smooth } from '../path.ts';
import { seam } from './cut.ts';
import type { Stitch } from './garment.ts';

/** What is sewn or printed on the chest. */
export function graphic(s: Stitch): void {
  const { fig, sheet, garment } = s;
  const p = (x: number, v: number) => fig.front(x, v);
  const [a, b] = [dye(garment.fabric, 1), dye(garment.fabric, 2)];
  const u = fig.unit;
  const poly = (list: readonly (readonly [number, number])[]): Point[] => list.map(([x, y]) => p(x, y));
  switch (garment.trim) {
    case 'pocket': {
      const line = poly([
        [0.16, 0.66],
        [0.44, 0.66],
        [0.44, 0.96],
        [0.3, 1.03],
        [0.16, 0.96],
      ]);
      sheet.fill(line, s.light.dark, 0.12);
      sheet.stroke(line, darker(dye(garment.fabric, 0), 0.5), u * 0.012, 0.7, true);
      seam(
        s,
        poly([
          [0.16, 0.72],
          [0.44, 0.72],
        ]),
        0.5,
      );
      return;
    }
    case 'circle':
      sheet.fill(ellipse(p(0, 0.92), u * 0.3, u * 0.3), a, 0.92);
      sheet.fill(ellipse(p(0.06, 0.97), u * 0.19, u * 0.19), b, 0.9);
      return;
    case 'sunburst': {
      const rays = Array.from({ length: 48 }, (_, i) => {
        const r = i % 2 ? 0.2 : 0.34;
        return p(Math.cos((i / 24) * Math.PI) * r, 0.92 + Math.sin((i / 24) * Math.PI) * r);
      });
      sheet.fill(rays, a, 0.92);
      sheet.fill(ellipse(p(0, 0.92), u * 0.14, u * 0.14), b, 0.95);
      return;
    }
    case 'peak':
      sheet.fill(ellipse(p(0.12, 0.72), u * 0.1, u * 0.1), b, 0.95);
      sheet.fill(
        poly([
          [-0.38, 1.16],
          [-0.12, 0.7],
          [0.04, 0.95],
          [0.14, 0.84],
          [0.38, 1.16],
        ]),
        a,
        0.92,
      );
      sheet.fill(
        poly([
          [-0.19, 0.82],
          [-0.12, 0.7],
          [-0.04, 0.82],
          [-0.1, 0.86],
        ]),
        '#f5f5f2',
        0.9,
      );
      return;
    case 'letters':
      for (const [i, w] of [0.5, 0.36].entries()) {
        for (let k = 0; k < 6; k++) {
          const x0 = -w / 1.1 + (k * w * 2) / 6.6;
          const [y0, h, l] = [0.74 + i * 0.26, i ? 0.1 : 0.18, (w * 1.5) / 6.6];
          const shapes = [
            [
              [0, 1],
              [0, 0],
              [0.3, 0],
              [0.3, 0.7],
              [1, 0.7],
              [1, 1],
            ],
            [
              [0, 0],
              [1, 0],
              [1, 0.3],
              [0.65, 0.3],
              [0.65, 1],
              [0.35, 1],
              [0.35, 0.3],
              [0, 0.3],
            ],
            [
              [0, 1],
              [0.38, 0],
              [0.62, 0],
              [1, 1],
              [0.7, 1],
              [0.5, 0.35],
              [0.3, 1],
            ],
          ] as const;
          const shape = shapes[(k + i + garment.id.length) % 3] ?? shapes[0];
          sheet.fill(poly(shape.map(([x, y]) => [x0 + x * l, y0 + y * h])), a, 0.95);
        }
      }
      return;
    case 'wave':
      for (let i = 0; i < 3; i++) {
        const wave = smooth(
          Array.from({ length: 9 }, (_, k) => p(-0.4 + k * 0.1, 0.78 + i * 0.13 + (k % 2 ? 0.05 : -0.05))),
          5,
        );
        sheet.stroke(wave, i === 1 ? b : a, u * 0.05, 0.92);
      }
      return;
    default:
  }
}
