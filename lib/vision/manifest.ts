import * as v from 'valibot';
import { UserError } from '../errors';
import { DETECTOR_LABELS, GARMENT_CATEGORIES } from '../types';

const natural = v.pipe(v.number(), v.integer(), v.minValue(1));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const channels = v.strictTuple([v.number(), v.number(), v.number()]);
const spread = v.strictTuple([v.number(), v.number(), v.number()]);

const golden = v.strictObject({
  seed: natural,
  shape: v.pipe(v.array(natural), v.length(4)),
  values: v.record(v.string(), v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(16))),
  tolerance: v.pipe(v.number(), v.gtValue(0)),
});

const common = {
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  file: v.literal('model.onnx'),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: natural,
  licence: v.literal('MIT'),
  golden,
};

const cropInput = v.strictObject({ width: natural, height: natural, mean: channels, std: spread });
const crop = v.strictObject({
  margin: fraction,
  fit: v.picklist(['pad', 'stretch']),
  pad: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
});

/** Exactly these words in exactly this order. */
function words<const T extends readonly string[]>(expected: T) {
  return v.pipe(
    v.array(v.string()),
    v.check((list) => list.length === expected.length && expected.every((word, i) => list[i] === word)),
  );
}

const detector = v.strictObject({
  ...common,
  name: v.literal('detector'),
  kind: v.literal('detector'),
  labels: words(DETECTOR_LABELS),
  input: v.strictObject({
    longSide: natural,
    multiple: natural,
    mean: channels,
    std: spread,
    pad: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
  }),
  second: v.strictObject({ share: v.pipe(fraction, v.ltValue(1)), least: fraction }),
  thresholds: v.strictObject({
    person: fraction,
    topwear: fraction,
    outerwear: fraction,
    dress: fraction,
    bottomwear: fraction,
    footwear: fraction,
    eyewear: fraction,
    handbag: fraction,
    headwear: fraction,
  }),
});

const attributes = v.strictObject({
  ...common,
  name: v.literal('attributes'),
  kind: v.literal('attributes'),
  labels: words(['women', 'men']),
  framings: words(['full', 'half', 'close-up', 'product']),
  input: cropInput,
  crop,
  thresholds: v.strictObject({ gender: fraction }),
});

const embedder = v.strictObject({
  ...common,
  name: v.literal('embedder'),
  kind: v.literal('embedder'),
  labels: words(GARMENT_CATEGORIES),
  input: cropInput,
  crop,
  dimensions: v.literal(128),
});

const SCHEMAS = { detector, attributes, embedder };

/** The three networks of the product. */
export const MODEL_KINDS = ['detector', 'attributes', 'embedder'] as const;

/** One of the three networks. */
export type ModelKind = (typeof MODEL_KINDS)[number];

/** The facts about an exported model, by kind. */
export interface Manifests {
  readonly detector: v.InferOutput<typeof detector>;
  readonly attributes: v.InferOutput<typeof attributes>;
  readonly embedder: v.InferOutput<typeof embedder>;
}

/** Facts about one exported model of any kind. */
export type Manifest = Manifests[ModelKind];

/** How a box becomes a model's input picture. */
export type CropRule = v.InferOutput<typeof crop> & v.InferOutput<typeof cropInput>;

/** Reads the manifest of a model. An unknown key, a missing one or a value we do not support throws `ModelInvalid`. */
export function parseManifest<K extends ModelKind>(kind: K, json: unknown): Manifests[K] {
  const parsed = v.safeParse(SCHEMAS[kind], json);
  if (parsed.success) return parsed.output as Manifests[K];
  const issue = parsed.issues[0];
  throw invalid(kind, `${v.getDotPath(issue) ?? 'manifest'}: ${issue.message}`);
}

/** Throws `ModelInvalid` unless the bytes are the ones the manifest was written for. */
export async function verifyModel(manifest: Manifest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (bytes.byteLength !== manifest.bytes) throw invalid(manifest.kind, 'wrong length');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== manifest.sha256) throw invalid(manifest.kind, 'wrong checksum');
}

/** `name@version`: what every stored embedding carries. */
export function modelId(manifest: Manifest): string {
  return `${manifest.name}@${manifest.version}`;
}

/** The error for a model that cannot be trusted; the cause names the field for whoever reads the console. */
export function invalid(kind: ModelKind, why: string): UserError {
  return new UserError('ModelInvalid', `The ${kind} model of this installation is damaged. Install it again.`, {
    cause: new Error(why),
  });
}
