/** Colours are "#rrggbb" strings throughout the drawing code. */
export type Color = string;

/** Names used in product titles, with the dye a shop would show. */
export const PALETTE = {
  white: '#f1f0ec',
  ivory: '#ece5d3',
  cream: '#e6d9bd',
  beige: '#cdb797',
  sand: '#bfa57e',
  camel: '#b1804c',
  tan: '#a3713f',
  cognac: '#8c4f27',
  brown: '#5d3d2a',
  chocolate: '#3d281e',
  black: '#1d1d20',
  charcoal: '#3c3e43',
  grey: '#84878c',
  silver: '#b9bcc0',
  navy: '#1f2b4a',
  blue: '#2f5aa8',
  royal: '#2342a0',
  sky: '#8db7dc',
  ice: '#c4d8e6',
  indigo: '#33466e',
  denim: '#54759d',
  teal: '#1f6f73',
  turquoise: '#3aa6a6',
  green: '#2f7a4a',
  emerald: '#136a4c',
  forest: '#24462f',
  olive: '#62643a',
  khaki: '#8c8357',
  sage: '#9caf8d',
  mint: '#b4dac5',
  yellow: '#e6bf3c',
  mustard: '#c3922b',
  orange: '#db7330',
  rust: '#a6512b',
  coral: '#e27d67',
  peach: '#efb894',
  red: '#b8232d',
  burgundy: '#6a1c2c',
  pink: '#e2a0b0',
  rose: '#cb7387',
  fuchsia: '#c02a73',
  lilac: '#b9a3d0',
  purple: '#5f3b84',
  gold: '#b9985a',
} as const;

/** A colour with a name a shopper knows. */
export type ColorName = keyof typeof PALETTE;

/** Red, green, blue, 0–255. */
export function channels(color: Color): [number, number, number] {
  const n = Number.parseInt(color.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

/** Linear blend in sRGB: 0 gives `a`, 1 gives `b`. */
export function mix(a: Color, b: Color, t: number): Color {
  const p = channels(a);
  const q = channels(b);
  const one = (i: 0 | 1 | 2) => Math.round(p[i] + (q[i] - p[i]) * t);
  return `#${[one(0), one(1), one(2)].map((v) => Math.max(0, Math.min(255, v)).toString(16).padStart(2, '0')).join('')}`;
}

/** Towards a warm near-black, which reads as shade rather than as soot. */
export function darker(color: Color, t: number): Color {
  return mix(color, '#0b0910', t);
}

/** Towards a warm white, which reads as light. */
export function lighter(color: Color, t: number): Color {
  return mix(color, '#fffdf8', t);
}

/** Rec. 709 luma of the sRGB values, 0–1: good enough to choose a contrasting stitch. */
export function luma(color: Color): number {
  const [r, g, b] = channels(color);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}
