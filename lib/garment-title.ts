import type { ShoppedGarment } from './types';
import { number, t } from './words';

/** What a garment is called among the others: the second pair of shoes is "Shoes 2". */
export function titleOf(garments: readonly ShoppedGarment[], at: number): string {
  const category = garments[at]?.category;
  const before = garments.slice(0, at).filter((other) => other.category === category).length;
  return before === 0 ? t(`category_${category}`) : `${t(`category_${category}`)} ${number(before + 1)}`;
}
