import { browser } from 'wxt/browser';
import { genderInForce } from '../../components/filters';
import { type Correction, correctionFor, keepCorrections, pictureKey, readCorrections } from '../../lib/corrections';
import { matchGarments } from '../../lib/engine/match-garments';
import type { Preferences } from '../../lib/preferences';
import type { GenderChoice, Narrowing } from '../../lib/similar';
import type { BoundingBox, GarmentCategory, ImageSource, Match, ShopResult } from '../../lib/types';

/** What was said of the garments of a picture, by their place in its result. */
export type Said = ReadonlyMap<number, Correction>;

/** What a person says of a garment: another kind, or for whom it and all else of its wearer is. */
export type Remark = { readonly category: GarmentCategory } | { readonly gender: GenderChoice };

/** A picture's answer and what of it is a person's word. */
export interface Answered {
  readonly result: ShopResult;
  readonly said: Said;
}

/** How pictures are asked about: for whom when nobody said otherwise, and how many matches a garment gets. */
export interface Asking {
  readonly gender: Preferences['gender'];
  readonly top: number;
}

/** For whom the matches of a garment are. */
export function genderOf({ result, said }: Answered, at: number, wish: Preferences['gender']): GenderChoice {
  const person = result.garments[at]?.person ?? null;
  return said.get(at)?.gender ?? genderInForce(wish, person === null ? undefined : result.persons[person]);
}

/** What the detector took a garment for. */
export function kindBefore({ result, said }: Answered, at: number): GarmentCategory | undefined {
  return said.get(at)?.was ?? result.garments[at]?.category;
}

/** What was said of a picture on an earlier visit. Never rejects: without it the picture still has its dots. */
export async function readKept(source: ImageSource): Promise<readonly Correction[]> {
  return await pictureKey(source).then(readCorrections).catch(() => []); // biome-ignore format: one thought
}

/** An answer with what was said of this picture before. */
export async function withKept(
  result: ShopResult,
  kept: readonly Correction[],
  source: ImageSource,
  asking: Asking,
): Promise<Answered> {
  const plain = { result, said: new Map() };
  if (result.garments.length === 0) return plain;
  const said = new Map<number, Correction>();
  for (const [at, garment] of result.garments.entries()) {
    const correction = correctionFor(garment, kept);
    if (correction) said.set(at, { ...correction, box: garment.box });
  }
  if (said.size === 0) return plain;
  return await answered({ result, said }, [...said.keys()], source, asking).catch(() => plain);
}

/** A newer answer of the engine for the same picture, with what was said of it. Throws as messages do. */
export async function withSaid({ said }: Answered, result: ShopResult, source: ImageSource, asking: Asking) {
  const now = { result, said };
  return said.size === 0 ? now : await answered(now, [...said.keys()], source, asking);
}

/** The answer after a remark on the garment at `at`, which is kept for this picture. Throws as messages do. */
export async function withRemark(
  before: Answered,
  at: number,
  remark: Remark,
  source: ImageSource,
  asking: Asking,
): Promise<Answered> {
  const places = 'category' in remark ? [at] : sameWearer(before.result, at);
  const said = new Map(before.said);
  for (const place of places) {
    const garment = before.result.garments[place];
    if (!garment) continue;
    const was = said.get(place)?.was ?? garment.category;
    said.set(place, { was, category: garment.category, ...kept(said.get(place)), box: garment.box, ...remark });
  }
  const after = await answered({ result: before.result, said }, places, source, asking);
  await keep(after, source, asking);
  return after;
}

function kept(correction: Correction | undefined): { gender?: GenderChoice } {
  return correction?.gender === undefined ? {} : { gender: correction.gender };
}

function sameWearer({ garments }: ShopResult, at: number): number[] {
  const person = garments[at]?.person ?? null;
  return person === null ? [at] : [...garments.keys()].filter((place) => garments[place]?.person === person);
}

/** Asks anew for the garments at `places`, as what was said of them. */
async function answered(before: Answered, places: number[], source: ImageSource, asking: Asking): Promise<Answered> {
  const { result, said } = before;
  const garments = places.flatMap((at) => {
    const garment = result.garments[at];
    const category = said.get(at)?.category ?? garment?.category;
    if (!garment || !category) return [];
    return [{ category, box: inside(garment.box), gender: genderOf(before, at, asking.gender) }];
  });
  const all = await matchGarments(source, garments, asking.top);
  const changed = new Map(places.map((at, i) => [at, { category: garments[i]?.category, matches: all[i] ?? [] }]));
  return {
    said,
    result: {
      ...result,
      garments: result.garments.map((garment, at) => {
        const { category = garment.category, matches = garment.matches } = changed.get(at) ?? {};
        return { ...garment, category, matches };
      }),
    },
  };
}

/** The nearest of all that passes for the garment at `at`. Throws as messages do. */
export async function narrowed(
  answer: Answered,
  at: number,
  only: Narrowing,
  source: ImageSource,
  asking: Asking,
): Promise<readonly Match[]> {
  const garment = answer.result.garments[at];
  if (!garment) return [];
  const { category, box } = garment;
  const wish = { category, box: inside(box), gender: genderOf(answer, at, asking.gender), only };
  const [found = []] = await matchGarments(source, [wish], asking.top);
  return found;
}

/**
 * Beside what is kept of garments that nobody spoke of now: they may not be shown, or not as what was said of them. What
 * says nothing new is not worth keeping; in a private window nothing is.
 */
async function keep({ result, said }: Answered, source: ImageSource, asking: Asking): Promise<void> {
  if (browser.extension.inIncognitoContext) return;
  const corrections = [...said].flatMap(([at, correction]) => {
    const asIs = genderOf({ result, said: new Map() }, at, asking.gender);
    const { gender, ...rest } = correction;
    if (gender === undefined || gender === asIs) return rest.was === rest.category ? [] : [rest];
    return [correction];
  });
  const spokenOf = [...said.values()].map(({ was, box }) => ({ category: was, box }));
  const key = await pictureKey(source);
  const before = await readCorrections(key).catch(() => []);
  const others = before.filter((one) => !spokenOf.some((garment) => correctionFor(garment, [one])));
  await keepCorrections(key, [...corrections, ...others]).catch(() => undefined);
}

/** A box that rounding let reach out of its picture is no box to a strict reader. */
function inside({ x, y, width, height }: BoundingBox): BoundingBox {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return { x: within(x), y: within(y), width: within(width), height: within(height) };
}
