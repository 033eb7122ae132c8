/** One candidate of a `srcset`: its address as written and its descriptor (`density` 1 without any). */
export interface Candidate {
  readonly url: string;
  readonly width?: number;
  readonly density?: number;
}

/** A picture of this many pixels across shows garments well enough; more only costs time. */
export const USEFUL_WIDTH = 1000;

/** What the page loaded is good enough from here on: no other candidate is asked for. */
const GOOD_WIDTH = 800;

const ONE = /\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wx])[^,]*)?\s*(?:,|$)/g;

/** Candidates of a `srcset` attribute; addresses may hold commas, what is malformed is left out. */
export function parseSrcset(text: string): Candidate[] {
  return [...text.matchAll(ONE)].flatMap(([, url = '', number, unit]) => {
    if (!url) return [];
    const value = Number(number);
    if (!number) return [{ url, density: 1 }];
    if (!(value > 0)) return [];
    return [unit === 'w' ? { url, width: value } : { url, density: value }];
  });
}

/**
 * The address to shop instead of `current`, which is drawn `pixels` wide: the smallest candidate of at least
 * {@link USEFUL_WIDTH}, else the largest. `unit` is the picture's width in CSS pixels at density 1.
 */
export function usefulCandidate(
  candidates: readonly Candidate[],
  current: string,
  { pixels, unit }: { pixels: number; unit: number },
): string {
  if (pixels >= GOOD_WIDTH) return current;
  const widths = candidates
    .map(({ url, width, density = 1 }) => ({ url, width: width ?? density * unit }))
    .filter(({ width }) => width > pixels)
    .sort((a, b) => a.width - b.width);
  return (widths.find(({ width }) => width >= USEFUL_WIDTH) ?? widths.at(-1))?.url ?? current;
}
