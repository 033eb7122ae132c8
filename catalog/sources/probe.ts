import {
  type CatalogSource,
  type Fetcher,
  type FoundProduct,
  type ProbedShop,
  SourceError,
  type SourceKind,
  type SourceSpec,
} from '../source';
import { currencyIn } from '../understand/currency';
import { webAddress } from './address';
import { isSitemap, kindOfFeed } from './feed';
import { plainText } from './html';
import { openSource, openText } from './open';
import { pageProducts } from './page';
import { shopifyBase, shopifyCurrency } from './shopify';
import { answerFeed, answerText, shortText } from './text';

/** Products shown of a shop, and places looked at before it is given up. */
const [SAMPLE, PATIENCE] = [3, 60];
const LONGEST_PAGE = 10_000_000;

/** What a person typed as an address: `shop.example` is `https://shop.example/`. */
export function typedAddress(typed: string): string | undefined {
  const trimmed = typed.trim();
  return webAddress(
    /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[\w.-]+:\d/.test(trimmed) ? trimmed : `https://${trimmed}`,
  );
}

interface Sample {
  readonly sample: readonly FoundProduct[];
  /** Why there is none, or no more. */
  readonly failure?: SourceError;
}

/** The first products of a source; none when it has none or cannot be read. */
async function sampleOf(source: CatalogSource, signal?: AbortSignal): Promise<Sample> {
  const sample: FoundProduct[] = [];
  let looked = 0;
  try {
    for await (const found of source.products(signal)) {
      looked += 1;
      if (found.raw) sample.push(found);
      if (sample.length >= SAMPLE || looked >= PATIENCE) break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    return { sample, failure: error };
  }
  return { sample };
}

/** Whether a list is there and only cannot be read at the moment. */
const isOutOfOrder = ({ passing, status = 0 }: SourceError) => passing || status === 429 || status >= 500;

/** The platform that a page says its shop runs on; undefined where nothing says so. */
function platformOf(html: string): SourceKind | undefined {
  if (/cdn\.shopify|Shopify\./.test(html)) return 'shopify';
  return /woocommerce/i.test(html) ? 'woocommerce' : undefined;
}

const hostOf = (address: string) => new URL(address).host.replace(/^www\./, '');

/** What an HTML page's address may speak, the likeliest first. Every guess is tried before it is believed. */
async function guesses(address: string, html: string, fetcher: Fetcher, signal?: AbortSignal): Promise<SourceSpec[]> {
  const { origin } = new URL(address);
  const shopify: SourceSpec = { kind: 'shopify', address: shopifyBase(address) };
  const woo: SourceSpec = { kind: 'woocommerce', address: origin };
  const page: SourceSpec = { kind: 'json-ld', address };
  const isWoo = platformOf(html) === 'woocommerce' || (!platformOf(html) && /wp-content/i.test(html));
  const platforms = isWoo ? [woo, shopify] : [shopify, woo];
  return [...platforms, page, ...(await sitemapsOf(origin, fetcher, signal))];
}

/** Sitemaps that robots.txt names, else the usual one. */
async function sitemapsOf(origin: string, fetcher: Fetcher, signal?: AbortSignal): Promise<SourceSpec[]> {
  let named: string[] = [];
  try {
    const robots = await shortText(
      await answerText(await fetcher(`${origin}/robots.txt`, { signal })),
      500_000,
      signal,
    );
    named = [...robots.matchAll(/^[ \t]*sitemap:[ \t]*(\S+)/gim)].flatMap(
      ([, found]) => webAddress(found ?? '', origin) ?? [],
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
  }
  return [...named.slice(0, 3), `${origin}/sitemap.xml`].map((address) => ({ kind: 'json-ld', address }));
}

async function probed(
  spec: SourceSpec,
  name: string,
  fetcher: Fetcher,
  signal?: AbortSignal,
  source = openSource(spec, fetcher),
): Promise<ProbedShop | SourceError | undefined> {
  const { sample, failure } = await sampleOf(source, signal);
  if (sample.length === 0) return failure;
  const isPriced = sample.some(({ raw }) => raw.price);
  const hasCurrency = sample.some(({ raw }) => currencyIn(raw.price ?? '', raw));
  const currency =
    spec.kind === 'shopify' ? await shopifyCurrency(new URL(spec.address).origin, fetcher, signal) : undefined;
  return {
    spec: currency ? { ...spec, currency } : spec,
    name,
    sample,
    needsCurrency: isPriced && !hasCurrency && !currency,
  };
}

/**
 * Finds out what an address speaks, by asking: a pack, a feed, a Shopify or WooCommerce shop (or one collection), a page
 * or sitemap with JSON-LD. What is answered has been tried, with a few products to show.
 * @throws SourceError with a sentence when it is none of these or cannot be reached.
 */
export async function probeShop(typed: string, fetcher: Fetcher, signal?: AbortSignal): Promise<ProbedShop> {
  const address = typedAddress(typed);
  if (!address) throw new SourceError('This is no web address.');
  const answer = await fetcher(address, { signal });
  const text = await answerFeed(answer);
  const here = answer.url;
  let name = hostOf(here);
  const specs: SourceSpec[] = [];
  let platform: SourceKind | undefined;
  const kind = text.isPack ? 'pack' : await kindOfFeed(text.start);
  const noProducts = () => new SourceError(`${hostOf(here)} lists its products in no way that can be read here.`);
  if (kind && kind !== 'pack') {
    // Where a feed's address leads to is often signed for an hour: the one that was typed is kept.
    // A feed may be large, in a zip archive it comes whole: what is here is not asked for again.
    const shop = await probed({ kind, address }, name, fetcher, signal, openText(kind, text));
    if (!shop || shop instanceof SourceError) throw shop ?? noProducts();
    return shop;
  }
  if (kind) specs.push({ kind, address });
  else if (isSitemap(text.start)) specs.push({ kind: 'json-ld', address: here });
  if (specs.length > 0) await text.close();
  else {
    const html = await shortText(text, LONGEST_PAGE, signal);
    platform = platformOf(html);
    const { meta, title } = pageProducts(html, here).facts;
    name =
      plainText(meta.get('og:site_name') ?? '').slice(0, 100) ||
      title
        .split(/\s+[|–—·-]\s+/)
        .at(-1)
        ?.slice(0, 100) ||
      name;
    specs.push(...(await guesses(here, html, fetcher, signal)));
  }
  for (const spec of specs) {
    const shop = await probed(spec, name, fetcher, signal);
    if (shop && !(shop instanceof SourceError)) return shop;
    // A shop whose list fails just now would be added as the few products that its front page shows.
    if (shop && spec.kind === platform && isOutOfOrder(shop)) throw shop;
  }
  throw noProducts();
}
