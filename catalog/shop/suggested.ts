import * as v from 'valibot';
import { isWebAddress } from '../../lib/store/pack-format';
import { GARMENT_CATEGORIES } from '../../lib/types';
import { isPrivateAddress } from '../fetch/private-network';
import { SOURCE_KINDS } from '../source';

/** Most shops of the list, so that it stays short. */
const MOST_SHOPS = 40;

const Address = v.pipe(v.string(), v.maxLength(200), v.check(isWebAddress, 'not an http(s) address'));

/** One fashion shop that is worth trying. Nothing is taken for granted of it: it is looked at before it is added. */
export const SuggestedShop = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  address: Address,
  /** What the shop is known to speak; the look finds out whether it still does. */
  platform: v.picklist(SOURCE_KINDS),
  /** What its prices are in where it does not say so itself. */
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  sells: v.pipe(v.array(v.picklist(GARMENT_CATEGORIES)), v.minLength(1)),
  /** Match patterns of the hosts its pictures come from. */
  pictures: v.pipe(v.array(v.pipe(v.string(), v.regex(/^https?:\/\/[a-z0-9.-]+\/\*$/))), v.maxLength(4)),
});

/** A shop of the list. */
export type SuggestedShop = v.InferOutput<typeof SuggestedShop>;

const SuggestedShops = v.strictObject({
  format: v.literal(1),
  shops: v.pipe(v.array(SuggestedShop), v.maxLength(MOST_SHOPS)),
});

/** Where the package keeps the list. */
export const SUGGESTED_SHOPS = '/catalog/suggested-shops.json';

/** Checks the list. Throws an Error when it is not in order. */
export function readSuggestedShops(list: unknown): readonly SuggestedShop[] {
  return v.parse(SuggestedShops, list).shops;
}

/** Whether a shop of the list is on the public web, which a packaged list has to be. */
export const isPublicShop = ({ address }: SuggestedShop): boolean =>
  address.startsWith('https:') && !isPrivateAddress(new URL(address));

/** The match patterns that adding a shop asks for: the shop, with and without `www.`, and its pictures. */
export function sitesOf({ address, pictures }: SuggestedShop): string[] {
  const { protocol, hostname } = new URL(address);
  const bare = hostname.replace(/^www\./, '');
  const hosts = /^[\d.]+$/.test(bare) || bare === 'localhost' ? [bare] : [bare, `www.${bare}`];
  return [...new Set([...hosts.map((host) => `${protocol}//${host}/*`), ...pictures])];
}
