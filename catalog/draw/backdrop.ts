import { type Color, darker, lighter, mix } from './color.ts';
import { ellipse, type Point, smooth } from './path.ts';
import type { Random } from './random.ts';
import { spot } from './shade.ts';
import type { Sheet } from './sheet.ts';

/** Places people are drawn in. */
export const BACKDROPS = ['street', 'studio', 'room', 'park', 'carpet', 'beach'] as const;

/** One of the places. */
export type Backdrop = (typeof BACKDROPS)[number];

const box = (x0: number, y0: number, x1: number, y1: number): Point[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

/** Paints a place, softly out of focus. `horizon` is the height (0–1) where the ground begins, beyond 1 unseen. */
export function drawBackdrop(sheet: Sheet, kind: Backdrop, rnd: Random, horizon: number): void {
  const { width: w, height: h } = sheet;
  const y = horizon * h;
  const blur = kind === 'studio' ? 0 : w * (kind === 'carpet' ? 0.002 : 0.006);
  const filter = sheet.define(
    (id) =>
      `<filter id="${id}" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="${blur.toFixed(1)}"/></filter>`,
  );
  const fade = (y0: number, y1: number, a: Color, b: Color) =>
    sheet.fill(
      box(-20, y0, w + 20, y1),
      sheet.linear(
        [0, y0],
        [0, y1],
        [
          [0, a],
          [1, b],
        ],
      ),
    );
  const before = rnd.fork('again');
  // The blur fades out at the picture's rim (librsvg clips to the viewport): a sharp copy lies beneath.
  if (blur > 0) PLACES[kind](sheet, rnd.fork('again'), y, fade);
  if (blur > 0) sheet.raw(`<g filter="${filter}">`);
  PLACES[kind](sheet, before, y, fade);
  if (blur > 0) sheet.raw('</g>');
  spot(sheet, [w * 0.3, h * 0.25], w * 0.7, h * 0.5, '#fff6e6', 0.12);
}

type Fade = (y0: number, y1: number, a: Color, b: Color) => void;

const PLACES: Record<Backdrop, (sheet: Sheet, rnd: Random, y: number, fade: Fade) => void> = {
  studio: (sheet, rnd, y, fade) => {
    const c = rnd.pick([
      '#d9d6d1',
      '#c9cfd4',
      '#e4dccf',
      '#cfd6cd',
      '#b9bcc2',
      '#e2d2cb',
      '#8e949b',
      '#efedea',
    ] as const);
    const seam = Math.min(y, sheet.height * 1.2);
    fade(0, seam, darker(c, 0.1), c);
    fade(seam, sheet.height, lighter(c, 0.12), darker(c, 0.1));
    spot(sheet, [sheet.width * 0.45, sheet.height * 0.35], sheet.width * 0.6, sheet.height * 0.5, '#ffffff', 0.4);
  },
  street: (sheet, rnd, y, fade) => {
    const { width: w, height: h } = sheet;
    fade(0, y, '#cfdbe4', '#e8e4dc');
    for (let x = -w * 0.05; x < w; ) {
      const wide = w * rnd.range(0.22, 0.42);
      const c = rnd.pick(['#a89888', '#8e7262', '#b7aca0', '#77808a', '#9a8f82', '#c4b6a2'] as const);
      const top = h * rnd.range(-0.15, 0.12);
      sheet.fill(box(x, top, x + wide, y), c);
      const cols = rnd.pick([3, 4, 5]);
      for (let i = 0; i < cols; i++) {
        for (let r = top + h * 0.05; r < y - h * 0.2; r += h * 0.13) {
          const x0 = x + (wide * (i + 0.2)) / cols;
          sheet.fill(
            box(x0, r, x0 + (wide * 0.55) / cols, r + h * 0.085),
            rnd.chance(0.3) ? '#e5d3a6' : mix(c, '#27313c', 0.65),
          );
        }
      }
      sheet.fill(box(x, y - h * 0.16, x + wide, y), mix(c, '#22262b', 0.55));
      sheet.fill(
        box(x + wide * 0.12, y - h * 0.13, x + wide * 0.6, y),
        rnd.pick(['#d8c9a0', '#8aa0a8', '#b06a55'] as const),
        0.6,
      );
      x += wide;
    }
    fade(y, h, '#a5a19b', '#8b8883');
    for (let i = 1; i < 6; i++)
      sheet.stroke(
        [
          [0, y + ((h - y) * i * i) / 30],
          [w, y + ((h - y) * i * i) / 30],
        ],
        '#6f6c68',
        1.5,
        0.4,
      );
  },
  room: (sheet, rnd, y, fade) => {
    const { width: w, height: h } = sheet;
    const c = rnd.pick(['#d8cfc2', '#c4cdc9', '#e3ddd3', '#b9c1c9', '#d6bfae'] as const);
    fade(0, y, c, darker(c, 0.08));
    const x = w * rnd.range(0.05, 0.6);
    sheet.fill(box(x, h * 0.08, x + w * 0.3, y * 0.62), '#eef4f7');
    sheet.stroke([...box(x, h * 0.08, x + w * 0.3, y * 0.62), [x, h * 0.08]], '#fbfaf7', w * 0.016);
    sheet.stroke(
      [
        [x + w * 0.15, h * 0.08],
        [x + w * 0.15, y * 0.62],
      ],
      '#fbfaf7',
      w * 0.01,
    );
    const f = x > w * 0.3 ? w * 0.05 : w * 0.66;
    sheet.fill(box(f, h * 0.16, f + w * 0.2, h * 0.34), '#5b4a3c');
    sheet.fill(
      box(f + w * 0.015, h * 0.17, f + w * 0.185, h * 0.33),
      rnd.pick(['#8fa6a0', '#c98f6b', '#7d8aa5'] as const),
    );
    sheet.fill(
      box(f - w * 0.05, y - h * 0.2, f + w * 0.3, y + h * 0.02),
      rnd.pick(['#66727b', '#8a6a55', '#7b8470'] as const),
    );
    for (let i = 0; i < 9; i++)
      sheet.fill(
        ellipse([w * 0.95 + Math.cos(i) * w * 0.08, y - h * 0.25 + Math.sin(i * 2) * h * 0.09], w * 0.02, h * 0.08, i),
        '#4f7048',
      );
    fade(y, h, '#a98563', '#8d6b4c');
    sheet.fill(ellipse([w / 2, (y + h) / 2], w * 0.45, (h - y) * 0.3), '#cfc0ae', 0.8);
  },
  park: (sheet, rnd, y, fade) => {
    const { width: w, height: h } = sheet;
    fade(0, y, '#bcd7ea', '#e6efe6');
    for (let i = 0; i < 26; i++) {
      const c = mix('#3f6b39', rnd.pick(['#7fa356', '#2d4f30', '#a0a45a'] as const), rnd.next());
      sheet.fill(
        ellipse([rnd.range(0, w), y - rnd.range(0, h * 0.42)], w * rnd.range(0.06, 0.16), h * rnd.range(0.05, 0.1)),
        c,
        0.8,
      );
    }
    fade(y, h, '#86a45a', '#5f8040');
    sheet.fill(
      smooth(
        [
          [w * 0.42, y],
          [w * 0.52, y],
          [w * 0.9, h],
          [w * 0.1, h],
        ],
        4,
        true,
      ),
      '#c9b99a',
      0.8,
    );
    for (let i = 0; i < 10; i++) spot(sheet, [rnd.range(0, w), rnd.range(0, y)], w * 0.04, w * 0.04, '#ffffe0', 0.35);
  },
  carpet: (sheet, rnd, y, fade) => {
    const { width: w, height: h } = sheet;
    const c = rnd.pick(['#f1f0ee', '#1f2a44', '#23222a', '#e7e2ea'] as const);
    const ink = c.startsWith('#f') || c.startsWith('#e') ? '#8b2438' : '#d9c48a';
    fade(0, y, c, darker(c, 0.12));
    const s = w * 0.13;
    for (let r = 0; r * s * 0.75 < y; r++) {
      for (let i = 0; i < 8; i++) {
        const [cx, cy] = [(i + (r % 2) / 2) * s * 1.2, (r + 0.5) * s * 0.75];
        if (cy > y - s * 0.3) continue;
        sheet.stroke(ellipse([cx, cy], s * 0.14, s * 0.14, 0, (i + r) % 2 ? 6 : 24), ink, s * 0.03, 0.7, true);
        sheet.fill(box(cx + s * 0.22, cy - s * 0.05, cx + s * 0.62, cy + s * 0.05), ink, 0.6);
      }
    }
    fade(y, h, '#9c1c28', '#7a121d');
  },
  beach: (sheet, rnd, y, fade) => {
    const { width: w, height: h } = sheet;
    const sea = y * 0.72;
    fade(0, sea, rnd.pick(['#8fc1e3', '#b9d3e6', '#f0cfae'] as const), '#e9f1f4');
    fade(sea, y, '#4f93ad', '#8cc0c4');
    for (let i = 0; i < 7; i++)
      sheet.stroke(
        [
          [rnd.range(0, w), sea + (y - sea) * rnd.next()],
          [rnd.range(0, w), sea + (y - sea) * rnd.next()],
        ],
        '#ffffff',
        2,
        0.25,
      );
    sheet.stroke(
      smooth(
        [
          [0, y],
          [w * 0.3, y + 4],
          [w * 0.6, y - 3],
          [w, y + 3],
        ],
        6,
      ),
      '#ffffff',
      h * 0.012,
      0.8,
    );
    fade(y, h, '#e2cfa8', '#cdb489');
  },
};
