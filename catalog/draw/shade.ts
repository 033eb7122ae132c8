import { type Color, darker, lighter, luma } from './color.ts';
import { type Fabric, tone } from './fabric.ts';
import { at, between, direction, distance, type Line, type Point, rail, smooth, type Tube } from './path.ts';
import type { Random } from './random.ts';
import type { Sheet } from './sheet.ts';

/** Colours and strengths of light and shade on one cloth. */
export interface Light {
  dark: Color;
  light: Color;
  /** Strength of shade and of light, 0–1. */
  deep: number;
  gloss: number;
}

/** How a fabric takes the light: dark cloth shows light more than shade, satin and leather gleam. */
export function lightOn(fabric: Fabric): Light {
  const c = tone(fabric);
  const l = luma(c);
  const shiny = { satin: 2, leather: 2.1, croc: 2, smooth: 1 } as Record<string, number>;
  return {
    dark: darker(c, 0.72),
    light: lighter(c, l < 0.3 ? 0.55 : 0.85),
    deep: l > 0.75 ? 0.5 : l < 0.2 ? 1 : 0.85,
    gloss: (l < 0.2 ? 0.55 : 0.75) * (shiny[fabric.texture] ?? 0.75),
  };
}

/** A strip of soft tone between two rails of a tube, strongest at `outer`. */
function strip(sheet: Sheet, t: Tube, outer: number, inner: number, color: Color, strength: number, steps = 6): void {
  for (let i = 0; i < steps; i++) {
    const k = outer + ((inner - outer) * (i + 1)) / (steps + 0.5);
    sheet.fill([...rail(t, outer * 1.3), ...rail(t, k).reverse()], color, (strength / steps) * 1.5);
  }
}

/** Round shading of a limb: the light comes from the upper left, the right side (and a little of the left) turns away. */
export function shadeTube(sheet: Sheet, t: Tube, light: Light, strength = 1): void {
  const down = at(t.spine, t.spine.length - 1)[1] >= at(t.spine, 0)[1] ? 1 : -1;
  strip(sheet, t, down, -0.15 * down, light.dark, 0.42 * light.deep * strength);
  strip(sheet, t, -down, -0.62 * down, light.dark, 0.2 * light.deep * strength, 4);
  for (let i = 0; i < 4; i++) {
    const w = 0.08 + i * 0.07;
    const line = [...rail(t, down * (-0.38 - w)), ...rail(t, down * (-0.38 + w)).reverse()];
    sheet.fill(line, light.light, 0.065 * light.gloss * strength);
  }
}

/** Soft shade that hugs an outline from inside (call within its clip). */
export function shadeEdge(sheet: Sheet, line: Line, light: Light, width: number, strength = 1): void {
  for (const k of [1, 0.66, 0.4, 0.2]) {
    sheet.stroke(line, light.dark, width * 2 * k, 0.075 * light.deep * strength, true);
  }
}

function lens(a: Point, b: Point, width: number, bend: number): Point[] {
  const dir = direction(a, b);
  const n: Point = [-dir[1], dir[0]];
  const length = distance(a, b);
  const side = (w: number): Point[] => {
    const mid = between(a, b, 0.5);
    const q1 = between(a, b, 0.22);
    const q3 = between(a, b, 0.78);
    const shift = (p: Point, k: number): Point => [
      p[0] + n[0] * (bend * length * k + w * k),
      p[1] + n[1] * (bend * length * k + w * k),
    ];
    return smooth([a, shift(q1, 0.62), shift(mid, 1), shift(q3, 0.62), b], 4);
  };
  return [...side(width), ...side(-width).reverse()];
}

/** A crease from a to b: a dark valley with a lit ridge beside it, both fading at their ends. */
export function fold(sheet: Sheet, a: Point, b: Point, width: number, bend: number, light: Light, strength = 1): void {
  const off = width * 1.1;
  const lift = (p: Point): Point => [p[0] - off, p[1] - off * 0.6];
  for (const k of [1, 0.65, 0.35]) {
    sheet.fill(lens(a, b, width * k, bend), light.dark, 0.12 * light.deep * strength);
    sheet.fill(lens(lift(a), lift(b), width * k * 0.8, bend), light.light, 0.085 * light.gloss * strength);
  }
}

/** A soft spot of shade or light: nested ellipses are cheaper than a blur. */
export function spot(sheet: Sheet, center: Point, rx: number, ry: number, color: Color, strength: number): void {
  const url = sheet.define(
    (id) =>
      `<radialGradient id="${id}"><stop offset="0" stop-color="${color}" stop-opacity="${strength.toFixed(2)}"/>` +
      `<stop offset=".5" stop-color="${color}" stop-opacity="${(strength * 0.5).toFixed(2)}"/>` +
      `<stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient>`,
  );
  sheet.raw(
    `<ellipse cx="${center[0].toFixed(1)}" cy="${center[1].toFixed(1)}" rx="${rx.toFixed(1)}" ry="${ry.toFixed(1)}" fill="${url}"/>`,
  );
}

/** Creases around a bent or gathered place of a tube, from fraction t0 to t1. */
export function creases(
  sheet: Sheet,
  t: Tube,
  t0: number,
  t1: number,
  count: number,
  rnd: Random,
  light: Light,
  strength = 1,
): void {
  const n = t.spine.length - 1;
  for (let i = 0; i < count; i++) {
    const p = Math.round(rnd.range(t0, t1) * n);
    const q = Math.min(n, Math.max(0, p + Math.round(rnd.range(-0.06, 0.09) * n)));
    const fromLeft = rnd.chance(0.5);
    const a = fromLeft ? at(t.left, p) : at(t.right, p);
    const b = between(at(t.spine, q), fromLeft ? at(t.right, q) : at(t.left, q), rnd.range(-0.1, 0.55));
    fold(sheet, a, b, at(t.half, p) * rnd.range(0.05, 0.12), rnd.range(-0.12, 0.12), light, strength);
  }
}
