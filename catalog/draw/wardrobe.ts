import type { GarmentCategory } from '../../lib/types.ts';
import type { Figure } from './figure.ts';
import { bagSeat, handbag } from './garments/bags.ts';
import type { Garment, Layers, Stitch } from './garments/garment.ts';
import { eyewear } from './garments/glasses.ts';
import { headwear } from './garments/hats.ts';
import { type LowerCut, lower } from './garments/lower.ts';
import { type OuterCut, outer } from './garments/outer.ts';
import type { Seat } from './garments/seat.ts';
import { footwear } from './garments/shoes.ts';
import { type UpperCut, upper } from './garments/upper.ts';
import { faceShift } from './head.ts';
import { hashText, random } from './random.ts';
import { lightOn } from './shade.ts';
import type { Owner, Sheet } from './sheet.ts';

const round = (width: number, depth: number) => ({ shape: 'round', width, depth }) as const;
const vee = (width: number, depth: number) => ({ shape: 'v', width, depth }) as const;
const strap = { shape: 'straps', width: 0.34, depth: 0.5 } as const;
const off = { shape: 'off', width: 0.6, depth: 0.4 } as const;
const high = { shape: 'high', width: 0.25, depth: 0 } as const;

/** Cuts of tops and dresses. */
export const UPPER: Record<string, UpperCut> = {
  tee: { neck: round(0.29, 0.2), sleeve: 0.3, hem: 2.25, ease: [0.06, 0.09, 0.05, 0] },
  fitted: { neck: round(0.32, 0.3), sleeve: 0.24, hem: 2.05, ease: [0.02, 0.03, 0.02, 0] },
  vtee: { neck: vee(0.28, 0.48), sleeve: 0.3, hem: 2.2, ease: [0.05, 0.07, 0.04, 0] },
  longsleeve: { neck: round(0.3, 0.22), sleeve: 0.99, hem: 2.2, ease: [0.04, 0.06, 0.04, 0] },
  tank: { neck: strap, sleeve: 0, hem: 2.1, ease: [0.02, 0.04, 0.03, 0] },
  shirt: {
    neck: vee(0.25, 0.2),
    sleeve: 0.98,
    hem: 2.4,
    ease: [0.07, 0.11, 0.06, 0],
    collar: 'shirt',
    close: 'buttons',
  },
  shortshirt: {
    neck: vee(0.25, 0.26),
    sleeve: 0.36,
    hem: 2.3,
    ease: [0.1, 0.14, 0.09, 0],
    collar: 'shirt',
    close: 'buttons',
  },
  polo: {
    neck: vee(0.25, 0.18),
    sleeve: 0.3,
    hem: 2.25,
    ease: [0.05, 0.07, 0.04, 0],
    collar: 'polo',
    close: 'placket',
  },
  sweater: { neck: round(0.29, 0.18), sleeve: 0.99, hem: 2.22, ease: [0.1, 0.14, 0.06, 0], bands: true, collar: 'rib' },
  vsweater: { neck: vee(0.28, 0.5), sleeve: 0.99, hem: 2.2, ease: [0.08, 0.11, 0.05, 0], bands: true, collar: 'rib' },
  turtleneck: { neck: high, sleeve: 0.99, hem: 2.15, ease: [0.05, 0.07, 0.04, 0], bands: true, collar: 'turtle' },
  hoodie: { neck: vee(0.28, 0.28), sleeve: 0.99, hem: 2.28, ease: [0.13, 0.18, 0.09, 0], bands: true, collar: 'hood' },
  sweatshirt: {
    neck: round(0.29, 0.2),
    sleeve: 0.99,
    hem: 2.2,
    ease: [0.12, 0.16, 0.07, 0],
    bands: true,
    collar: 'rib',
  },
  blouse: { neck: vee(0.27, 0.42), sleeve: 0.95, hem: 2.25, ease: [0.07, 0.12, 0.08, 0] },
  offshoulder: { neck: off, sleeve: 0, hem: 2, ease: [0.03, 0.04, 0.02, 0] },
  sheath: { neck: round(0.34, 0.26), sleeve: 0, hem: 3.85, ease: [0.02, 0.03, 0.05, -0.05] },
  aline: { neck: round(0.32, 0.26), sleeve: 0.24, hem: 3.75, ease: [0.03, 0.03, 0.12, 0.7], tie: true },
  slip: { neck: strap, sleeve: 0, hem: 4.5, ease: [0.02, 0.05, 0.06, 0.18] },
  wrapdress: { neck: vee(0.28, 0.7), sleeve: 0.55, hem: 4.1, ease: [0.03, 0.03, 0.1, 0.5], tie: true, close: 'wrap' },
  maxi: { neck: vee(0.3, 0.5), sleeve: 0.24, hem: 5.35, ease: [0.03, 0.04, 0.13, 0.65], tie: true },
  shirtdress: {
    neck: vee(0.25, 0.28),
    sleeve: 0.6,
    hem: 3.9,
    ease: [0.06, 0.1, 0.1, 0.3],
    tie: true,
    collar: 'shirt',
    close: 'buttons',
  },
  knitdress: { neck: high, sleeve: 0.99, hem: 3.8, ease: [0.04, 0.06, 0.06, 0.02], collar: 'turtle' },
  sundress: { neck: strap, sleeve: 0, hem: 3.5, ease: [0.02, 0.02, 0.14, 0.9], tie: true },
  tunic: { neck: vee(0.27, 0.4), sleeve: 0.95, hem: 4.4, ease: [0.1, 0.16, 0.14, 0.2], close: 'placket' },
};

/** Cuts of jackets and coats. */
export const OUTER: Record<string, OuterCut> = {
  blazer: {
    sleeve: 0.97,
    hem: 2.45,
    ease: [0.1, 0.1, 0.09, 0],
    open: 0.13,
    front: 'lapels',
    collar: 'lapel',
    depth: 1.15,
    pockets: 'flap',
  },
  denimjacket: {
    sleeve: 0.97,
    hem: 1.98,
    ease: [0.11, 0.14, 0.08, 0],
    open: 0.17,
    front: 'buttons',
    collar: 'shirt',
    depth: 0.26,
    bands: true,
    pockets: 'chest',
  },
  bomber: {
    sleeve: 0.99,
    hem: 2.1,
    ease: [0.14, 0.18, 0.1, 0],
    open: 0.16,
    front: 'zip',
    collar: 'rib',
    depth: 0.22,
    bands: true,
    pockets: 'slit',
  },
  biker: {
    sleeve: 0.98,
    hem: 1.95,
    ease: [0.09, 0.1, 0.06, 0],
    open: 0.18,
    front: 'lapels',
    collar: 'lapel',
    depth: 0.8,
    pockets: 'slit',
  },
  puffer: {
    sleeve: 0.99,
    hem: 2.25,
    ease: [0.2, 0.24, 0.16, 0],
    open: 0.15,
    front: 'zip',
    collar: 'stand',
    depth: 0.2,
    puff: 0.27,
  },
  parka: {
    sleeve: 0.99,
    hem: 3.05,
    ease: [0.16, 0.2, 0.17, 0.1],
    open: 0.16,
    front: 'zip',
    collar: 'hood',
    depth: 0.26,
    pockets: 'flap',
  },
  trench: {
    sleeve: 0.97,
    hem: 3.8,
    ease: [0.12, 0.12, 0.15, 0.3],
    open: 0.05,
    front: 'lapels',
    collar: 'lapel',
    depth: 0.75,
    belt: true,
    pockets: 'slit',
  },
  coat: {
    sleeve: 0.98,
    hem: 3.7,
    ease: [0.13, 0.16, 0.15, 0.1],
    open: 0.14,
    front: 'lapels',
    collar: 'lapel',
    depth: 0.95,
    pockets: 'flap',
  },
  cardigan: {
    sleeve: 0.98,
    hem: 2.35,
    ease: [0.09, 0.13, 0.09, 0],
    open: 0.17,
    front: 'buttons',
    depth: 0.75,
    bands: true,
  },
  gilet: {
    sleeve: 0,
    hem: 2.2,
    ease: [0.15, 0.18, 0.12, 0],
    open: 0.14,
    front: 'zip',
    collar: 'stand',
    depth: 0.2,
    puff: 0.24,
  },
};

/** Cuts of trousers, shorts and skirts. */
export const LOWER: Record<string, LowerCut> = {
  skinny: { kind: 'legs', length: 0.97, widths: [0.36, 0.23, 0.14], ease: 0.01, jeans: true },
  straight: { kind: 'legs', length: 0.99, widths: [0.39, 0.29, 0.22], ease: 0.02, jeans: true },
  ripped: { kind: 'legs', length: 0.96, widths: [0.38, 0.27, 0.19], ease: 0.02, jeans: true, torn: true },
  mom: { kind: 'legs', length: 0.92, widths: [0.42, 0.31, 0.21], ease: 0.05, jeans: true, rise: 1.5, cuffed: true },
  chinos: { kind: 'legs', length: 0.97, widths: [0.39, 0.28, 0.19], ease: 0.03 },
  trousers: { kind: 'legs', length: 1, widths: [0.4, 0.3, 0.23], ease: 0.03, crease: true },
  wide: { kind: 'legs', length: 1, widths: [0.44, 0.42, 0.44], ease: 0.05, rise: 1.5, crease: true },
  cargo: { kind: 'legs', length: 0.97, widths: [0.43, 0.34, 0.22], ease: 0.05, cargo: true, elastic: true },
  joggers: { kind: 'legs', length: 0.97, widths: [0.41, 0.31, 0.16], ease: 0.05, elastic: true },
  leggings: { kind: 'legs', length: 0.95, widths: [0.35, 0.215, 0.12], ease: 0, rise: 1.5 },
  shorts: { kind: 'legs', length: 0.36, widths: [0.42, 0.36, 0.36], ease: 0.05 },
  jeanshorts: { kind: 'legs', length: 0.26, widths: [0.39, 0.36, 0.36], ease: 0.03, jeans: true, cuffed: true },
  mini: { kind: 'skirt', length: 3.1, ease: 0.06, flare: 0.25, jeans: true },
  pencil: { kind: 'skirt', length: 3.95, ease: 0.02, flare: -0.08, pleats: 3 },
  pleated: { kind: 'skirt', length: 4.5, ease: 0.1, flare: 0.7, pleats: 15 },
  alineskirt: { kind: 'skirt', length: 3.7, ease: 0.08, flare: 0.7 },
};

/** Makes the stitch of one garment on one figure. */
export function stitch(sheet: Sheet, fig: Figure, garment: Garment, owner: Owner, seed: number): Stitch {
  return { sheet, fig, garment, owner, rnd: random(hashText(`${garment.id}/${seed}`)), light: lightOn(garment.fabric) };
}

/** The head's seat for glasses and hats. */
export function headSeat(fig: Figure, category: GarmentCategory): Seat {
  const shift = category === 'eyewear' ? faceShift(fig) * fig.unit : 0;
  const squash = category === 'eyewear' ? Math.cos(fig.head.yaw) ** 0.5 : 1;
  return {
    origin: [fig.head.center[0] + shift, fig.head.center[1]],
    angle: fig.head.tilt,
    scale: fig.unit * 0.98,
    squash,
  };
}

/** The layers of any garment; accessories draw in `torso`. */
export function layers(s: Stitch, side: 0 | 1 = 1): Layers {
  const { category, cut } = s.garment;
  const missing = (): never => {
    throw new RangeError(`no cut "${cut}" in ${category}`);
  };
  switch (category) {
    case 'topwear':
    case 'dress':
      return upper(s, UPPER[cut] ?? missing());
    case 'outerwear':
      return outer(s, OUTER[cut] ?? missing());
    case 'bottomwear':
      return lower(s, LOWER[cut] ?? missing());
    case 'footwear':
      return footwear(s);
    case 'eyewear':
      return { torso: () => eyewear(s, headSeat(s.fig, category)) };
    case 'headwear':
      return { torso: () => headwear(s, headSeat(s.fig, category)) };
    case 'handbag':
      return { torso: () => handbag(s, bagSeat(s, side)) };
  }
}
