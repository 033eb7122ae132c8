import { recogniser } from './sentences';

/**
 * Why products of a shop are left out, in English: what the command line says, and what is stored. Like the sentences of
 * errors they are found again by {@link refusal}, and lists are written with the words of `refused_<key>`.
 */
export const REFUSALS = {
  noField: 'no $1',
  badField: '$1 is not valid',
  notWanted: '$1 is nothing that is looked for in pictures',
  unknownCategory: 'unknown category $1',
  absurdPrice: 'the price $1 cannot be right',
  priceUnknown: 'nothing says the currency of the price $1',
  idTwice: 'repeated product_id',
  productsMost: 'more than $1 products',
  pageTwice: 'the page of another product',
  pictureTwice: 'the picture of another product',
  picture: 'picture cannot be read: $1',
  answer: 'answer $1',
  sizeTwice: 'another size of a product further up',
  quoteOpen: 'a quote is not closed',
  rowLong: 'longer than $1 characters, or a quote is not closed',
  columns: '$1 columns instead of $2',
  long: 'longer than $1 characters',
  cut: 'the feed ends in the middle of it',
  noObject: 'no JSON object',
  damagedJson: 'damaged JSON',
  damagedLd: 'damaged JSON-LD',
  pageNone: 'the page describes no product',
  pageMost: 'only $1 of its products were read',
  listMost: 'only $1 pages of its list were read',
  shopifyMost: 'Shopify lists no more than $1 products; add collections for the rest',
  listedTwice: 'listed twice',
  noProduct: 'no product',
  nothingToBuy: 'nothing to buy of it',
  onlyInPack: 'its picture is only inside of the catalogue file',
  crash: 'the engine stopped at this picture or one beside it',
  doubt: 'the words say $1, the picture shows $2 ($3)',
} as const;

/** Where in its source a product stands, in English; elsewhere the words of `place_<key>`. */
export const PLACES = {
  row: 'row $1',
  item: 'item $1',
  line: 'line $1',
  listed: 'page $1, product $2',
  product: 'product $1',
} as const;

/** Which refusal a reason is; undefined for anything else. */
export const refusal = recogniser(REFUSALS);

/** Which kind of place it is; undefined for anything else, such as an address. */
export const place = recogniser(PLACES);
