import type { GarmentCategory } from '../../lib/types.ts';
import { type Body, someone } from './body.ts';
import { drawHead } from './face.ts';
import type { Figure, Side } from './figure.ts';
import type { Garment } from './garments/garment.ts';
import { drawHairBehind } from './hair.ts';
import { along, direction, type Point } from './path.ts';
import { drawArm, drawLegs, drawTrunk } from './person.ts';
import type { Random } from './random.ts';
import { spot } from './shade.ts';
import { NOBODY, type Owner, type Sheet } from './sheet.ts';
import { STARTER } from './starter.ts';
import { layers, OUTER, stitch, UPPER } from './wardrobe.ts';

/** What somebody wears, by category; a dress replaces top and bottom. */
export type Outfit = Partial<Record<GarmentCategory, Garment>>;

/** Somebody of a gender. */
export const dressable = someone;

/** An outfit by chance out of the starter catalogue. */
export function anyOutfit(rnd: Random, body: Body, framing: 'full' | 'half' | 'close'): Outfit {
  const fits = (category: GarmentCategory) =>
    STARTER.filter((p) => p.category === category && (p.gender === 'unisex' || p.gender === body.gender));
  const take = (category: GarmentCategory, p: number) =>
    rnd.chance(p) ? { [category]: rnd.pick(fits(category)) } : {};
  const woman = body.gender === 'women';
  const close = framing === 'close';
  const dress = woman && rnd.chance(0.33);
  const hat = body.hairCut !== 'afro' && body.hairCut !== 'bun' ? 0.27 : 0;
  return {
    ...(dress ? take('dress', 1) : { ...take('topwear', 1), ...take('bottomwear', 1) }),
    ...take('outerwear', dress ? 0.2 : 0.36),
    ...take('footwear', 0.96),
    ...take('eyewear', close ? 0.6 : 0.4),
    ...take('headwear', hat),
    ...take('handbag', woman ? 0.55 : 0.25),
  };
}

/** The free hand for a bag, or null when neither hangs. */
function bagHand(fig: Figure): Side | null {
  for (const side of [1, 0] as const) {
    const a = fig.pose.arms[side];
    if (a.hand === 'open' && Math.abs(a.fore) < 12 && a.upper < 22) return side;
  }
  return null;
}

/** Paints one dressed person. `index` is the person's number, `skip` leaves garments of one category undrawn. */
export function drawPerson(sheet: Sheet, fig: Figure, outfit: Outfit, index: number, seed: number): void {
  const owner: Owner = { person: index, product: null };
  const wear = (category: GarmentCategory) => {
    const garment = outfit[category];
    if (!garment) return null;
    const s = stitch(sheet, fig, garment, { person: index, product: garment.id }, seed);
    return layers(s, bagHand(fig) ?? 1);
  };
  const [top, dress, over, low, shoes] = (['topwear', 'dress', 'outerwear', 'bottomwear', 'footwear'] as const).map(
    wear,
  );
  const arm = (side: Side) => {
    drawArm(sheet, fig, side, owner);
    for (const g of [top, dress, over]) g?.sleeve?.(side);
  };
  const covers = (side: Side) =>
    Math.abs(fig.pose.arms[side].fore) > 36 &&
    fig.pose.arms[side].fore < 0 &&
    !fig.back &&
    fig.pose.arms[side].upper < 30;
  const boots = outfit.footwear?.cut === 'boot' && ['skinny', 'leggings', undefined].includes(outfit.bottomwear?.cut);
  for (const l of fig.legs)
    spot(sheet, [l.end[0], l.end[1] + fig.unit * 0.24], fig.unit * 0.7, fig.unit * 0.12, '#000000', 0.4);
  if (fig.pose.seated) drawStool(sheet, fig);
  if (!fig.back) drawHairBehind(sheet, fig, owner);
  for (const g of [over, top, dress]) g?.behind?.();
  drawLegs(sheet, fig, owner);
  if (!boots) shoes?.torso?.();
  if (bagHand(fig) !== null) wear('handbag')?.torso?.();
  for (const side of [0, 1] as const) arm(side);
  drawTrunk(sheet, fig, owner);
  const tucked = outfit.topwear && (UPPER[outfit.topwear.cut]?.hem ?? 0) < 2.22 && seed % 3 === 0;
  for (const g of tucked ? [top, low] : [low, top]) g?.torso?.();
  if (boots) shoes?.torso?.();
  for (const g of [dress, over]) g?.torso?.();
  for (const side of [0, 1] as const) if (covers(side)) sheet.clip(forearm(fig, side), () => arm(side));
  drawHead(sheet, fig, owner);
  if (fig.back) drawHairBehind(sheet, fig, owner);
  else wear('eyewear')?.torso?.();
  wear('headwear')?.torso?.();
}

/** True when the outfit needs standing room: skirts and long coats are not drawn seated. */
export function mustStand(outfit: Outfit): boolean {
  const over = outfit.outerwear && OUTER[outfit.outerwear.cut];
  const skirt = ['mini', 'pencil', 'pleated', 'alineskirt'].includes(outfit.bottomwear?.cut ?? '');
  return Boolean(outfit.dress) || skirt || (over !== undefined && over.hem > 2.5);
}

/** Where an arm that crosses the body shows in front of it: from above the elbow to beyond the fingers. */
function forearm(fig: Figure, side: Side): Point[] {
  const { joint, end } = fig.arms[side];
  const far = along(end, direction(joint, end), fig.unit * 0.5);
  const turn = Math.atan2(end[1] - joint[1], end[0] - joint[0]);
  const cap = (c: Point, from: number): Point[] =>
    Array.from({ length: 13 }, (_, i) => {
      const a = turn + from + (i / 12) * Math.PI;
      return [c[0] + Math.cos(a) * fig.unit * 0.46, c[1] + Math.sin(a) * fig.unit * 0.46];
    });
  return [...cap(joint, Math.PI / 2), ...cap(far, -Math.PI / 2)];
}

function drawStool(sheet: Sheet, fig: Figure): void {
  const u = fig.unit;
  const [a, b] = [fig.edge(0, 2.35, 0.25), fig.edge(1, 2.35, 0.25)];
  const y = (a[1] + b[1]) / 2;
  for (const x of [a[0] + u * 0.1, b[0] - u * 0.1])
    sheet.stroke(
      [
        [x, y],
        [x, fig.ground - u * 0.1],
      ],
      '#4b3a2c',
      u * 0.1,
    );
  sheet.fill(
    [
      [a[0], y],
      [b[0], y],
      [b[0], y + u * 0.28],
      [a[0], y + u * 0.28],
    ],
    '#7c5d42',
    1,
    NOBODY,
  );
}
