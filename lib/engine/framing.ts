import type { BoundingBox, Framing, Person } from '../types';
import { area } from '../vision/geometry';
import type { Worn } from './persons';

const EDGE = 0.015;

/** The detector's view of one person. */
export interface Seen {
  readonly box: BoundingBox;
  readonly worn: readonly Worn[];
}

/**
 * Framing by geometry, or null when the boxes do not tell: shoes under a tall box are a full shot; a box that fills
 * the picture down to its edge and has neither shoes nor trousers is a half shot or closer.
 */
export function geometricFraming({ box, worn }: Seen, aspect: number): Framing | null {
  const has = (category: string): boolean => worn.some(({ detection }) => detection.category === category);
  const tallness = (box.height / box.width) * aspect;
  const cutBelow = box.y + box.height > 1 - EDGE;
  if (has('footwear') && tallness > 1.5) return 'full';
  if (!cutBelow && tallness > 2.6) return 'full';
  if (cutBelow && !has('footwear') && has('bottomwear') && tallness > 1) return 'half';
  return null;
}

/** Framing of a person: what geometry is sure of, else the model's word. A person is never a `product`. */
export function personFraming(seen: Seen, aspect: number, said: Framing): Framing {
  return geometricFraming(seen, aspect) ?? (said === 'product' ? 'close-up' : said);
}

/** Framing of a picture: that of its most prominent person (size times score). */
export function pictureFraming(persons: readonly Person[], without: Framing): Framing {
  const weight = (person: Person): number => area(person.box) * person.score;
  const first = [...persons].sort((a, b) => weight(b) - weight(a))[0];
  return first?.framing ?? without;
}
