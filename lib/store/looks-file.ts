import * as v from 'valibot';
import { UserError } from '../errors';
import { GARMENT_CATEGORIES, type Look } from '../types';
import { withinLimits } from './look-limits';
import { PackRow } from './pack-format';

const FORMAT = 1;
/** Of a file with a line for each look, and of one that older versions wrote: that is read as one text. */
const MAX_BYTES = { lines: 2_000_000_000, text: 500_000_000 } as const;
const MAX_LOOKS = 20_000;
const MAX_LINE = 20_000_000;
const MAX_PICTURE = 3_000_000;

const share = v.pipe(v.number(), v.minValue(-0.01), v.maxValue(1.01));
const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const box = v.strictObject({ x: share, y: share, width: share, height: share });
const framing = v.picklist(['full', 'half', 'close-up', 'product']);
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));

const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));

const Matched = v.strictObject({
  similarity: v.pipe(v.number(), v.minValue(-1.01), v.maxValue(1.01)),
  product: v.strictObject({ ...PackRow.entries, id: text(300), shop: text(200) }),
});

/** A look as a file of looks holds it, its picture as a `data:` address. */
export const StoredLook = v.strictObject({
  id: v.pipe(text(100), v.minLength(1)),
  savedAt: time,
  checkedAt: v.optional(time),
  chosen: v.optional(v.pipe(v.array(v.nullable(text(300))), v.maxLength(500))),
  wanted: v.optional(v.pipe(v.array(v.nullable(v.picklist(['women', 'men', 'off']))), v.maxLength(500))),
  // Older versions wrote what a page said, however long: it is cut, not refused.
  title: v.string(),
  note: text(20_000),
  tags: v.optional(v.pipe(v.array(text(100)), v.maxLength(50))),
  pageUrl: v.string(),
  pageTitle: v.string(),
  picture: v.pipe(text(MAX_PICTURE), v.regex(/^data:image\/(webp|jpeg|png);base64,[\w+/=]*$/)),
  result: v.strictObject({
    width: size,
    height: size,
    framing,
    persons: v.pipe(
      v.array(
        v.strictObject({
          box,
          score: share,
          gender: v.picklist(['women', 'men', 'unsure']),
          genderScore: share,
          framing,
        }),
      ),
      v.maxLength(100),
    ),
    garments: v.pipe(
      v.array(
        v.strictObject({
          category: v.picklist(GARMENT_CATEGORIES),
          score: share,
          box,
          person: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
          matches: v.pipe(v.array(Matched), v.maxLength(200)),
        }),
      ),
      v.maxLength(500),
    ),
  }),
});

const LooksFile = v.strictObject({
  format: v.literal(FORMAT),
  looks: v.pipe(v.array(StoredLook), v.maxLength(MAX_LOOKS)),
});

const HEAD = `{"format":${FORMAT},"looks":[`;
const END = ']}';

/**
 * Looks as one JSON file that {@link readLooks} reads back, a line for each; pictures are inside. Throws `FileInvalid`
 * where it would not: later, when somebody needs the file, is too late to hear of it.
 */
export async function writeLooks(looks: readonly Look[]): Promise<Blob> {
  if (looks.length > MAX_LOOKS) throw tooMany();
  const parts: BlobPart[] = [HEAD];
  for (const [at, look] of looks.entries()) {
    const stored = { ...withinLimits(look), picture: await dataUrl(look.picture) };
    // Piece by piece: no single text may be as long as thousands of looks.
    parts.push(at === 0 ? '\n' : ',\n', new Blob([JSON.stringify(stored)]));
  }
  const file = new Blob([...parts, `\n${END}`], { type: 'application/json' });
  if (file.size > MAX_BYTES.lines) throw tooMany();
  return file;
}

/** Checks a file of looks, which may come from anybody. Throws `FileInvalid`, and then nothing was stored. */
export async function readLooks(file: Blob): Promise<readonly Look[]> {
  try {
    const head = await file.slice(0, HEAD.length + 1).text();
    return head === `${HEAD}\n` ? await readLines(file) : await readText(file);
  } catch (error) {
    throw invalid(error);
  }
}

async function readLines(file: Blob): Promise<readonly Look[]> {
  if (file.size > MAX_BYTES.lines) throw invalid();
  const looks: Look[] = [];
  let last = '';
  for await (const line of linesOf(file)) {
    // An editor ends a file with a line of its own.
    if (line === '') continue;
    last = line;
    if (line === HEAD || line === END) continue;
    if (looks.length === MAX_LOOKS) throw invalid();
    looks.push(lookOf(v.parse(StoredLook, JSON.parse(line.replace(/,$/, '')))));
  }
  if (last !== END) throw invalid();
  return looks;
}

async function* linesOf(file: Blob): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = file.stream().getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    // What is at hand of a long line is not searched again with every piece of it.
    const [end = '', ...lines] = decoder.decode(part.value, { stream: true }).split('\n');
    rest += end;
    if (rest.length > MAX_LINE) throw invalid();
    for (const line of lines) {
      yield rest;
      rest = line;
    }
  }
  yield rest + decoder.decode();
}

async function readText(file: Blob): Promise<readonly Look[]> {
  if (file.size > MAX_BYTES.text) throw invalid();
  return v.parse(LooksFile, JSON.parse(await file.text())).looks.map(lookOf);
}

function lookOf({ tags, chosen, wanted, checkedAt, ...look }: v.InferOutput<typeof StoredLook>): Look {
  return {
    ...withinLimits(look),
    ...(tags ? { tags } : {}),
    ...(chosen ? { chosen } : {}),
    ...(wanted ? { wanted } : {}),
    ...(checkedAt === undefined ? {} : { checkedAt }),
    picture: blobOf(look.picture),
    result: { ...look.result, garments: look.result.garments.map(withProducts) },
  };
}

type StoredGarment = v.InferOutput<typeof StoredLook>['result']['garments'][number];

/** An absent price is no key at all, as everywhere else. */
function withProducts(garment: StoredGarment): Look['result']['garments'][number] {
  const matches = garment.matches.map(({ product: { price, ...product }, similarity }) => ({
    similarity,
    product: { ...product, ...(price ? { price } : {}) },
  }));
  return { ...garment, matches };
}

function tooMany(): UserError {
  return new UserError('FileInvalid', 'These are more looks than one file can hold. Delete some, then try again.');
}

function invalid(cause?: unknown): UserError {
  return new UserError('FileInvalid', 'This is not a file of saved looks, or it is damaged. Nothing was changed.', {
    cause,
  });
}

/** A picture as a `data:` address. */
export async function dataUrl(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:${picture.type};base64,${btoa(binary)}`;
}

function blobOf(address: string): Blob {
  const [head = '', data = ''] = address.split(',');
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: /^data:([\w/]+);/.exec(head)?.[1] ?? 'image/webp' });
}
