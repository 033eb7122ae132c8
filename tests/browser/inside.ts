import type { CDPSession, Page, Protocol } from 'puppeteer';

/** An element of the overlay: its box in the viewport, its words, and whether it can be seen. */
export interface Inside {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly shown: boolean;
}

const STEP_MS = 100;
/** Each page's session stays: when one is detached, Chromium ends what the page emulates, as being offline. */
const sessions = new WeakMap<Page, CDPSession>();

async function sessionOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? (await page.createCDPSession());
  sessions.set(page, session);
  return session;
}

/** Elements in the overlay's shadow root, which is closed in the extension as it is shipped: only the protocol sees in. */
export async function inside(page: Page, selector: string): Promise<Inside[]> {
  try {
    return (await look(page, selector)) ?? [];
  } catch {
    return []; // The page went on meanwhile.
  }
}

/** The same; undefined where there is no overlay. Rejects where the page goes on meanwhile. */
async function look(page: Page, selector: string): Promise<Inside[] | undefined> {
  const tab = await sessionOf(page);
  const { root } = await tab.send('DOM.getDocument', { depth: -1, pierce: true });
  const within = overlayIn(root)?.shadowRoots?.[0];
  if (!within) return undefined;
  const { nodeIds } = await tab.send('DOM.querySelectorAll', { nodeId: within.nodeId, selector });
  return (await Promise.all(nodeIds.map((nodeId) => described(tab, nodeId)))).filter((one) => one !== undefined);
}

/** Waits until such elements can be seen; throws an Error that says so when none appears in time. */
export async function waitInside(page: Page, selector: string, timeout: number): Promise<Inside[]> {
  for (const end = Date.now() + timeout; Date.now() < end; ) {
    const seen = (await inside(page, selector)).filter(({ shown }) => shown);
    if (seen.length > 0) return seen;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  const seconds = Math.round(timeout / 1000);
  throw new Error(
    `No ${selector} appeared in the overlay of ${page.url()} within ${seconds} seconds: ${await state(page)}.`,
  );
}

/** What there is instead, for whoever reads why a test failed. */
async function state(page: Page): Promise<string> {
  try {
    const found = await look(page, '.dot, .notice');
    const words = found?.map(({ text, shown }) => `${shown ? '' : 'hidden '}"${text.trim()}"`).join(', ');
    const seen = await page.evaluate(() => `${document.visibilityState}${document.hasFocus() ? ', focused' : ''}`);
    return `${words === undefined ? 'no overlay' : `an overlay with ${words || 'nothing'}`} in a page that is ${seen}`;
  } catch (error) {
    return String(error);
  }
}

function overlayIn(node: Protocol.DOM.Node): Protocol.DOM.Node | undefined {
  if (node.localName === 'buy-me-that-look') return node;
  for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) {
    const found = overlayIn(child);
    if (found) return found;
  }
  return undefined;
}

async function described(tab: CDPSession, nodeId: number): Promise<Inside | undefined> {
  const { object } = await tab.send('DOM.resolveNode', { nodeId });
  const { result } = await tab.send('Runtime.callFunctionOn', {
    ...(object.objectId ? { objectId: object.objectId } : {}),
    functionDeclaration: `function () {
      const { x, y, width, height } = this.getBoundingClientRect();
      return { x, y, width, height, text: this.textContent, shown: this.checkVisibility() };
    }`,
    returnByValue: true,
  });
  return result.value as Inside | undefined;
}
