/**
 * Every sentence of an error, in English: what the command line and logs say. An error travels between contexts, and is
 * stored, as its sentence; {@link recognise} finds it again here, with what stands at `$1`, `$2`, and the screens say
 * the words of `problem_<key>` in the reader's language. `tests/unit/sentences.test.ts` holds both sides together.
 */
export const SENTENCES = {
  pictureUnreadable: 'This picture cannot be read.',
  pictureTooLarge: 'This picture is too large to look at.',
  pictureWithheld: 'This site does not give the picture away.',
  pictureHidden: 'This part of the page cannot be seen now.',
  pictureOffline: 'You are offline. The picture can be read once you are back.',
  pictureLate: 'The picture took too long. Try again.',
  pictureDropped: 'The picture is no longer needed.',
  picturesTooMany: 'Too many pictures at once. Try again in a moment.',
  engineStopped: 'The picture engine stopped. Try again.',
  modelDamaged: 'The $1 model of this installation is damaged. Install it again.',
  packNoShop: 'This catalogue file holds no shop.',
  packLacks: 'This is not a catalogue file: $1 is missing.',
  packOtherVersion: 'This catalogue file was made for another version of the extension, or is damaged.',
  packDamaged: 'This catalogue file is damaged. Download or export it again.',
  packProduct: 'Product $1 of this catalogue file is not valid, so nothing was imported.',
  packVectors: 'The vectors of this catalogue file are damaged, so nothing was imported.',
  packEmbedder: 'This catalogue file was made with $1, but this version needs $2. Build it again.',
  packTooMuch: 'This catalogue file holds more than a catalogue.',
  packBomb: 'This catalogue file unpacks to far more than it should, so it was not opened.',
  packIncomplete: 'This file is not a complete catalogue file. Download or export it again.',
  looksInvalid: 'This is not a file of saved looks, or it is damaged. Nothing was changed.',
  backupInvalid: 'This is not a complete backup. Nothing was changed.',
  diskFull: 'There is no room left on this disk. Free some space, then try again.',
  extensionUpdated: 'The extension was updated. Reload this page to go on.',
  databaseBlocked: 'Another window still uses an older version of the extension. Close its pages, then try again.',
  catalogClosed: 'The catalogue on this computer cannot be opened.',
  shopGone: 'This shop was removed.',
  noWebScheme: 'Only http and https addresses can be fetched.',
  addressPassword: 'Addresses with a password in them are not fetched.',
  privateNetwork: '$1 is in a private network, so it was not asked.',
  serverSilent: 'The server stopped answering.',
  answerTooLarge: 'The answer is larger than $1 MB.',
  connectionBroke: 'The connection broke off.',
  comeBackLater: '$1 asks to come back in $2 minutes.',
  hostSilent: '$1 did not answer.',
  noWooCommerce: '$1 is no WooCommerce shop, or hides its products.',
  noShopify: '$1 is no Shopify shop, or hides its products.',
  sitemapNoFeed: 'This is a sitemap, not a product feed.',
  sourceStopped: 'The source stopped.',
  sourceTooLong: 'The source is too long.',
  sourceCut: 'The source ended in the middle.',
  hostAnswers: '$1 answers $2.',
  pageTooLong: 'A page is longer than $1 characters.',
  pageNoTable: 'This is a web page, not a product table.',
  tableLacks: 'The table has no column $1.',
  pageNoProducts: 'This page describes no products.',
  packTooLarge: 'This catalogue file is too large.',
  shopNeedsAddress: 'A shop needs an http or https address.',
  feedDamaged: 'The feed is damaged: a tag never ends.',
  feedEmpty: 'The feed has no products.',
  rowsBroken: 'More than $1 rows have a quote that is not closed.',
  tableEmpty: 'The table is empty.',
  answersPage: '$1 answers a web page instead of products.',
  answersDamaged: '$1 answers something cut or damaged instead of products.',
  shopTrouble: 'Something went wrong with this shop. Try again.',
  noWebAddress: 'This is no web address.',
  notWebAddress: 'This is not a web address.',
  listsNothing: '$1 lists its products in no way that can be read here.',
  fileNoCatalog: 'This file is no catalogue: it holds no products.',
  sitemapDamaged: 'The sitemap is damaged: a tag never ends.',
  noSitemap: 'This is no sitemap.',
  kindUnknown: 'This kind of shop is not known.',
  fileStatus: 'The file cannot be fetched (answer $1).',
} as const;

/** Name of a sentence. */
export type SentenceKey = keyof typeof SENTENCES;

/** A sentence and what it was said about, in the order of `$1`, `$2`. */
export interface Said {
  readonly key: SentenceKey;
  readonly values: readonly string[];
}

/** The most particular first: "$1 answers $2." fits much. */
const patterns = Object.entries(SENTENCES)
  .sort(([, one], [, other]) => other.length - one.length)
  .map(([key, sentence]) => [key as SentenceKey, patternOf(sentence)] as const);

function patternOf(sentence: string): RegExp {
  const escaped = sentence.replace(/[.*+?^{}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\$\d/g, '(.+?)')}$`, 's');
}

/** Which sentence of the table a message is; undefined for anything else. */
export function recognise(message: string): Said | undefined {
  for (const [key, pattern] of patterns) {
    const found = pattern.exec(message);
    if (found) return { key, values: found.slice(1) };
  }
  return undefined;
}
