import { type Color, type ColorName, darker, lighter, luma, mix, PALETTE } from './color.ts';
import { motif } from './motifs.ts';
import type { Line, Point } from './path.ts';
import type { Owner, Sheet } from './sheet.ts';
import { weave } from './weaves.ts';

/** What is dyed, printed or woven in. */
export type PatternName =
  | 'plain'
  | 'stripes'
  | 'wide'
  | 'pinstripe'
  | 'vertical'
  | 'check'
  | 'tartan'
  | 'gingham'
  | 'houndstooth'
  | 'dots'
  | 'floral'
  | 'camo'
  | 'block'
  | 'leopard'
  | 'zigzag'
  | 'paisley'
  | 'tropical';

/** How the surface feels. */
export type TextureName =
  | 'smooth'
  | 'denim'
  | 'knit'
  | 'cable'
  | 'rib'
  | 'leather'
  | 'quilt'
  | 'tweed'
  | 'satin'
  | 'suede'
  | 'canvas'
  | 'straw'
  | 'fleece'
  | 'corduroy'
  | 'lace'
  | 'croc';

/** A cloth: one to three dyes, a pattern and a texture. */
export interface Fabric {
  colors: readonly ColorName[];
  pattern: PatternName;
  texture: TextureName;
}

/** The n-th dye of a fabric; missing ones fall back to a contrast of the first. */
export function dye(fabric: Fabric, n: number): Color {
  const name = fabric.colors[n];
  if (name) return PALETTE[name];
  const base = PALETTE[fabric.colors[0] ?? 'grey'];
  if (n === 0) return base;
  return luma(base) > 0.55 ? darker(base, 0.45) : lighter(base, 0.6);
}

/** A tile in hundredths of a head, and its markup. */
export interface Tile {
  width: number;
  height: number;
  markup: string;
}

/** Where a pattern starts and how it is turned (radians). */
export interface Frame {
  origin: Point;
  angle: number;
}

function tilePaint(sheet: Sheet, tile: Tile, frame: Frame, unit: number): string {
  const transform =
    `translate(${frame.origin[0].toFixed(1)} ${frame.origin[1].toFixed(1)}) ` +
    `rotate(${((frame.angle * 180) / Math.PI).toFixed(1)}) scale(${(unit / 100).toFixed(4)})`;
  return sheet.define(
    (id) =>
      `<pattern id="${id}" patternUnits="userSpaceOnUse" width="${tile.width}" height="${tile.height}" ` +
      `patternTransform="${transform}">${tile.markup}</pattern>`,
  );
}

/** Average tone, used for shade, seams and edges. */
export function tone(fabric: Fabric): Color {
  const base = dye(fabric, 0);
  return fabric.pattern === 'plain' || fabric.pattern === 'block' ? base : mix(base, dye(fabric, 1), 0.25);
}

/** Cuts a piece of cloth: base, pattern, texture, then `shade` inside the outline, then a thin turned edge. */
export function panel(
  sheet: Sheet,
  line: Line,
  fabric: Fabric,
  frame: Frame,
  unit: number,
  owner: Owner,
  shade?: () => void,
): void {
  sheet.fill(line, dye(fabric, 0), 1, owner);
  const tile = motif(fabric);
  if (tile) sheet.fill(line, tilePaint(sheet, tile, frame, unit));
  const woven = weave(fabric);
  if (woven) sheet.fill(line, tilePaint(sheet, woven, frame, unit));
  if (shade) sheet.clip(line, shade);
  sheet.stroke(line, darker(tone(fabric), 0.55), Math.max(0.5, unit * 0.007), 0.6, true);
}
