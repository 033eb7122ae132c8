import { gendersInForce } from '../../components/filters';
import { matchGarments } from '../../lib/engine/match-garments';
import { askEngine } from '../../lib/engine/remote';
import { type Comparison, compareLook } from '../../lib/look-changes';
import { sendMessage } from '../../lib/messages';
import { readPreferences } from '../../lib/preferences';
import { readLook } from '../../lib/store/looks';
import type { BoundingBox, Look } from '../../lib/types';

const TOP = 6;

/** Asks the shops of today about the garments of a look, as the kinds and for whom they were saved. Throws as messages do. */
export async function compareWithShops(look: Look): Promise<Comparison> {
  const { gender } = await readPreferences();
  const { garments } = look.result;
  const genders = gendersInForce(look.result, gender, look.wanted);
  const asked = garments.map(({ category, box }, at) => ({ category, box: inside(box), gender: genders[at] ?? 'off' }));
  const source = { kind: 'blob', blob: look.picture, pageUrl: '' } as const;
  const found = await matchGarments(source, asked, TOP);
  const known = [...new Set(garments.flatMap(({ matches }) => matches.map(({ product }) => product.id)))];
  const present = await askEngine(() => sendMessage('findProducts', known));
  // Something else may have been chosen while the answers were awaited.
  const { chosen } = (await readLook(look.id)) ?? look;
  return compareLook(
    { result: look.result, ...(chosen ? { chosen } : {}) },
    found,
    new Map(present.map((product) => [product.id, product])),
  );
}

/** Rounding may let a stored box reach out of its picture. */
function inside({ x, y, width, height }: BoundingBox): BoundingBox {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return { x: within(x), y: within(y), width: within(width), height: within(height) };
}
