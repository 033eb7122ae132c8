import { browser } from 'wxt/browser';
import type { MatchTasks } from '../../components/match-list';
import { hasShops } from '../../lib/engine/has-shops';
import { loadPicture } from '../../lib/engine/product-pictures';
import { askEngine } from '../../lib/engine/remote';
import { sendMessage } from '../../lib/messages';

const TOP = 12;

/** How the side panel's lists of matches get pictures, more like a product, and a shop. */
export const MATCH_TASKS: MatchTasks = {
  loadPicture,
  onMore: async ({ id, gender }) => {
    // What resembles a dress for women is looked for among what is made for them.
    const wanted = gender === 'women' || gender === 'men' ? gender : 'off';
    const asked = { productId: id, gender: wanted, top: TOP } as const;
    return await askEngine(() => sendMessage('likeProduct', asked)).catch(() => undefined);
  },
  hasShops,
  onAddShop: () => void browser.runtime.openOptionsPage(),
};
