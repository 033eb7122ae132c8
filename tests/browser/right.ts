import type { Scene } from '../../catalog/draw/scene';

/** A dot by the garment it stands for, at fractions of the picture. */
export interface DotAt {
  readonly category: string | undefined;
  readonly x: number;
  readonly y: number;
}

/**
 * Whether a dot lies on a garment of its kind, give or take `slack` of the picture. Dots of glasses and hats keep off
 * the face: they lie beside or above it.
 */
export function isRight({ category, x, y }: DotAt, { boxes }: Scene, slack = 0): boolean {
  return boxes.some(({ category: kind, box }) => {
    if (kind !== category) return false;
    const aside = kind === 'eyewear' || kind === 'headwear' ? box.width * 0.75 + 0.05 : 0;
    const [dx, dy] = [Math.abs(x - box.x - box.width / 2), Math.abs(y - box.y - box.height / 2)];
    return dx <= box.width / 2 + slack + aside && dy <= box.height / 2 + slack + aside;
  });
}
