/** Splits a computed CSS value at its top-level separators: commas in quotes and brackets stay. */
export function splitLayers(value: string, separator = ','): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < value.length; at++) {
    const sign = value[at];
    if (sign === '\\') at++;
    else if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === '(') depth++;
    else if (sign === ')') depth--;
    else if (sign === separator && depth === 0) {
      parts.push(value.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(value.slice(from).trim());
  return parts.filter(Boolean);
}

const URL_IN_CSS = /url\("((?:[^"\\]|\\.)*)"\)(?:\s+([\d.]+)(?:dppx|x))?/g;

/** A picture of a computed image list: its layer's index, and how many of its pixels make one CSS pixel. */
export interface ListedPicture {
  readonly url: string;
  readonly layer: number;
  readonly density: number;
}

/** The first layer of a computed image list that is a picture; of an `image-set` the sharpest. */
export function pictureLayer(value: string): ListedPicture | undefined {
  if (!value.includes('url(')) return undefined;
  for (const [layer, text] of splitLayers(value).entries()) {
    const urls = [...text.matchAll(URL_IN_CSS)].map(([, url = '', density = '1']) => ({
      url,
      density: Number(density),
    }));
    const best = urls.sort((a, b) => b.density - a.density)[0];
    if (best) return { ...best, url: best.url.replace(/\\(.)/g, '$1'), layer };
  }
  return undefined;
}

/** The entry of a list property that belongs to a layer: lists repeat where they are shorter. */
export function ofLayer(list: string, layer: number): string {
  const parts = splitLayers(list);
  return parts[layer % Math.max(1, parts.length)] ?? '';
}

/** A computed length in pixels: `12px`, `40%` of `whole`, or a sum of both as in `calc(50% - 8px)`. */
export function pixelsOf(value: string, whole: number): number | undefined {
  const terms = [...value.matchAll(/([+-]?)\s*([\d.]+(?:e-?\d+)?)(px|%)/g)];
  if (terms.length === 0) return undefined;
  return terms.reduce((sum, [, sign, number, unit]) => {
    const size = unit === '%' ? (Number(number) * whole) / 100 : Number(number);
    return sign === '-' ? sum - size : sum + size;
  }, 0);
}

/** Sharp is what is blurred by less than this, CSS pixels. */
const MOST_BLUR = 6;

/** Whether a computed `filter` or `backdrop-filter` blurs so much that nobody sees what is worn. */
export function isBlurring(filter: string | undefined): boolean {
  return Number(/blur\(([\d.]+)px\)/.exec(filter ?? '')?.[1] ?? 0) >= MOST_BLUR;
}
