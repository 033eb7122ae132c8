import { darker, lighter, luma } from './color.ts';
import { dye, type Fabric, type Tile } from './fabric.ts';
import { flower } from './motifs.ts';
import { random } from './random.ts';

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
