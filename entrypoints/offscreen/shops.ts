import type { Keeper } from '../../lib/engine/keeper';
import { onMessage, sendMessage } from '../../lib/messages';
import { onOwnMessage } from './own';

/** Restarts of a crashed worker in a row before shops wait for the next hour. */
const RESTARTS = 5;
const REST_MS = 2_000;

/** Answers what concerns shops and keeps the worker at them: a worker without a call would be ended as idle. */
export function answerShops(keeper: Keeper): void {
  let working = false;
  const work = async (): Promise<void> => {
    if (working) return void (await keeper.call('workOnShops').catch(() => undefined));
    working = true;
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      try {
        await keeper.call('workOnShops');
        break;
      } catch {
        // The worker crashed, maybe for a page's picture; what shops did is in the database.
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
      }
    }
    working = false;
  };
  onOwnMessage('probeShop', ({ data }) => keeper.call('probeShop', data));
  onOwnMessage('listShops', () => keeper.call('listShops'));
  onOwnMessage('rejectedOfShop', ({ data }) => keeper.call('rejectedOfShop', data));
  onOwnMessage('addShop', async ({ data: { name, spec } }) => {
    await keeper.call('addShop', name, spec);
    await sendMessage('keepShopsFresh', undefined);
    void work();
  });
  onMessage('readPages', ({ data }) => keeper.call('readPages', data));
  onMessage('addPages', async ({ data: { pages, pictures } }) => {
    await sendMessage('keepShopsFresh', undefined);
    const added = await keeper.call('addPages', pages, pictures);
    void work();
    return added;
  });
  onOwnMessage('pauseShop', async ({ data: { id, paused } }) => {
    await keeper.call('pauseShop', id, paused);
    if (!paused) void work();
  });
  onOwnMessage('refreshShop', async ({ data }) => {
    await keeper.call('refreshShop', data);
    void work();
  });
  onOwnMessage('resumeShops', async () => {
    const shops = await keeper.call('dueShops');
    if (shops > 0) void work();
    return shops;
  });
}
