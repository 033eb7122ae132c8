import type { Page } from 'puppeteer';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { ask } from '../browser/ask';
import type { Answer } from '../browser/servers';

/** Scenes of the looks that fill the side panel. */
const SCENES = [
  { seed: 11, title: 'A walk after lunch' },
  { seed: 23, title: 'Opening night' },
  { seed: 35, title: 'Two at the crossing' },
  { seed: 58, title: 'Sunday in the park' },
  { seed: 64, title: 'Late train' },
] as const;

/** The pictures of the looks, by the path a server gives them. */
export async function lookPictures(): Promise<ReadonlyMap<string, Answer>> {
  const pictures = new Map<string, Answer>();
  for (const { seed } of SCENES) {
    const scene = drawScene({ seed, width: 600, height: 800, people: 1, framing: 'full' });
    pictures.set(`/${seed}.jpg`, { body: new Uint8Array(await renderScene(scene)), type: 'image/jpeg' });
  }
  return pictures;
}

/** Shops pictures and saves them as looks, as a person would; `page` is a page of the extension. */
export async function saveLooks(page: Page, origin: string, count: number = SCENES.length): Promise<void> {
  await ask(page, 'ensureEngine');
  for (const { seed, title } of SCENES.slice(0, count)) {
    const source = { kind: 'url', url: `${origin}/${seed}.jpg`, pageUrl: origin } as const;
    const result = await ask(page, 'shop', { id: crypto.randomUUID(), source, options: { top: 6 } });
    const id = crypto.randomUUID();
    await ask(page, 'saveLook', { id, title, pageUrl: `${origin}/`, pageTitle: title, result, source });
  }
}
