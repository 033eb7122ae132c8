import * as currencies from 'dinero.js/bigint/currencies';
import type { RawProduct } from '../source';

/** Currencies by code. */
export const KNOWN = new Map(Object.values(currencies).map((currency) => [currency.code, currency]));

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/€/, 'EUR'],
  [/£/, 'GBP'],
  [/₹|\bRs\.?(?=\s*\d)|\d\s*Rs\b/i, 'INR'],
  [/zł/i, 'PLN'],
  [/₺/, 'TRY'],
  [/₩/, 'KRW'],
  [/₽|руб/i, 'RUB'],
  [/₴/, 'UAH'],
  [/₪/, 'ILS'],
  [/₫/, 'VND'],
  [/฿/, 'THB'],
  [/₱/, 'PHP'],
  [/Kč/i, 'CZK'],
  [/(?<!\p{L})Ft(?!\p{L})/iu, 'HUF'],
  [/\d\s*lei\b/i, 'RON'],
  [/\bRp\.?\s*\d/i, 'IDR'],
  [/\bRM\s*\d/, 'MYR'],
  [/د\.?\s?إ/, 'AED'],
  [/ر\.?\s?س/, 'SAR'],
  [/ج\.?\s?م/, 'EGP'],
  [/円|JP[¥￥]/, 'JPY'],
  [/\bRMB\b|CN[¥￥]/, 'CNY'],
  [/R\$/, 'BRL'],
  [/CA?\$/, 'CAD'],
  [/AU?\$/, 'AUD'],
  [/NZ\$/, 'NZD'],
  [/HK\$/, 'HKD'],
  [/NT\$/, 'TWD'],
  [/MX\$/, 'MXN'],
  [/(?<!U)S\$/, 'SGD'],
  [/US\$/, 'USD'],
];

/** Symbols of several currencies: by country, and what a symbol means where nothing tells the country. */
const SHARED: readonly (readonly [RegExp, Readonly<Record<string, string>>, string?])[] = [
  [/(?<!\p{L})kr(?!\p{L})|\d\s*:-/iu, { SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK', FO: 'DKK', GL: 'DKK' }],
  [/[¥￥元]/, { JP: 'JPY', CN: 'CNY' }],
  [
    /\$/,
    { US: 'USD', CA: 'CAD', AU: 'AUD', NZ: 'NZD', HK: 'HKD', SG: 'SGD', TW: 'TWD', MX: 'MXN', AR: 'ARS', CL: 'CLP', CO: 'COP' }, // biome-ignore format: one thought
    'USD',
  ],
];
/** Languages that are spoken where one of those is paid. */
const SPOKEN: Readonly<Record<string, string>> = {
  sv: 'SE',
  nb: 'NO',
  nn: 'NO',
  no: 'NO',
  da: 'DK',
  is: 'IS',
  ja: 'JP',
  zh: 'CN',
};
const COUNTRIES = ['target_country', 'country', 'country_of_sale', 'sales_country', 'market', 'feed_label'];
const LANGUAGES = ['locale', 'content_language', 'language', 'lang'];
const SHIPPED = /(?:^|,)\s*([A-Z]{2}):/g;
/** Characters of a currency as a column states it: `kr`, `US$`. */
const LONGEST_SIGN = 10;
/** Endings that are used everywhere for what they sound like. */
const ANYWHERE = /(?<!\.com)\.co$/;

/** The country and language of `sv-SE`, `en_au` or `ja`. */
function ofLocale(text: string): string[] {
  const [, language = '', region = ''] = /^([a-z]{2})(?:[-_](?:[a-z]{4}[-_])?([a-z]{2}))?$/i.exec(text.trim()) ?? [];
  // Chinese is read in several countries: where one is named it is that one.
  return [region.toUpperCase(), region ? '' : (SPOKEN[language.toLowerCase()] ?? '')].filter(Boolean);
}

/** What an address tells of its country: `/sv-se/`, then `.se`. */
function ofAddress(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { hostname, pathname } = new URL(address);
  const [first = ''] = pathname.split('/').filter(Boolean);
  const ending = ANYWHERE.test(hostname) ? '' : (hostname.split('.').at(-1) ?? '').toUpperCase();
  return [...ofLocale(first), ending];
}

/** Countries in which a row says that it is sold, the surest first. */
function countriesOf(raw: RawProduct): string[] {
  const said = COUNTRIES.map((name) => (raw[name] ?? '').trim().toUpperCase());
  // Google's feeds say for which country a shipping is: `SE:::49 SEK`. Who ships to several sells in any of them.
  const [shipped = '', ...others] = new Set([...(raw.shipping ?? '').matchAll(SHIPPED)].map(([, country]) => country));
  const spoken = LANGUAGES.flatMap((name) => ofLocale(raw[name] ?? ''));
  return [...said, others.length === 0 ? shipped : '', ...spoken, ...ofAddress(raw.product_url ?? '')];
}

/** An ISO 4217 code in capitals, or undefined when there is no such currency. */
export function currencyCode(text: string | undefined): string | undefined {
  const code = (text ?? '').trim().toUpperCase();
  return KNOWN.has(code) ? code : undefined;
}

/** A symbol that only one currency has. */
const ownSymbol = (text: string): string | undefined => SYMBOLS.find(([one]) => one.test(text))?.[1];

function sharedSymbol(text: string, raw: RawProduct): string | undefined {
  const [, byCountry, usual] = SHARED.find(([one]) => one.test(text)) ?? [];
  if (!byCountry) return undefined;
  const country = countriesOf(raw).find((one) => Object.hasOwn(byCountry, one));
  return country ? byCountry[country] : usual;
}

const besideOf = ({ currency = '' }: RawProduct) => currency.trim().slice(0, LONGEST_SIGN);
/** Some symbols are known beside a number only. */
const asPrice = (beside: string) => (beside ? `1 ${beside} 1` : '');

/** The currency that a source states beside a price, whatever the product's country; undefined for kr, ¥ or $ alone. */
export function currencyBeside(raw: RawProduct): string | undefined {
  const beside = besideOf(raw);
  return currencyCode(beside) ?? ownSymbol(asPrice(beside));
}

/**
 * The currency of a price as it is written: its code, what the source states beside it (`currency`), its symbol. One that
 * several countries use (kr, ¥, $) means what the row's country does; of nowhere a $ is a US dollar, and others are unknown.
 */
export function currencyIn(text: string, raw: RawProduct): string | undefined {
  // A code may touch the number: `49,95EUR`. Small letters are words first: a lek is "all", a paʻanga "top".
  const words = text.match(/(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])/g) ?? [];
  const code = words.find((word) => word === currencyCode(word));
  // US$49 is no Australian price because "$" stands beside it, too.
  const own = code ?? currencyBeside(raw) ?? ownSymbol(text);
  if (own) return own;
  const shared = sharedSymbol(asPrice(besideOf(raw)), raw) ?? sharedSymbol(text, raw);
  return shared ?? words.map(currencyCode).find(Boolean);
}
