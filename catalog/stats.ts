import type { PackRow } from '../lib/store/pack-format';
import { GARMENT_CATEGORIES } from '../lib/types';

const GENDERS = ['women', 'men', 'unisex', 'kids'] as const;
/** Upper ends of price ranges, in units of the currency. */
const PRICE_STEPS = [25, 50, 100, 200, 500] as const;

/** How many products of each kind. */
export type Counts = Readonly<Record<string, number>>;

/** A catalogue in numbers. */
export interface Stats {
  readonly products: number;
  readonly inStock: number;
  readonly category: Readonly<Record<string, Counts>>;
  readonly gender: Counts;
  readonly source: Counts;
  /** Currency → price range → products; `no price` stands beside the currencies. */
  readonly price: Readonly<Record<string, Counts>>;
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

function rangeOf({ price }: PackRow): string {
  const amount = Number(price?.amount);
  const above = PRICE_STEPS.findIndex((step) => amount < step);
  if (above === 0) return `under ${PRICE_STEPS[0]}`;
  return above < 0 ? `${PRICE_STEPS.at(-1)} and more` : `${PRICE_STEPS[above - 1]}–${PRICE_STEPS[above]}`;
}

/** Counts a catalogue's products. */
export function statsOf(rows: readonly PackRow[]): Stats {
  const category: Record<string, Counts> = {};
  for (const name of GARMENT_CATEGORIES) {
    const members = rows.filter((row) => row.category === name);
    if (members.length > 0) category[name] = countBy(members, ({ gender }) => gender);
  }
  const price: Record<string, Counts> = {};
  for (const currency of new Set(rows.map((row) => row.price?.currency ?? 'no price'))) {
    const members = rows.filter((row) => (row.price?.currency ?? 'no price') === currency);
    price[currency] = countBy(members, currency === 'no price' ? () => 'products' : rangeOf);
  }
  return {
    products: rows.length,
    inStock: rows.filter(({ inStock }) => inStock).length,
    category,
    gender: countBy(rows, ({ gender }) => gender),
    source: countBy(rows, ({ source }) => source),
    price,
  };
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const cell = (text: string, i: number) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0));
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

const total = (counts: Counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** The numbers as text tables. */
export function statsText(stats: Stats): string {
  const line = (name: string, counts: Counts) => [
    name,
    ...GENDERS.map((gender) => String(counts[gender] ?? 0)),
    String(total(counts)),
  ];
  const kinds = Object.entries(stats.category).map(([name, counts]) => line(name, counts));
  const prices = Object.entries(stats.price).flatMap(([currency, ranges]) =>
    Object.entries(ranges)
      .sort(([a], [b]) => Number.parseInt(a.replace('under ', '-'), 10) - Number.parseInt(b.replace('under ', '-'), 10))
      .map(([range, count]) => [`${currency} ${range}`, String(count)]),
  );
  return [
    table([['category', ...GENDERS, 'all'], ...kinds, line('all', stats.gender)]),
    table([['source', 'products'], ...Object.entries(stats.source).map(([id, count]) => [id, String(count)])]),
    table([['price', 'products'], ...prices]),
    `${stats.inStock} of ${stats.products} in stock`,
  ].join('\n\n');
}
