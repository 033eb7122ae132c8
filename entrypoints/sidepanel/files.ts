import { datedName, saveFile } from '../../components/save-file';
import { askPicture } from '../../lib/engine/product-pictures';
import { looksPage, type PrintedLook, printed } from '../../lib/looks-page';
import { saveLooks } from '../../lib/store/looks';
import { dataUrl, readLooks, writeLooks } from '../../lib/store/looks-file';
import type { Look } from '../../lib/types';
import { plural, t } from '../../lib/words';
import { dotPlaces } from './dot-places';

const AT_ONCE = 6;

/** Saves all looks as one file that can be imported again. */
export async function exportFile(looks: readonly Look[]): Promise<string> {
  saveFile(await writeLooks(looks), datedName('looks', 'json'));
  return t('saved');
}

/** Saves all looks as one page that shows itself anywhere. */
export async function exportPage(looks: readonly Look[]): Promise<string> {
  const pictures = await thumbnails(new Set(looks.flatMap(thumbnailsOf)));
  saveFile(await looksPage(printedLooks(looks, pictures)), datedName('looks', 'html'));
  return t('saved');
}

type Pictures = ReadonlyMap<string, Blob | undefined>;

/** The addresses of the product pictures that are printed with a look. */
const thumbnailsOf = ({ result, chosen }: Look): string[] =>
  result.garments.flatMap(({ matches }, at) => printed(matches, chosen?.[at])).map(({ product }) => product.imageUrl);

/** One look after the other: as texts, a thousand of them and their products would fill the memory. */
async function* printedLooks(looks: readonly Look[], pictures: Pictures): AsyncGenerator<PrintedLook> {
  for (const look of looks) {
    const texts = new Map<string, string>();
    for (const address of thumbnailsOf(look)) {
      const picture = pictures.get(address);
      if (picture) texts.set(address, await dataUrl(picture));
    }
    const picture = await dataUrl(look.picture);
    yield { look, picture, places: dotPlaces(look.result), thumbnail: (imageUrl) => texts.get(imageUrl) };
  }
}

/** A few at once: a hundred looks show thousands of products, and a shop that is slow holds up only its own. */
async function thumbnails(addresses: ReadonlySet<string>): Promise<Pictures> {
  const pictures = new Map<string, Blob | undefined>();
  const line = addresses.values();
  const work = async (): Promise<void> => {
    for (const address of line) pictures.set(address, await thumbnail(address));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pictures;
}

async function thumbnail(imageUrl: string): Promise<Blob | undefined> {
  if (!imageUrl) return undefined;
  try {
    return await askPicture(imageUrl);
  } catch {
    return undefined; // a shop that is away; its product keeps its words
  }
}

/** Brings the looks of a file in beside those that are there; the same look is replaced, not doubled. */
export async function importFile(file: Blob): Promise<string> {
  const looks = await readLooks(file);
  await saveLooks(looks);
  return plural('looksImported', looks.length);
}
