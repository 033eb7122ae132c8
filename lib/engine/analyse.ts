import { UserError } from '../errors';
import { measured } from '../measure';
import type { Detection, Embedding, Framing, GarmentCategory, Person, ShopOptions } from '../types';
import type { Models } from '../vision/models';
import type { Picture } from '../vision/pixels';
import { personFraming, pictureFraming } from './framing';
import { group, type Worn } from './persons';

/** Most persons that are listed, persons that are described and garments of one picture, and garments embedded at once. */
export const LIMITS = { persons: 100, described: 12, garments: 96, batch: 24 } as const;

/** What the models see in a picture; it depends on no catalogue. */
export interface Analysis {
  readonly width: number;
  readonly height: number;
  readonly framing: Framing;
  readonly persons: readonly Person[];
  readonly garments: readonly SeenGarment[];
}

/** A garment before the catalogue is asked; `embedding` is null where models that only look gave none. */
export interface SeenGarment {
  readonly category: GarmentCategory;
  readonly score: number;
  readonly box: Detection['box'];
  readonly person: number | null;
  readonly embedding: Embedding | null;
}

/** The parts of a shop request that take time. */
export type Stage = 'read' | 'decode' | 'detect' | 'attributes' | 'embed' | 'search';

/** Told how long a stage took, milliseconds. */
export type OnStage = (stage: Stage, ms: number) => void;

/** Told which kinds of garment a picture shows, while the models look on. */
export type OnSeen = (category: GarmentCategory) => void;

/** Measures one stage. */
export async function timed<T>(stage: Stage, onStage: OnStage | undefined, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await measured(stage, work);
  } finally {
    onStage?.(stage, performance.now() - start);
  }
}

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

/** Throws `Cancelled` once the signal fired. */
export function stopIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw new UserError('Cancelled', 'The picture is no longer needed.');
}

/**
 * Detect → who wears what → attributes of the persons → embeddings, mostly in one batch. A picture that is no longer needed
 * stops between these: throws `Cancelled`.
 */
export async function analyse(
  { width, height, pixels }: Picture,
  models: Models,
  wish: Pick<ShopOptions, 'minScore' | 'sensitivity' | 'signal'> = {},
  onStage?: OnStage,
  onSeen?: OnSeen,
): Promise<Analysis> {
  const detections = await timed('detect', onStage, () => models.detect(pixels, wish.minScore, wish.sensitivity));
  stopIfAborted(wish.signal);
  const seen = detections.filter(({ category }) => category === 'person').slice(0, LIMITS.persons);
  // A dot without products would say that the shops have nothing of the kind: what is beyond the limit gets none.
  const worn = group(detections.filter(isGarment), seen.map(({ box }) => box)).slice(0, LIMITS.garments); // biome-ignore format: one thought
  for (const category of new Set(worn.map(({ detection }) => detection.category))) onSeen?.(category);
  const described = await timed('attributes', onStage, () =>
    models.describe(pixels, seen.length > 0 ? seen.slice(0, LIMITS.described).map(({ box }) => box) : [WHOLE]),
  );
  const persons = seen.map((one, index): Person => {
    const { gender, genderScore, framing } = described[index] ?? UNKNOWN;
    const own = { box: one.box, worn: worn.filter(({ person }) => person === index) };
    return {
      box: one.box,
      score: one.score,
      gender,
      genderScore,
      framing: personFraming(own, height / width, framing),
    };
  });
  const garments = await timed('embed', onStage, () => embedded(worn, pixels, models, wish.signal));
  return { width, height, framing: pictureFraming(persons, alone(described[0]?.framing)), persons, garments };
}

/** Garments with their vectors; a crowd's come in batches, between which a picture that is no longer needed stops. */
async function embedded(
  worn: readonly Worn[],
  pixels: Picture['pixels'],
  models: Models,
  signal: AbortSignal | undefined,
): Promise<SeenGarment[]> {
  const garments: SeenGarment[] = [];
  for (let at = 0; at < worn.length; at += LIMITS.batch) {
    stopIfAborted(signal);
    const batch = worn.slice(at, at + LIMITS.batch);
    const embeddings = await models.embed(pixels, batch.map(({ detection }) => detection)); // biome-ignore format: one thought
    garments.push(
      ...batch.map(({ detection, person }, i) => ({ ...detection, person, embedding: embeddings[i] ?? null })),
    );
  }
  return garments;
}

const UNKNOWN = { gender: 'unsure', genderScore: 0.5, framing: 'half' } as const;

/** Whether a detection is worn or carried. */
export function isGarment(detection: Detection): detection is Worn['detection'] {
  return detection.category !== 'person';
}

/** A picture without a person shows a product, unless the model is for a close-up (shoes on feet). */
function alone(said: Framing | undefined): Framing {
  return said === 'close-up' ? 'close-up' : 'product';
}
