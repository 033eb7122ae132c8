import type { Line } from './path.ts';
import type { Owner, Silhouette } from './sheet.ts';

/** What of one owner can be seen after everything painted later has covered it. */
export interface Visible {
  owner: Owner;
  /** Tight box [x0, y0, x1, y1] in picture pixels (x1, y1 exclusive). */
  box: [number, number, number, number];
  /** Visible pixels, and pixels the owner painted inside the picture before being covered. */
  seen: number;
  painted: number;
}

/** Calls `span(y, x0, x1)` for every pixel row of a polygon (non-zero winding, pixel centres), clipped to the picture. */
function scan(line: Line, width: number, height: number, span: (y: number, x0: number, x1: number) => void): void {
  let [top, bottom] = [Infinity, -Infinity];
  for (const [, y] of line) {
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const first = Math.max(0, Math.ceil(top - 0.5));
  const last = Math.min(height - 1, Math.floor(bottom - 0.5));
  for (let y = first; y <= last; y++) {
    const crossings = crossingsAt(line, y + 0.5);
    let winding = 0;
    for (let i = 0; i + 1 < crossings.length; i++) {
      const [a, b] = [crossings[i], crossings[i + 1]];
      if (!a || !b) continue;
      winding += a.turn;
      if (winding === 0) continue;
      const x0 = Math.max(0, Math.ceil(a.x - 0.5));
      const x1 = Math.min(width, Math.ceil(b.x - 0.5));
      if (x1 > x0) span(y, x0, x1);
    }
  }
}

function crossingsAt(line: Line, y: number): { x: number; turn: number }[] {
  const found: { x: number; turn: number }[] = [];
  let a = line[line.length - 1];
  for (const b of line) {
    if (a && a[1] <= y !== b[1] <= y) {
      found.push({ x: a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]), turn: a[1] <= y ? 1 : -1 });
    }
    a = b;
  }
  return found.sort((p, q) => p.x - q.x);
}

/** Owner index of every pixel (0 = nobody) and the list those indices point into (index − 1). */
export interface OwnerMap {
  ids: Uint8Array;
  owners: Owner[];
  painted: number[];
}

/** Paints silhouettes in order into an index map: the exact answer to "whose pixel is this". At most 255 owners. */
export function ownerMap(silhouettes: readonly Silhouette[], width: number, height: number): OwnerMap {
  const ids = new Uint8Array(width * height);
  const ever = new Map<number, Uint8Array>();
  const owners: Owner[] = [];
  const index = new Map<string, number>();
  for (const { owner, line } of silhouettes) {
    const key = `${owner.person}/${owner.product}`;
    let id = owner.person === null && owner.product === null ? 0 : index.get(key);
    if (id === undefined) {
      if (owners.length >= 255) break;
      owners.push(owner);
      id = owners.length;
      index.set(key, id);
      ever.set(id, new Uint8Array(width * height));
    }
    const own = ever.get(id);
    scan(line, width, height, (y, x0, x1) => {
      ids.fill(id, y * width + x0, y * width + x1);
      own?.fill(1, y * width + x0, y * width + x1);
    });
  }
  const painted = owners.map((_, i) => count(ever.get(i + 1)));
  return { ids, owners, painted };
}

function count(flags: Uint8Array | undefined): number {
  let sum = 0;
  for (let i = 0; flags && i < flags.length; i++) sum += flags[i] ?? 0;
  return sum;
}

/** Visible extent of every owner. */
export function visible(map: OwnerMap, width: number): Visible[] {
  const out = map.owners.map(
    (owner, i): Visible => ({
      owner,
      box: [Infinity, Infinity, -1, -1],
      seen: 0,
      painted: map.painted[i] ?? 0,
    }),
  );
  for (let i = 0; i < map.ids.length; i++) {
    const entry = out[(map.ids[i] ?? 0) - 1];
    if (!entry) continue;
    const x = i % width;
    const y = (i - x) / width;
    const b = entry.box;
    if (x < b[0]) b[0] = x;
    if (y < b[1]) b[1] = y;
    if (x + 1 > b[2]) b[2] = x + 1;
    if (y + 1 > b[3]) b[3] = y + 1;
    entry.seen++;
  }
  return out.filter((v) => v.seen > 0);
}
