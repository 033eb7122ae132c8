/** A point in picture pixels (or in head units where a comment says so). */
export type Point = readonly [number, number];

/** A dense polyline; every shape is one, so that drawing, warping and masks share the same geometry. */
export type Line = readonly Point[];

/** a + (b − a)·t. */
export function between(a: Point, b: Point, t: number): Point {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

/** a + v·k. */
export function along(a: Point, v: Point, k: number): Point {
  return [a[0] + v[0] * k, a[1] + v[1] * k];
}

/** Distance in the plane. */
export function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** Unit vector from a to b ((0, 1) when they coincide). */
export function direction(a: Point, b: Point): Point {
  const length = distance(a, b);
  return length < 1e-9 ? [0, 1] : [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
}

/** Element of a list at a clamped index; lists are never empty here. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[Math.max(0, Math.min(list.length - 1, index))];
  if (item === undefined) throw new RangeError('empty list');
  return item;
}

function catmull(p0: number, p1: number, p2: number, p3: number, t: number): number {
  const a = 2 * p1 + (p2 - p0) * t;
  return 0.5 * (a + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t);
}

/** Uniform Catmull–Rom curve through the points, `per` samples a span; passes through every point. */
export function smooth(points: Line, per = 6, closed = false): Point[] {
  const n = points.length;
  if (n < 3) return [...points];
  const get = (i: number) => (closed ? at(points, ((i % n) + n) % n) : at(points, i));
  const out: Point[] = [];
  const spans = closed ? n : n - 1;
  for (let i = 0; i < spans; i++) {
    const [a, b, c, d] = [get(i - 1), get(i), get(i + 1), get(i + 2)];
    for (let k = 0; k < per; k++) {
      const t = k / per;
      out.push([catmull(a[0], b[0], c[0], d[0], t), catmull(a[1], b[1], c[1], d[1], t)]);
    }
  }
  if (!closed) out.push(at(points, n - 1));
  return out;
}

/** Smooth curve through numbers: value at t in [0, 1] for evenly spaced knots. */
export function curveAt(knots: readonly number[], t: number): number {
  const x = Math.max(0, Math.min(1, t)) * (knots.length - 1);
  const i = Math.min(knots.length - 2, Math.floor(x));
  return catmull(at(knots, i - 1), at(knots, i), at(knots, i + 1), at(knots, i + 2), x - i);
}

/** Piecewise cubic through (position, value) knots sorted by position; flat beyond the ends. */
export function profile(knots: readonly Point[], x: number): number {
  const last = knots.length - 1;
  if (x <= at(knots, 0)[0]) return at(knots, 0)[1];
  if (x >= at(knots, last)[0]) return at(knots, last)[1];
  let i = 0;
  while (at(knots, i + 1)[0] < x) i++;
  const [a, b] = [at(knots, i), at(knots, i + 1)];
  const t = (x - a[0]) / (b[0] - a[0]);
  const s = t * t * (3 - 2 * t);
  return a[1] + (b[1] - a[1]) * (0.45 * s + 0.55 * t);
}

/** Axis-aligned extent [x0, y0, x1, y1]. */
export function extent(line: Line): [number, number, number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of line) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return [x0, y0, x1, y1];
}

/**
 * The `d` of an SVG path, a tenth of a unit exact; with a `grain`, points that near to the last one kept,
 * or as good as in line with it and the next, are left out.
 */
export function pathData(line: Line, closed = true, grain = 0): string {
  let d = '';
  let [px, py] = [Infinity, Infinity];
  const last = line.length - 1;
  for (let i = 0; i <= last; i++) {
    const [x, y] = at(line, i);
    if (i > 0 && i < last && grain > 0) {
      const [dx, dy] = [x - px, y - py];
      const length = Math.abs(dx) + Math.abs(dy);
      if (length < grain) continue;
      const [nx, ny] = at(line, i + 1);
      const bend = Math.abs(dx * (ny - y) - dy * (nx - x)) / (Math.abs(nx - px) + Math.abs(ny - py) + 1e-9);
      if (length < grain * 10 && bend < grain * 0.07) continue;
    }
    d += `${d ? 'L' : 'M'}${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
    [px, py] = [x, y];
  }
  return closed ? `${d}Z` : d;
}

/** Closed ellipse polyline, turned by `angle` radians. */
export function ellipse(center: Point, rx: number, ry: number, angle = 0, steps = 36): Point[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return Array.from({ length: steps }, (_, i) => {
    const t = (i / steps) * 2 * Math.PI;
    const [x, y] = [rx * Math.cos(t), ry * Math.sin(t)];
    return [center[0] + x * c - y * s, center[1] + x * s + y * c] as const;
  });
}

/** Places local points (x right, y down, own unit) at `origin`, turned by `angle`, scaled by `scale` (x also by `squash`). */
export function place(line: Line, origin: Point, angle: number, scale: number, squash = 1): Point[] {
  const [c, s] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  return line.map(([x, y]) => [origin[0] + x * squash * c - y * s, origin[1] + x * squash * s + y * c] as const);
}

/** A limb-like shape: a spine and its two edges, point by point. */
export interface Tube {
  spine: Point[];
  left: Point[];
  right: Point[];
  half: number[];
}

/**
 * Sweeps a half-width along a smoothed spine. `half` has one knot for every spine point.
 * Left is the side at −90° from the direction of travel as seen on screen (travelling down: the viewer's right is `left`).
 */
export function tube(points: Line, half: readonly number[], per = 6): Tube {
  const spine = smooth(points, per);
  const n = spine.length;
  const widths = spine.map((_, i) => Math.max(0.2, curveAt(half, i / (n - 1))));
  const left: Point[] = [];
  const right: Point[] = [];
  for (let i = 0; i < n; i++) {
    const dir = direction(at(spine, i - 1), at(spine, i + 1));
    const w = at(widths, i);
    const p = at(spine, i);
    left.push([p[0] + dir[1] * w, p[1] - dir[0] * w]);
    right.push([p[0] - dir[1] * w, p[1] + dir[0] * w]);
  }
  return { spine, left, right, half: widths };
}

/** Outline of a tube, going down its left edge and up its right one. */
export function outline(t: Tube): Point[] {
  return [...t.left, ...[...t.right].reverse()];
}

/** The line that runs along a tube at `k` (−1 right edge, 0 spine, 1 left edge), between two fractions of its length. */
export function rail(t: Tube, k: number, from = 0, to = 1): Point[] {
  const n = t.spine.length - 1;
  const [a, b] = [Math.round(from * n), Math.round(to * n)];
  const out: Point[] = [];
  for (let i = a; i <= b; i++) {
    const edge = k >= 0 ? at(t.left, i) : at(t.right, i);
    out.push(between(at(t.spine, i), edge, Math.abs(k)));
  }
  return out;
}
