import * as v from 'valibot';
import { type CopyRecord, copiesOf, type Database, type FactRecord, type ShopRecord } from './db';
import { NOTHING, type PictureFacts, shortValidators } from './ingest-store';
import { MAX_PRODUCTS } from './pack-format';

const BATCH = 1_000;
const MOST_SHOPS = 500;
const MOST_FACTS = 2_000_000;
/** Characters of a picture's print in base64; prints written down, so that a file of very many products is no text too long. */
const [LONGEST_PRINT, MOST_PRINTS] = [2_000, MAX_PRODUCTS];
const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));

const OF_PRODUCT = { productId: text(300), hash: text(200) };

const KeptShops = v.pipe(
  v.array(
    v.strictObject({
      id: v.pipe(text(200), v.minLength(1)),
      name: text(300),
      spec: v.strictObject({
        kind: text(40),
        address: v.pipe(text(5_000), v.regex(/^https?:\/\//i)),
        currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
      }),
      addedAt: time,
      refreshedAt: time,
      facts: v.pipe(
        v.array(
          v.strictObject({
            ...OF_PRODUCT,
            validators: v.strictObject({
              // Older versions wrote what a server said, however long: it is dropped, not refused.
              etag: v.optional(v.string()),
              lastModified: v.optional(v.string()),
              address: v.optional(v.string()),
            }),
            // Older backups have none.
            print: v.exactOptional(v.pipe(text(LONGEST_PRINT), v.base64())),
          }),
        ),
        v.maxLength(MOST_FACTS),
      ),
      // Older backups have none.
      copies: v.exactOptional(
        v.pipe(
          v.array(v.strictObject({ ...OF_PRODUCT, original: v.strictObject(OF_PRODUCT) })),
          v.maxLength(MOST_FACTS),
        ),
      ),
    }),
  ),
  v.maxLength(MOST_SHOPS),
);

/** What is known of a product's picture; `print` in base64. */
type KeptFact = Pick<FactRecord, 'productId' | 'hash' | 'validators'> & { readonly print?: string };

/**
 * A shop as a backup keeps it: where it is, what its pictures looked like, and which products were left out as copies, so
 * that a refresh need not read all, and knows a new copy of an old picture.
 */
export type KeptShop = Pick<ShopRecord, 'id' | 'name' | 'spec' | 'addedAt' | 'refreshedAt'> & {
  readonly facts: readonly KeptFact[];
  readonly copies?: readonly Omit<CopyRecord, 'source'>[];
};

/** The shops that were added by address, for a backup. */
export async function keptShops(db: Database): Promise<KeptShop[]> {
  const shops = await db.shops.toArray();
  let prints = 0;
  const printOf = ({ print }: FactRecord) => {
    prints += print ? 1 : 0;
    return print && prints <= MOST_PRINTS ? { print: btoa(String.fromCharCode(...print)) } : {};
  };
  return Promise.all(
    shops.map(async ({ id, name, spec, addedAt, refreshedAt }) => {
      const facts = await db.facts.where('source').equals(id).toArray();
      const bare = facts.map((fact) => ({
        productId: fact.productId,
        hash: fact.hash,
        validators: shortValidators(fact.validators),
        ...printOf(fact),
      }));
      const copies = (await copiesOf(db, id).toArray()).map(({ productId, hash, original }) => ({
        ...{ productId, hash },
        original: { productId: original.productId, hash: original.hash },
      }));
      return { id, name, spec, addedAt, refreshedAt, facts: bare, copies };
    }),
  );
}

/** Shops as a backup holds them, checked. Throws when anything is not what it should be. */
export function parseKeptShops(value: unknown): readonly KeptShop[] {
  return v.parse(KeptShops, value).map(({ spec: { currency, ...spec }, facts, ...shop }) => ({
    ...shop,
    spec: { ...spec, ...(currency ? { currency } : {}) },
    facts: facts.map(({ validators, ...fact }) => ({ ...fact, validators: shortValidators(validators) })),
  }));
}

/**
 * Lets shops whose products have just been brought in as a pack be kept fresh again. A shop without products, or one
 * that is there already, is left alone. Answers how many were taken up.
 */
export async function restoreShops(db: Database, shops: readonly KeptShop[]): Promise<number> {
  let restored = 0;
  for (const shop of shops) if (await restoreShop(db, shop)) restored += 1;
  return restored;
}

function factsOf({ hash = '', validators = {}, print }: Partial<KeptFact> = {}): PictureFacts & { hash: string } {
  const bytes = print && Uint8Array.from(atob(print), (char) => char.charCodeAt(0));
  return { hash, validators, ...(bytes ? { print: bytes } : {}) };
}

async function restoreShop(db: Database, { facts, copies = [], ...shop }: KeptShop): Promise<boolean> {
  const source = await db.sources.get(shop.id);
  if (!source || (await db.shops.get(shop.id))) return false;
  const known = new Map(facts.map((fact) => [fact.productId, fact]));
  const records = await db.products.where('generation').equals(source.generation).toArray();
  for (let at = 0; at < records.length; at += BATCH) {
    await db.facts.bulkPut(
      records.slice(at, at + BATCH).map(({ productId, row, category, gender, price, inStock }) => ({
        source: shop.id,
        ...{ productId, row, category, gender, inStock },
        ...factsOf(known.get(productId)),
        ...(price ? { price } : {}),
      })),
    );
  }
  await db.copies.bulkPut(copies.map((copy) => ({ ...copy, source: shop.id })));
  await db.shops.put({
    ...shop,
    generation: source.generation,
    stage: 'resting',
    paused: false,
    nextRow: records.reduce((most, { row }) => Math.max(most, row + 1), 0),
    nextSeq: 0,
    tally: NOTHING,
    total: 0,
    done: 0,
    rejected: 0,
  });
  return true;
}
