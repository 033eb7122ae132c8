import type { RawProduct } from '../source';
import { read } from './reading';

/** The basic colour of a product (black, white, grey, …, multicolour): its colour column, else its title. */
export function understandColor(raw: RawProduct): string | undefined {
  return read(raw.color ?? '').color ?? read(raw.title || raw.description || '').color;
}
