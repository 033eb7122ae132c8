import { darker, mix } from './color.ts';
import { dye, type Fabric, type Tile } from './fabric.ts';
import { ellipse, pathData, smooth } from './path.ts';
import { hashText, random } from './random.ts';

const rect = (x: number, y: number, w: number, h: number, c: string, o = 1) =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${c}"${o < 1 ? ` fill-opacity="${o}"` : ''}/>`;

function bands(
  size: number,
  list: readonly (readonly [at: number, width: number, color: string, opacity: number])[],
): Tile {
  const across = list.map(([at, w, c, o]) => rect(0, at, size, w, c, o)).join('');
  const down = list.map(([at, w, c, o]) => rect(at, 0, w, size, c, o)).join('');
  return { width: size, height: size, markup: across + down };
}

/** A piece of a motif with its reach, so that only the repeats which touch the tile are written. */
interface Piece {
  x: number;
  y: number;
  reach: number;
  markup: string;
}

/** Repeats pieces at the neighbours they reach into: what leaves a tile on one side enters on the other. */
function seamless(size: number, pieces: readonly Piece[]): string {
  let out = '';
  const outside = (v: number, reach: number) => v + reach < 0 || v - reach > size;
  for (const p of pieces) {
    for (const dx of [-size, 0, size]) {
      for (const dy of [-size, 0, size]) {
        if (outside(p.x + dx, p.reach) || outside(p.y + dy, p.reach)) continue;
        out += dx || dy ? `<g transform="translate(${dx} ${dy})">${p.markup}</g>` : p.markup;
      }
    }
  }
  return out;
}

function blobs(fabric: Fabric, size: number, count: number, colors: readonly string[], r0: number, r1: number): Tile {
  const rnd = random(hashText(`${fabric.pattern}${fabric.colors.join()}`));
  const pieces: Piece[] = [];
  for (let i = 0; i < count; i++) {
    const [cx, cy] = [rnd.range(0, size), rnd.range(0, size)];
    const radius = rnd.range(r0, r1);
    const ring = ellipse([cx, cy], radius * rnd.range(1, 1.7), radius, rnd.range(-0.4, 0.4), 9).map(
      ([x, y]) => [x + rnd.range(-0.35, 0.35) * radius, y + rnd.range(-0.35, 0.35) * radius] as const,
    );
    const markup = `<path d="${pathData(smooth(ring, 4, true))}" fill="${colors[i % colors.length]}"/>`;
    pieces.push({ x: cx, y: cy, reach: radius * 2.3, markup });
  }
  return { width: size, height: size, markup: seamless(size, pieces) };
}

/** A five-petalled flower as markup, in tile units. */
export function flower(x: number, y: number, r: number, petal: string, heart: string, turn: number): string {
  let out = '';
  for (let i = 0; i < 5; i++) {
    const a = turn + (i * 2 * Math.PI) / 5;
    out += `<circle cx="${(x + Math.cos(a) * r * 0.62).toFixed(1)}" cy="${(y + Math.sin(a) * r * 0.62).toFixed(1)}" r="${(r * 0.5).toFixed(1)}" fill="${petal}"/>`;
  }
  return `${out}<circle cx="${x}" cy="${y}" r="${(r * 0.32).toFixed(1)}" fill="${heart}"/>`;
}

function floral(fabric: Fabric, big: boolean): Tile {
  const rnd = random(hashText(fabric.colors.join('f')));
  const size = big ? 84 : 56;
  const [a, b] = [dye(fabric, 1), dye(fabric, 2)];
  const leaf = mix('#3f6a3f', dye(fabric, 0), 0.25);
  const pieces: Piece[] = [];
  const spots = [
    [12, 14],
    [40, 9],
    [27, 32],
    [6, 45],
    [46, 42],
  ] as const;
  spots.forEach(([x, y], i) => {
    const k = size / 56;
    const r = (i % 2 ? 5 : 8) * k * rnd.range(0.85, 1.15);
    const turn = rnd.range(0, 6);
    let markup = '';
    const [lx, ly] = [x * k + Math.cos(turn) * r * 1.5, y * k + Math.sin(turn) * r * 1.5];
    for (const d of [0, 0.9])
      markup += `<path d="${pathData(ellipse([lx + d * 3, ly - d * 4], r * 0.75, r * 0.28, turn + d, 12))}" fill="${leaf}"/>`;
    markup += flower(x * k, y * k, r, i % 2 ? b : a, i % 2 ? a : '#d9b45a', turn);
    pieces.push({ x: x * k, y: y * k, reach: r * 2.4 + 5, markup });
  });
  return { width: size, height: size, markup: seamless(size, pieces) };
}

function tropical(fabric: Fabric): Tile {
  const rnd = random(hashText(fabric.colors.join('t')));
  const pieces: Piece[] = [];
  for (let i = 0; i < 6; i++) {
    const [x, y, turn] = [rnd.range(0, 110), rnd.range(0, 110), rnd.range(0, 6.28)];
    const c = dye(fabric, 1 + (i % 2));
    let markup = '';
    for (let k = -3; k <= 3; k++) {
      const a = turn + k * 0.32;
      markup += `<path d="${pathData(ellipse([x + Math.cos(a) * 13, y + Math.sin(a) * 13], 13, 2.6, a, 12))}" fill="${c}"/>`;
    }
    pieces.push({ x, y, reach: 28, markup });
  }
  return { width: 110, height: 110, markup: seamless(110, pieces) };
}

function leopard(fabric: Fabric): Tile {
  const rnd = random(7);
  const pieces: Piece[] = [];
  for (let i = 0; i < 16; i++) {
    const [x, y] = [((i % 4) + rnd.range(0.2, 0.8)) * 14, (Math.floor(i / 4) + rnd.range(0.2, 0.8)) * 14];
    const turn = rnd.range(0, 6);
    let markup = `<path d="${pathData(ellipse([x, y], 4.2, 3.4, turn, 10))}" fill="${dye(fabric, 2)}"/>`;
    markup += `<path d="${pathData(ellipse([x, y], 4.4, 3.8, turn, 20).slice(0, 14), false)}" fill="none" stroke="${dye(fabric, 1)}" stroke-width="2.6" stroke-linecap="round"/>`;
    pieces.push({ x, y, reach: 7, markup });
  }
  return { width: 56, height: 56, markup: seamless(56, pieces) };
}

function paisley(fabric: Fabric): Tile {
  const pieces: Piece[] = [];
  for (const [x, y, s] of [
    [10, 12, 1],
    [30, 30, -1],
  ] as const) {
    const drop = smooth(
      [
        [x, y - 8],
        [x + 5 * s, y - 3],
        [x + 5 * s, y + 4],
        [x, y + 6],
        [x - 5 * s, y + 2],
        [x - 3 * s, y - 4],
      ],
      5,
      true,
    );
    let markup = `<path d="${pathData(drop)}" fill="${dye(fabric, 1)}"/><circle cx="${x}" cy="${y + 1}" r="2.4" fill="${dye(fabric, 2)}"/>`;
    markup += `<circle cx="${x + 11 * s}" cy="${y - 4}" r="1.6" fill="${dye(fabric, 2)}"/>`;
    pieces.push({ x, y, reach: 15, markup });
  }
  return { width: 40, height: 40, markup: seamless(40, pieces) };
}

/** The dyed pattern of a fabric as a tile, null when plain. Sizes are hundredths of a head. */
export function motif(fabric: Fabric): Tile | null {
  const [a, b, c] = [dye(fabric, 0), dye(fabric, 1), dye(fabric, 2)];
  switch (fabric.pattern) {
    case 'plain':
      return null;
    case 'stripes':
      return { width: 40, height: 20, markup: rect(0, 6, 40, 8.5, b) };
    case 'wide':
      return {
        width: 40,
        height: 52,
        markup: rect(0, 26, 40, 26, b) + (fabric.colors[2] ? rect(0, 22, 40, 5, c) : ''),
      };
    case 'pinstripe':
      return { width: 13, height: 40, markup: rect(6, 0, 1.2, 40, b, 0.75) };
    case 'vertical':
      return { width: 18, height: 40, markup: rect(5, 0, 7, 40, b) };
    case 'check':
      return bands(34, [
        [4, 2.2, b, 0.85],
        [21, 2.2, c, 0.7],
      ]);
    case 'tartan':
      return bands(56, [
        [0, 16, b, 0.5],
        [24, 3, c, 0.75],
        [34, 8, darker(a, 0.6), 0.45],
        [48, 2, c, 0.8],
      ]);
    case 'gingham':
      return bands(20, [[0, 10, b, 0.5]]);
    case 'houndstooth':
      return {
        width: 16,
        height: 16,
        markup: `<path d="M0 0H8V8H16L8 16V8H0Z M8 0L16 0L12 4L8 4Z M0 8L0 12L4 8Z" fill="${b}"/>`,
      };
    case 'dots':
      return {
        width: 24,
        height: 24,
        markup: `<circle cx="6" cy="6" r="3.6" fill="${b}"/><circle cx="18" cy="18" r="3.6" fill="${b}"/>`,
      };
    case 'floral':
      return floral(fabric, fabric.texture === 'satin');
    case 'tropical':
      return tropical(fabric);
    case 'camo':
      return blobs(fabric, 120, 26, [b, c, darker(a, 0.65)], 9, 19);
    case 'leopard':
      return leopard(fabric);
    case 'paisley':
      return paisley(fabric);
    case 'zigzag':
      return {
        width: 24,
        height: 30,
        markup: `<path d="M0 10L12 0L24 10V18L12 8L0 18Z" fill="${b}"/>${fabric.colors[2] ? `<path d="M0 25L12 15L24 25V28L12 18L0 28Z" fill="${c}"/>` : ''}`,
      };
    case 'block': {
      const third = fabric.colors[2] ? rect(-1000, 88, 2000, 34, c) : '';
      return {
        width: 2000,
        height: 2000,
        markup: `<g transform="translate(0 0)">${rect(0, 92, 2000, 1200, b)}${third}</g>`,
      };
    }
  }
}
