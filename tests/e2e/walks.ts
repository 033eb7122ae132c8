import type { Page } from 'puppeteer';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import type { Route } from '../browser/servers';
import { lookPictures } from '../shots/looks';

/** Size of a walk, pixels; a page gives its image the same. */
export const WALK = { width: 480, height: 600 } as const;

/** A drawn picture of one whole person, as JPEG; every seed wears something else. */
export async function walk(seed: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await renderScene(drawScene({ seed, ...WALK, people: 1, framing: 'full' })));
}

/** Answers `/walk-<seed>.jpg`, the pictures of the saved looks and the pages given. */
export async function serveWalks(pages: Readonly<Record<string, string>> = {}): Promise<Route> {
  const pictures = await lookPictures();
  return async (path) => {
    const html = pages[path];
    if (html) return { body: html, type: 'text/html; charset=utf-8' };
    const seed = /^\/walk-(\d+)\.jpg$/.exec(path)?.[1];
    return seed ? { body: await walk(Number(seed)), type: 'image/jpeg' } : pictures.get(path);
  };
}

/** The text of all elements a selector finds, line by line. */
export function textOf(page: Page, selector: string): Promise<string> {
  return page.$$eval(selector, (found) => found.map(({ textContent }) => textContent).join('\n'));
}
