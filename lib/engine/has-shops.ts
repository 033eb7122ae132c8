import { sendMessage } from '../messages';
import { askEngine } from './remote';

/** Whether there is any shop: in the catalogue, or still on its way into it. True where that cannot be known. */
export async function hasShops(): Promise<boolean> {
  try {
    if ((await askEngine(() => sendMessage('listSources', undefined))).length > 0) return true;
    return (await askEngine(() => sendMessage('listShops', undefined))).length > 0;
  } catch {
    return true;
  }
}
