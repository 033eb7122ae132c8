import { browser } from 'wxt/browser';
import type { GenderChoice } from './similar';
import { type BoundingBox, GARMENT_CATEGORIES, type GarmentCategory, type ImageSource } from './types';

/** What a person said of one garment of a picture: `was` is what the detector takes it for. */
export interface Correction {
  readonly box: BoundingBox;
  readonly was: GarmentCategory;
  readonly category: GarmentCategory;
  /** For whom, where that was said. */
  readonly gender?: GenderChoice;
}

/** Pictures whose corrections are kept; those corrected longest ago go first. */
export const MOST_PICTURES = 200;
const MOST_GARMENTS = 24;
const PREFIX = 'correction:';
const KEY = /^correction:[\w-]{1,60}$/;
/** Boxes of one garment, seen by two versions of a detector, share at least this much of what both cover. */
const SAME = 0.5;
/** So much of an address or of a picture's bytes tells it from others. */
const HASHED = 4_096;

/** The correction that belongs to a garment as the detector sees it. */
export function correctionFor(
  garment: { readonly category: GarmentCategory; readonly box: BoundingBox },
  corrections: readonly Correction[],
): Correction | undefined {
  return corrections.find(({ was, box }) => was === garment.category && overlap(box, garment.box) >= SAME);
}

function overlap(a: BoundingBox, b: BoundingBox): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, across) * Math.max(0, down);
  const either = a.width * a.height + b.width * b.height - both;
  return either > 0 ? both / either : 0;
}

/** A name for a picture that does not tell where it was seen: what a person looks at is nobody's business. */
export async function pictureKey(source: ImageSource): Promise<string> {
  const { size, bytes } =
    source.kind === 'url'
      ? { size: source.url.length, bytes: new TextEncoder().encode(source.url.slice(0, HASHED)) }
      : { size: source.blob.size, bytes: await middleOf(source.blob) };
  // 64-bit FNV-1a: pages without https have no crypto.subtle. http://www.isthe.com/chongo/tech/comp/fnv/
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return `${PREFIX}${hash.toString(36)}-${size.toString(36)}`;
}

/** Encoded pictures begin and end alike. */
async function middleOf(blob: Blob): Promise<Uint8Array> {
  const from = Math.max(0, (blob.size - HASHED) >> 1);
  return new Uint8Array(await blob.slice(from, from + HASHED).arrayBuffer());
}

/** What was said of a picture, by its {@link pictureKey}; nothing where that cannot be read. */
export async function readCorrections(key: string): Promise<readonly Correction[]> {
  return correctionsOf((await browser.storage.local.get(key))[key]);
}

/** Keeps what was said of a picture, or forgets it when there is nothing left to keep. */
export async function keepCorrections(key: string, corrections: readonly Correction[]): Promise<void> {
  const { local } = browser.storage;
  if (corrections.length === 0) return await local.remove(key);
  await local.set({ [key]: { at: Date.now(), garments: corrections.slice(0, MOST_GARMENTS) } });
  const known = Object.entries(await local.get(null)).filter(([name]) => name.startsWith(PREFIX));
  if (known.length <= MOST_PICTURES) return;
  const age = (value: unknown): number => Number((value as { at?: unknown } | null)?.at) || 0;
  const oldest = known.sort(([, a], [, b]) => age(a) - age(b)).slice(0, known.length - MOST_PICTURES);
  await local.remove(oldest.map(([name]) => name));
}

/** Everything that was said of pictures, by {@link pictureKey}. */
export type AllCorrections = Readonly<Record<string, readonly Correction[]>>;

/** What is kept of all pictures, for a backup. */
export async function readAllCorrections(): Promise<AllCorrections> {
  return allCorrectionsOf(
    Object.fromEntries(
      Object.entries(await browser.storage.local.get(null)).map(([key, value]) => {
        return [key, (value as { garments?: unknown } | undefined)?.garments];
      }),
    ),
  );
}

/** The valid part of what a backup holds. */
export function allCorrectionsOf(value: unknown): AllCorrections {
  if (!value || typeof value !== 'object') return {};
  const all = Object.entries(value).filter(([key]) => KEY.test(key));
  const valid = all.map(([key, garments]) => [key, correctionsOf({ garments })] as const);
  return Object.fromEntries(valid.filter(([, garments]) => garments.length > 0).slice(0, MOST_PICTURES));
}

/** Keeps what a backup holds beside what is there; of the same picture the backup's word counts. */
export async function restoreCorrections(all: AllCorrections): Promise<void> {
  for (const [key, corrections] of Object.entries(all)) await keepCorrections(key, corrections);
}

/** The valid part of what was stored. */
function correctionsOf(value: unknown): readonly Correction[] {
  const garments = (value as { garments?: unknown } | undefined)?.garments;
  return Array.isArray(garments) ? garments.filter(isCorrection) : [];
}

function isCorrection(value: unknown): value is Correction {
  const { box, was, category, gender } = (value ?? {}) as Record<string, unknown>;
  const kinds: readonly unknown[] = GARMENT_CATEGORIES;
  const sides = box && typeof box === 'object' ? (box as Record<string, unknown>) : {};
  const whole = ['x', 'y', 'width', 'height'].every((side) => Number.isFinite(sides[side]));
  return whole && kinds.includes(was) && kinds.includes(category) && [undefined, 'women', 'men', 'off'].includes(gender as string); // biome-ignore format: one thought
}
