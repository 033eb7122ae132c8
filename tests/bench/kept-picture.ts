import type { Page } from 'puppeteer';
import type { ShopResult } from '../../lib/types';

/** Encoded bytes go with every request, as a blob: what was seen at an address would be remembered. */
export async function keepPicture(asker: Page, address: string): Promise<void> {
  await asker.evaluate(async (url) => {
    Object.assign(globalThis, { kept: await (await fetch(url)).blob() });
  }, address);
}

/** Shops the kept picture; milliseconds as the asking page measures them. Throws when the engine does not answer. */
export async function shopKept(asker: Page): Promise<{ milliseconds: number; result: ShopResult }> {
  const { milliseconds, answer } = await asker.evaluate(async () => {
    const { kept: blob } = globalThis as unknown as { kept: Blob };
    const data = { id: crypto.randomUUID(), source: { kind: 'blob', blob, pageUrl: 'http://bench/' }, options: {} };
    const start = performance.now();
    const reply = await chrome.runtime.sendMessage({ id: 1, type: 'shop', data, timestamp: Date.now() });
    return {
      milliseconds: performance.now() - start,
      answer: reply as { res?: ShopResult; err?: { message: string } },
    };
  });
  if (!answer?.res) throw new Error(`The engine did not answer: ${answer?.err?.message ?? 'no response'}`);
  return { milliseconds, result: answer.res };
}
