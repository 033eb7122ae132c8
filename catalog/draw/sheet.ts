import type { Color } from './color.ts';
import { type Line, pathData } from './path.ts';

/** Who a painted shape belongs to: a garment (product id set), a person's body, or nobody (backdrop, furniture). */
export interface Owner {
  person: number | null;
  product: string | null;
}

/** A shape as the mask sees it: later silhouettes cover earlier ones. */
export interface Silhouette {
  owner: Owner;
  line: Line;
}

/** Points closer than this many pixels say nothing the eye could see. */
const GRAIN = 1.8;

/** Nobody: furniture, shadows and scenery. */
export const NOBODY: Owner = { person: null, product: null };

/** Collects SVG markup in painter's order together with the silhouettes from which boxes are measured. */
export class Sheet {
  readonly silhouettes: Silhouette[] = [];
  private readonly definitions: string[] = [];
  private readonly parts: string[] = [];
  private count = 0;

  constructor(
    readonly width: number,
    readonly height: number,
    private readonly prefix = 'd',
  ) {}

  /** Registers a definition; `make` receives the fresh id. Returns `url(#id)`. */
  define(make: (id: string) => string): string {
    const id = `${this.prefix}${this.count++}`;
    this.definitions.push(make(id));
    return `url(#${id})`;
  }

  /** Markup as it is. */
  raw(markup: string): void {
    this.parts.push(markup);
  }

  /** A filled polygon; with an owner it also enters the mask. */
  fill(line: Line, paint: Color, opacity = 1, owner?: Owner): void {
    if (line.length < 3) return;
    const o = opacity < 1 ? ` fill-opacity="${opacity.toFixed(3)}"` : '';
    this.parts.push(`<path d="${pathData(line, true, GRAIN)}" fill="${paint}"${o}/>`);
    if (owner) this.silhouettes.push({ owner, line });
  }

  /** A mask entry without paint (the paint came through `raw`). */
  claim(line: Line, owner: Owner): void {
    this.silhouettes.push({ owner, line });
  }

  /** A stroked line, round ends. */
  stroke(line: Line, paint: Color, width: number, opacity = 1, closed = false, dash = ''): void {
    if (line.length < 2) return;
    const o = opacity < 1 ? ` stroke-opacity="${opacity.toFixed(3)}"` : '';
    const a = dash ? ` stroke-dasharray="${dash}"` : '';
    this.parts.push(
      `<path d="${pathData(line, closed, GRAIN)}" fill="none" stroke="${paint}" stroke-width="${width.toFixed(2)}"` +
        ` stroke-linecap="round" stroke-linejoin="round"${o}${a}/>`,
    );
  }

  /** Everything painted by `paint` shows only inside the polygon. */
  clip(line: Line, paint: () => void): void {
    const url = this.define((id) => `<clipPath id="${id}"><path d="${pathData(line)}"/></clipPath>`);
    this.parts.push(`<g clip-path="${url}">`);
    paint();
    this.parts.push('</g>');
  }

  /** A linear gradient between two points in user space; stops are [offset, colour, opacity]. */
  linear(a: readonly [number, number], b: readonly [number, number], stops: readonly Stop[]): string {
    const c = [a[0], a[1], b[0], b[1]].map((v) => v.toFixed(1));
    return this.define(
      (id) =>
        `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="${c[0]}" y1="${c[1]}" x2="${c[2]}" y2="${c[3]}">` +
        `${stopMarkup(stops)}</linearGradient>`,
    );
  }

  /** A radial gradient in user space. */
  radial(center: readonly [number, number], radius: number, stops: readonly Stop[]): string {
    const c = [center[0], center[1], radius].map((v) => v.toFixed(1));
    return this.define(
      (id) =>
        `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${c[0]}" cy="${c[1]}" r="${c[2]}">` +
        `${stopMarkup(stops)}</radialGradient>`,
    );
  }

  /** The finished SVG document. */
  svg(): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" ` +
      `viewBox="0 0 ${this.width} ${this.height}"><defs>${this.definitions.join('')}</defs>${this.parts.join('')}</svg>`
    );
  }
}

/** Gradient stop: offset 0–1, colour, opacity 0–1. */
export type Stop = readonly [number, Color, number?];

function stopMarkup(stops: readonly Stop[]): string {
  return stops
    .map(([o, c, a]) => `<stop offset="${o}" stop-color="${c}"${a === undefined ? '' : ` stop-opacity="${a}"`}/>`)
    .join('');
}
