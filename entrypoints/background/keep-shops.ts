import { browser } from 'wxt/browser';
import { ensureOffscreen } from '../../lib/engine/offscreen-document';
import { onMessage, sendMessage } from '../../lib/messages';

const ALARM = 'shops';
const KEPT = 'keepShops';
/** Which shops are due is the engine's to say: a computer that sleeps at noon still gets its day's look. */
const EVERY_MINUTES = 60;

/** Lets the engine go on with shops after a start, and look at them daily; does nothing until there is a shop. */
export function keepShopsFresh(): void {
  onMessage('keepShopsFresh', async () => {
    await browser.storage.local.set({ [KEPT]: true });
    await browser.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES });
  });
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void wake();
  });
  browser.runtime.onStartup.addListener(() => void wake());
  browser.runtime.onInstalled.addListener(() => void wake());
}

async function wake(): Promise<void> {
  if (!(await browser.storage.local.get(KEPT))[KEPT]) return;
  try {
    await ensureOffscreen();
    if ((await sendMessage('resumeShops', undefined)) > 0) {
      // Alarms may not survive a restart of the browser.
      if (!(await browser.alarms.get(ALARM))) await browser.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES });
      return;
    }
    await browser.storage.local.remove(KEPT);
    await browser.alarms.clear(ALARM);
  } catch (error) {
    console.warn('Shops could not be taken up', error);
  }
}
