import type { PageText } from '../../lib/messages';
import { productText } from '../../lib/page/product-text';
import { request } from '../../lib/request';

const PATIENCE_MS = 15_000;
const PAUSE_MS = 250;
const LONGEST = 10_000_000;

/** Product pages of the same site that a listing only names, one after the other; what does not answer is left out. */
export async function pagesOf(addresses: readonly string[], signal: AbortSignal): Promise<PageText[]> {
  const pages: PageText[] = [];
  for (const url of addresses) {
    if (signal.aborted) break;
    if (new URL(url).origin !== location.origin) continue;
    const late = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const answer = await request(url, 'shop', { signal: late }).catch(() => null);
    const html = answer?.ok
      ? await answer.blob().then(
          (body) => body.text(),
          () => '',
        )
      : '';
    // An inert document: nothing of it is run or loaded.
    if (html && html.length <= LONGEST) {
      pages.push({ url, html: productText(new DOMParser().parseFromString(html, 'text/html')) });
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return pages;
}
