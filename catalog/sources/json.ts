import { type FetchedResponse, type Fetcher, isPassing, type RawProduct, SourceError } from '../source';
import { answerText, shortText } from './text';

/** Anything JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** One page of an answer in characters. */
const LONGEST_PAGE = 60_000_000;
const DEEPEST = 4;
/** Times that a page of a list is asked for where what comes of it breaks off. */
const TRIES = 3;

/** Whether a value is an object, neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value's text: texts and numbers as they are, the rest ''. Prices as numbers get two decimals, see `decimal`. */
export function textIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' || value === true ? String(value) : '';
}

/** A number or text as a decimal that nobody takes for thousands: 49.995 → "49.9950". */
export function decimal(value: Json | undefined): string {
  const text = textIn(value).trim();
  return /^-?\d+\.\d{3}$/.test(text) ? `${text}0` : text;
}

/** A list as it is, one thing as a list of it, nothing as an empty one. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return value === undefined || value === null ? [] : [value as Json];
}

/** The list's objects; nothing else has any. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/**
 * An object as a row: nested objects' fields by their own names where those are free, lists of texts as JSON arrays for
 * pictures and separated by commas else, `{value, currency}` as one text.
 */
export function rowOf(object: JsonObject, depth = 0): RawProduct {
  const row = new Map<string, string>();
  for (const [key, value] of Object.entries(object)) {
    const name = key.trim().toLowerCase().replace(/^g:/, '').replace(/[\s-]+/g, '_'); // biome-ignore format: one thought
    if (Array.isArray(value)) {
      const texts = value.map((one) => textIn(one)).filter(Boolean);
      row.set(name, /image/.test(name) ? JSON.stringify(texts) : texts.join(', '));
    } else if (isObject(value)) {
      const amount = textIn(value.value ?? value.amount);
      if (amount) row.set(name, `${amount} ${textIn(value.currency)}`.trim());
      else if (depth < DEEPEST)
        for (const [inner, text] of Object.entries(rowOf(value, depth + 1))) if (!row.get(inner)) row.set(inner, text);
    } else row.set(name, /price/.test(name) ? decimal(value) : textIn(value));
  }
  return Object.fromEntries(row);
}

/**
 * The JSON of an answer of bounded length.
 * @throws SourceError when it is an error, a web page or cut.
 */
export async function answerJson(answer: FetchedResponse, signal?: AbortSignal): Promise<Json> {
  const { host, pathname } = new URL(answer.url);
  const text = await shortText(await answerText(answer), LONGEST_PAGE, signal);
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    const place = host + pathname;
    if (/^\s*</.test(text)) throw new SourceError(`${place} answers a web page instead of products.`, { cause });
    throw new SourceError(`${place} answers something cut or damaged instead of products.`, { cause, passing: true });
  }
}

/**
 * The JSON at an address, such as a page of a list: one connection of a hundred that breaks off is no reason to read the
 * ninety-nine pages before it again.
 * @throws SourceError as `answerJson` and the fetcher do.
 */
export async function askJson(address: string, fetcher: Fetcher, signal?: AbortSignal): Promise<Json> {
  for (let left = TRIES - 1; ; left -= 1) {
    const answer = await fetcher(address, { signal, accept: 'application/json' });
    try {
      return await answerJson(answer, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (left <= 0 || !isPassing(error)) throw error;
    }
  }
}
