import { isInStock } from '../understand/availability';
import { isCheaper, parsePrice } from '../understand/price';
import { decimal, isObject, type JsonObject, listOf, textIn } from './json';

/** What a product is offered for. */
export interface LinkedOffer {
  readonly price: string;
  readonly currency: string;
  readonly availability: string;
  readonly url: string;
}

/** Prices that nobody is asked for: what it was, what its maker recommends. */
const FORMER = /(List|MSRP|SRP|Strikethrough|Regular|Invoice|MinimumAdvertised)(Price)?$/i;

const availabilityOf = ({ availability }: JsonObject): string => textIn(availability).replace(/^.*\//, '');

/** Prices beside an offer that everybody may pay for one piece. */
const specified = (offer: JsonObject): readonly JsonObject[] =>
  listOf(offer.priceSpecification)
    .filter(isObject)
    .filter((one) => !FORMER.test(textIn(one.priceType)) && !one.validForMemberTier && !one.referenceQuantity);

/** The offers of a node; those that one sums up stand for it where they say a price, in its currency where they say none. */
function offersIn(node: JsonObject): readonly JsonObject[] {
  return listOf(node.offers).filter(isObject).flatMap((offer) => {
    const { priceCurrency = null, availability = null } = offer;
    const each = listOf(offer.offers).filter(isObject).map((one) => ({ priceCurrency, availability, ...one }));
    return each.some((one) => pricesOf(one).price) ? each : [offer, ...each];
  }); // biome-ignore format: one thought
}

function pricesOf(offer: JsonObject): Pick<LinkedOffer, 'price' | 'currency'> {
  const said = [offer, ...specified(offer)];
  const priced = said.find(({ price, lowPrice }) => textIn(price ?? lowPrice) !== '');
  const currency = [priced, ...said].map((one) => textIn(one?.priceCurrency)).find(Boolean) ?? '';
  return { price: decimal(priced?.price ?? priced?.lowPrice), currency };
}

/** What a node is offered for: the cheapest of its offers that can be bought, else of all. */
export function offerOf(node: JsonObject): LinkedOffer {
  const offers = offersIn(node);
  const there = offers.filter((offer) => isInStock(availabilityOf(offer)));
  const priced = (some: readonly JsonObject[]) => some.map(pricesOf).filter(({ price }) => price !== '');
  const [first, ...others] = [priced(there), priced(offers)].find(({ length }) => length > 0) ?? [];
  const best = others.reduce((low, one) => {
    const [a, b] = [parsePrice(one.price, one.currency), low && parsePrice(low.price, low.currency)];
    return a && b && isCheaper(a, b) ? one : low;
  }, first);
  const stocked = offers.map(availabilityOf).filter(Boolean);
  return {
    price: best?.price ?? '',
    currency: best?.currency || (offers.map((one) => textIn(one.priceCurrency)).find(Boolean) ?? ''),
    availability: stocked.find(isInStock) ?? stocked[0] ?? '',
    url: textIn(offers[0]?.url),
  };
}
