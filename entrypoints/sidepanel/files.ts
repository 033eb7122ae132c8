import { datedName, saveFile } from '../../components/save-file';
import { askEngine } from '../../lib/engine/remote';
import { looksPage, printed } from '../../lib/looks-page';
import { sendMessage } from '../../lib/messages';
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
  const shown = looks.flatMap(({ result, chosen }) =>
    result.garments.flatMap(({ matches }, at) => printed(matches, chosen?.[at])),
  );
  const pictures = await thumbnails(new Set(shown.map(({ product }) => product.imageUrl)));
  const pages = looks.map(async (look) => ({
    look,
    picture: await dataUrl(look.picture),
    places: dotPlaces(look.result),
    thumbnail: (imageUrl: string) => pictures.get(imageUrl),
  }));
  saveFile(new Blob([looksPage(await Promise.all(pages))], { type: 'text/html' }), datedName('looks', 'html'));
  return t('saved');
}

/** A few at once: a hundred looks show thousands of products, and a shop that is slow holds up only its own. */
async function thumbnails(addresses: ReadonlySet<string>): Promise<ReadonlyMap<string, string | undefined>> {
  const pictures = new Map<string, string | undefined>();
  const line = addresses.values();
  const work = async (): Promise<void> => {
    for (const address of line) pictures.set(address, await thumbnail(address));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pictures;
}

async function thumbnail(imageUrl: string): Promise<string | undefined> {
  if (!imageUrl) return undefined;
  try {
    return await dataUrl(await askEngine(() => sendMessage('thumbnail', imageUrl)));
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
