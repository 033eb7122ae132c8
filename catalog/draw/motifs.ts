import { darker, lighter, luma, mix } from './color.ts';
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

/** Repeats markup at the eight neighbours, so that what leaves a tile on one side enters on the other. */
function seamless(size: number, markup: string): string {
  let out = '';
  for (const x of [-size, 0, size])
    for (const y of [-size, 0, size]) out += `<g transform="translate(${x} ${y})">${markup}</g>`;
  return out;
}

function blobs(fabric: Fabric, size: number, count: number, colors: readonly string[], r0: number, r1: number): Tile {
  const rnd = random(hashText(`${fabric.pattern}${fabric.colors.join()}`));
  let markup = '';
  for (let i = 0; i < count; i++) {
    const [cx, cy] = [rnd.range(0, size), rnd.range(0, size)];
    const radius = rnd.range(r0, r1);
    const ring = ellipse([cx, cy], radius * rnd.range(1, 1.7), radius, rnd.range(-0.4, 0.4), 9).map(
      ([x, y]) => [x + rnd.range(-0.35, 0.35) * radius, y + rnd.range(-0.35, 0.35) * radius] as const,
    );
    markup += `<path d="${pathData(smooth(ring, 4, true))}" fill="${colors[i % colors.length]}"/>`;
  }
  return { width: size, height: size, markup: seamless(size, markup) };
}

function flower(x: number, y: number, r: number, petal: string, heart: string, turn: number): string {
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
  let markup = '';
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
    const [lx, ly] = [x * k + Math.cos(turn) * r * 1.5, y * k + Math.sin(turn) * r * 1.5];
    for (const d of [0, 0.9])
      markup += `<path d="${pathData(ellipse([lx + d * 3, ly - d * 4], r * 0.75, r * 0.28, turn + d, 12))}" fill="${leaf}"/>`;
    markup += flower(x * k, y * k, r, i % 2 ? b : a, i % 2 ? a : '#d9b45a', turn);
  });
  return { width: size, height: size, markup: seamless(size, markup) };
}

function tropical(fabric: Fabric): Tile {
  const rnd = random(hashText(fabric.colors.join('t')));
  let markup = '';
  for (let i = 0; i < 6; i++) {
    const [x, y, turn] = [rnd.range(0, 110), rnd.range(0, 110), rnd.range(0, 6.28)];
    const c = dye(fabric, 1 + (i % 2));
    for (let k = -3; k <= 3; k++) {
      const a = turn + k * 0.32;
      markup += `<path d="${pathData(ellipse([x + Math.cos(a) * 13, y + Math.sin(a) * 13], 13, 2.6, a, 12))}" fill="${c}"/>`;
    }
  }
  return { width: 110, height: 110, markup: seamless(110, markup) };
}

function leopard(fabric: Fabric): Tile {
  const rnd = random(7);
  let markup = '';
  for (let i = 0; i < 16; i++) {
    const [x, y] = [((i % 4) + rnd.range(0.2, 0.8)) * 14, (Math.floor(i / 4) + rnd.range(0.2, 0.8)) * 14];
    const turn = rnd.range(0, 6);
    markup += `<path d="${pathData(ellipse([x, y], 4.2, 3.4, turn, 10))}" fill="${dye(fabric, 2)}"/>`;
    markup += `<path d="${pathData(ellipse([x, y], 4.4, 3.8, turn, 20).slice(0, 14), false)}" fill="none" stroke="${dye(fabric, 1)}" stroke-width="2.6" stroke-linecap="round"/>`;
  }
  return { width: 56, height: 56, markup: seamless(56, markup) };
}

function paisley(fabric: Fabric): Tile {
  let markup = '';
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
    markup += `<path d="${pathData(drop)}" fill="${dye(fabric, 1)}"/><circle cx="${x}" cy="${y + 1}" r="2.4" fill="${dye(fabric, 2)}"/>`;
    markup += `<circle cx="${x + 11 * s}" cy="${y - 4}" r="1.6" fill="${dye(fabric, 2)}"/>`;
  }
  return { width: 40, height: 40, markup: seamless(40, markup) };
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

/** The woven relief as a translucent tile, null for smooth cloth. */
export function weave(fabric: Fabric): Tile | null {
  const base = dye(fabric, 0);
  const [dark, light] = [darker(base, 0.6), lighter(base, 0.6)];
  const soft = luma(base) < 0.2 ? 0.4 : 0.22;
  switch (fabric.texture) {
    case 'denim':
      return {
        width: 3,
        height: 3,
        markup: `<path d="M0 3L3 0" stroke="${lighter(base, 0.75)}" stroke-width=".8" stroke-opacity=".35"/>`,
      };
    case 'knit':
      return {
        width: 6,
        height: 5,
        markup: `<path d="M0 0L3 4L6 0" fill="none" stroke="${dark}" stroke-width="1" stroke-opacity="${soft}"/><path d="M0 1.6L3 5.6L6 1.6" fill="none" stroke="${light}" stroke-width=".8" stroke-opacity="${soft}"/>`,
      };
    case 'cable':
      return {
        width: 36,
        height: 20,
        markup: `<path d="M6 0C6 8 16 10 16 20M16 0C16 4 13 6 11 8M6 20C6 14 8 13 10 12" fill="none" stroke="${dark}" stroke-width="2.2" stroke-opacity=".32"/><path d="M8 0C8 8 18 10 18 20" fill="none" stroke="${light}" stroke-width="1.6" stroke-opacity=".35"/><path d="M22 0V20M27 0V20M32 0V20" stroke="${dark}" stroke-width="1" stroke-opacity=".25"/>`,
      };
    case 'rib':
      return {
        width: 6,
        height: 20,
        markup: `<path d="M1 0V20" stroke="${dark}" stroke-width="1.6" stroke-opacity="${soft}"/><path d="M4 0V20" stroke="${light}" stroke-width="1.4" stroke-opacity="${soft}"/>`,
      };
    case 'corduroy':
      return {
        width: 4.4,
        height: 20,
        markup: `<path d="M1 0V20" stroke="${dark}" stroke-width="1.5" stroke-opacity=".35"/><path d="M3 0V20" stroke="${light}" stroke-width="1" stroke-opacity=".22"/>`,
      };
    case 'quilt':
      return {
        width: 30,
        height: 30,
        markup: `<path d="M0 15L15 0L30 15L15 30Z" fill="none" stroke="${dark}" stroke-width="1.3" stroke-opacity=".5"/><path d="M0 16.6L15 1.6L30 16.6" fill="none" stroke="${light}" stroke-width="1.2" stroke-opacity=".28"/>`,
      };
    case 'tweed':
      return speckle(base, 22, 60, 0.9, 0.5);
    case 'fleece':
      return speckle(base, 30, 70, 2.2, 0.06);
    case 'suede':
      return speckle(base, 36, 60, 2.6, 0.07);
    case 'leather':
      return speckle(base, 40, 50, 2.4, 0.05);
    case 'canvas':
      return {
        width: 3,
        height: 3,
        markup: `<path d="M0 1H3M1 0V3" stroke="${dark}" stroke-width=".7" stroke-opacity=".22"/>`,
      };
    case 'straw':
      return {
        width: 8,
        height: 6,
        markup: `<path d="M0 1H4M4 4H8" stroke="${dark}" stroke-width="1.3" stroke-opacity=".4"/><path d="M4 1H8M0 4H4" stroke="${light}" stroke-width="1.3" stroke-opacity=".5"/>`,
      };
    case 'croc':
      return {
        width: 16,
        height: 12,
        markup: `<path d="M0 0H16M0 6H16M4 0V6M12 6V12" stroke="${dark}" stroke-width="1" stroke-opacity=".5"/>`,
      };
    case 'lace':
      return {
        width: 18,
        height: 18,
        markup: `${flower(9, 9, 5, light, dark, 0.3)}<path d="M0 0L18 18M18 0L0 18" stroke="${light}" stroke-width=".8" stroke-opacity=".6"/>`,
      };
    case 'smooth':
    case 'satin':
      return null;
  }
}

function speckle(base: string, size: number, count: number, radius: number, opacity: number): Tile {
  const rnd = random(count);
  let markup = '';
  for (let i = 0; i < count; i++) {
    const c = rnd.chance(0.5) ? darker(base, 0.7) : lighter(base, 0.7);
    markup += `<circle cx="${rnd.range(0, size).toFixed(1)}" cy="${rnd.range(0, size).toFixed(1)}" r="${rnd.range(0.4, radius).toFixed(1)}" fill="${c}" fill-opacity="${opacity}"/>`;
  }
  return { width: size, height: size, markup };
}
