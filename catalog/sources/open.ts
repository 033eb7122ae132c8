import { type CatalogSource, type Fetcher, type Found, type RawProduct, SourceError, type SourceSpec } from '../source';
import { groupVariants } from '../understand/variants';
import { webAddress } from './address';
import { collected, MOST_PACK } from './archive';
import { type FeedKind, feedSource, kindOfFeed } from './feed';
import { jsonLdSource } from './json-ld';
import { packSource } from './pack';
import { shopifySource } from './shopify';
import { answerFeed, type SourceText, textOf } from './text';
import { wooSource } from './woocommerce';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * Products with texts of their own: engines cut strings without copying, so one remembered id would keep the whole part
 * of a feed alive that it was cut from (V8's sliced strings).
 */
async function* detached(found: AsyncIterable<Found>): AsyncGenerator<Found> {
  for await (const one of found) {
    yield one.raw ? { where: one.where, raw: JSON.parse(JSON.stringify(one.raw)) as RawProduct } : one;
  }
}

/**
 * Products among which the sizes of one are looked for: feeds come in the order of their numbers, S in every colour, then M;
 * fewer where they are long, see `groupVariants`. Where each product is a page to ask for, they stand together.
 */
const AMONG: Readonly<Partial<Record<CatalogSource['kind'], number>>> = { csv: 5_000, google: 5_000, awin: 5_000 };

/** The same where somebody waits for the first ones. */
const A_FEW = 60;

/** A source whose sizes are joined into products, of those among `most`, see `groupVariants`. */
function grouped({ kind, ...source }: CatalogSource, most = AMONG[kind]): CatalogSource {
  return { kind, products: (signal) => groupVariants(detached(source.products(signal)), most) };
}

async function packAt(address: string, fetcher: Fetcher, signal?: AbortSignal): Promise<Blob> {
  const answer = await fetcher(address, { signal, limit: MOST_PACK });
  if (answer.status !== 200 || !answer.body)
    throw new SourceError(`${new URL(address).host} answers ${answer.status}.`);
  return collected(answer.body);
}

function adapterOf({ kind, address, currency }: SourceSpec, fetcher: Fetcher): CatalogSource {
  switch (kind) {
    case 'shopify':
      return shopifySource(address, fetcher, currency);
    case 'woocommerce':
      return wooSource(address, fetcher);
    case 'json-ld':
      return jsonLdSource(address, fetcher);
    case 'pack':
      return packSource((signal) => packAt(address, fetcher, signal));
    default:
      return feedSource(kind, async (signal) => answerFeed(await fetcher(address, { signal })));
  }
}

/**
 * Opens a source by what is known of it, from a probe or stored; nothing is asked before its products are.
 * @throws SourceError when the address is none.
 */
export function openSource(spec: SourceSpec, fetcher: Fetcher): CatalogSource {
  if (!webAddress(spec.address)) throw new SourceError('A shop needs an http or https address.');
  return grouped(adapterOf(spec, fetcher));
}

/** A feed whose text is at hand, to look at its first products: sizes are joined that stand among a few. */
export function openText(kind: FeedKind, text: SourceText): CatalogSource {
  return grouped(
    feedSource(kind, async () => text),
    A_FEW,
  );
}

/**
 * Opens a file: a table, a feed (packed with gzip, or in a zip archive) or a pack. `open` starts its bytes anew at every
 * call.
 * @throws SourceError when it is nothing of these.
 */
export async function openFile(open: () => Bytes): Promise<CatalogSource> {
  const text = await textOf(open());
  const kind = text.isPack ? undefined : await kindOfFeed(text.start);
  await text.close();
  if (text.isPack) return grouped(packSource(() => collected(open())));
  // Without a kind the table's reader says what is missing.
  return grouped(feedSource(kind ?? 'csv', () => textOf(open())));
}
