import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { fileError } from '../node/file-error';

const Site = v.strictObject({
  name: v.string(),
  /** `https://shop.example`; the command line may name another. */
  origin: v.optional(v.string()),
  /** Path of a listing page; `{term}`, `{slug}` and `{page}` (from 1) are filled in. */
  listing: v.pipe(v.string(), v.startsWith('/'), v.includes('{page}')),
  /** Products in a variable that the page sets; without it, or where it is missing, JSON-LD is read. */
  state: v.optional(
    v.strictObject({
      variable: v.string(),
      products: v.string(),
      /** Column → where in a product, `a.b.0`. */
      columns: v.record(v.string(), v.string()),
      currency: v.optional(v.string()),
    }),
  ),
});

/** What crawling has to know of a site. */
export type Site = v.InferOutput<typeof Site>;

/** A search term and what its products are. */
export interface Term {
  readonly term: string;
  readonly gender: string;
  readonly category: string;
  readonly type: string;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The 27 classic terms. */
export const TERMS = here('./terms.tsv');

const readText = (file: string) =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(error, file);
  });

/** Reads a site's description: a JSON file, or the name of one that is built in. Throws with a sentence. */
export async function readSite(name: string): Promise<Site> {
  const file = /^[\w-]+$/.test(name) ? here(`./sites/${name}.json`) : name;
  if (!existsSync(file))
    throw new Error(`There is no description of ${name}: name a JSON file, myntra-like or json-ld.`);
  const text = await readText(file);
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text);
  if (!json.success) throw new Error(`${file} does not describe a site: it is no JSON.`);
  const checked = v.safeParse(Site, json.output);
  if (!checked.success) throw new Error(`${file} does not describe a site: ${checked.issues[0].message}`);
  return checked.output;
}

/** Reads terms: one a line, with tabs before gender, category and type where those are given. */
export async function readTerms(file: string): Promise<Term[]> {
  const lines = (await readText(file)).split(/\r?\n/).map((line) => line.split('\t').map((cell) => cell.trim()));
  const terms = lines.filter(([term]) => term && term !== 'term' && !term.startsWith('#'));
  if (terms.length === 0) throw new Error(`${file} holds no terms.`);
  return terms.map(([term = '', gender = '', category = '', type = '']) => ({ term, gender, category, type }));
}

/** The address of a listing page. */
export function listingAddress({ listing }: Site, origin: string, { term }: Term, page: number): string {
  const slug = term.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''); // biome-ignore format: one thought
  const path = listing
    .replaceAll('{term}', encodeURIComponent(term))
    .replaceAll('{slug}', slug)
    .replaceAll('{page}', String(page));
  return new URL(path, origin).href;
}
