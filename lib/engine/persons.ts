import type { BoundingBox, Detection, GarmentCategory } from '../types';
import { clamp, containment } from '../vision/geometry';

/** Least share of a garment that must lie in a person's box. Bags hang outside of it, footwear sticks out below. */
const LEAST: Readonly<Record<GarmentCategory, number>> = {
  topwear: 0.5,
  outerwear: 0.5,
  dress: 0.5,
  bottomwear: 0.5,
  footwear: 0.35,
  eyewear: 0.6,
  handbag: 0.2,
  headwear: 0.4,
};

/** Where a garment's centre lies in the box of a whole person: 0 is the top of the head, 1 the soles. */
const HEIGHT: Readonly<Record<GarmentCategory, number>> = {
  headwear: 0.05,
  eyewear: 0.1,
  topwear: 0.32,
  outerwear: 0.4,
  dress: 0.48,
  handbag: 0.5,
  bottomwear: 0.67,
  footwear: 0.95,
};

/** A garment of a picture and the index of who wears it. */
export interface Worn {
  readonly detection: Detection & { readonly category: GarmentCategory };
  readonly person: number | null;
}

/**
 * Gives every garment, best first, to the person who most plausibly wears it, or to nobody. Several of a kind are
 * allowed, but nobody wears two bottoms: the second is mostly half of the first, or the lower part of a coat.
 */
export function group(garments: readonly Worn['detection'][], persons: readonly BoundingBox[]): Worn[] {
  const dressed = new Set<number>();
  return assign(garments, persons).filter(({ detection, person }) => {
    if (detection.category !== 'bottomwear' || person === null) return true;
    const first = !dressed.has(person);
    dressed.add(person);
    return first;
  });
}

function assign(garments: readonly Worn['detection'][], persons: readonly BoundingBox[]): Worn[] {
  return garments.map((detection) => {
    let person: number | null = null;
    let best = 0;
    for (const [index, box] of persons.entries()) {
      const fit = plausibility(detection, box);
      if (fit > best) [person, best] = [index, fit];
    }
    return { detection, person };
  });
}

/**
 * How well a garment fits a person, 0–1: the share of it inside the person's box, less for being off the body's
 * axis or at the wrong height. Height counts for little where a person's lower half is cut off, so it only weighs.
 * A bag hangs beside the body: among people close to each other the axis would give it to the neighbour.
 */
export function plausibility({ category, box }: Worn['detection'], person: BoundingBox): number {
  const inside = containment(box, person);
  if (inside < LEAST[category]) return 0;
  const dx = Math.abs(box.x + box.width / 2 - person.x - person.width / 2) / person.width;
  const dy = Math.abs((box.y + box.height / 2 - person.y) / person.height - HEIGHT[category]);
  const offAxis = category === 'handbag' ? 0 : 0.6 * clamp(dx, 0, 1);
  return inside * (1 - offAxis) * (1 - 0.5 * clamp(dy, 0, 1));
}
