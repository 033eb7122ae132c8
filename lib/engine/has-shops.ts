import { sendMessage } from '../messages';
import { askEngine } from './remote';

/** Whether there is any shop: in the catalogue, or still on its way into it. True where that cannot be known. */
export async function hasShops(): Promise<boolean> {
  return await askEngine(() => sendMessage('hasShops', undefined)).catch(() => true);
}
