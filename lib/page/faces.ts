import type { BoundingBox, Person, ShopResult } from '../types';

/** How high a head is by the height of a person's box, by how much of the person is seen. */
const HEADS: Readonly<Record<Person['framing'], number>> = { full: 0.13, half: 0.24, 'close-up': 0.42, product: 0 };
/** Width of a head by its height. */
const SLIM = 0.75;

/**
 * Where faces are, in fractions of the picture: by what is worn on the head, else by how people are built. An estimate,
 * for keeping dots off them; no face is looked for or remembered.
 */
export function facesOf({ width, height, persons, garments }: ShopResult): readonly BoundingBox[] {
  const aspect = height > 0 ? width / height : 1;
  return persons.flatMap((person, index) => {
    const worn = (category: string): BoundingBox | undefined =>
      garments.find((garment) => garment.person === index && garment.category === category)?.box;
    return faceOf(person, { glasses: worn('eyewear'), hat: worn('headwear') }, aspect) ?? [];
  });
}

interface OnHead {
  readonly glasses: BoundingBox | undefined;
  readonly hat: BoundingBox | undefined;
}

function faceOf({ box, framing }: Person, { glasses, hat }: OnHead, aspect: number): BoundingBox | undefined {
  // A head from the chin to the crown is this high, in fractions of the picture's height, for a width in fractions.
  const tall = (wide: number): number => (wide * aspect) / SLIM;
  if (glasses) {
    const wide = glasses.width * 1.15;
    const middle = glasses.y + glasses.height / 2;
    return {
      x: glasses.x + (glasses.width - wide) / 2,
      y: middle - tall(wide) * 0.45,
      width: wide,
      height: tall(wide),
    };
  }
  if (hat) {
    const wide = hat.width * 0.75;
    return { x: hat.x + (hat.width - wide) / 2, y: hat.y + hat.height * 0.8, width: wide, height: tall(wide) * 0.8 };
  }
  const high = box.height * HEADS[framing];
  if (high <= 0) return undefined;
  const wide = Math.min(box.width, (high * SLIM) / Math.max(aspect, 1e-6));
  return { x: box.x + (box.width - wide) / 2, y: box.y, width: wide, height: high };
}
