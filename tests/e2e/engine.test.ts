import { readFile } from 'node:fs/promises';
import type { Page } from 'puppeteer';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { ERROR_NAMES } from '../../lib/errors';
import { ask, askAbout } from '../browser/ask';
import type { Answer, LoopbackServer } from '../browser/servers';
import { badPictures, oddPictures } from './bad-pictures';
import { type Session, startSession, until } from './harness';

const SCENE = drawScene({ seed: 11, width: 640, height: 800, people: 1, framing: 'full' });
const pictures = new Map<string, Answer>();
let session: Session;
let server: LoopbackServer;
let asker: Page;

/** Shops an address of the server and gives the answer or the error's name. */
async function shop(name: string): Promise<number | string> {
  const source = { kind: 'url', url: `${server.origin}/${name}`, pageUrl: `${server.origin}/` } as const;
  try {
    const result = await ask(asker, 'shop', { id: crypto.randomUUID(), source, options: {} });
    return result.garments.length;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

beforeAll(async () => {
  const good = new Uint8Array(await renderScene(SCENE));
  pictures.set('good.jpg', { body: good, type: 'image/jpeg' });
  const small = new Uint8Array(await sharp(good).resize({ width: 320 }).jpeg({ quality: 80 }).toBuffer());
  pictures.set('small.jpg', { body: small, type: 'image/jpeg' });
  pictures.set('pack.zip', { body: await readFile('public/catalog/starter/pack.zip'), type: 'application/zip' });
  for (const set of [await badPictures(good), await oddPictures(good)]) {
    for (const [name, answer] of Object.entries(set)) pictures.set(name, answer);
  }
  session = await startSession();
  server = await session.serve((path) => pictures.get(path.slice(1).split('?')[0] ?? ''));
  asker = await session.open(session.url('manifest.json'));
  await ask(asker, 'ensureEngine');
});

afterAll(async () => session?.close());

describe('the engine in its offscreen document', () => {
  it('finds garments and products in a drawn picture', async () => {
    const result = await askAbout(asker, 'shop', `${server.origin}/good.jpg`);
    expect([result.width, result.height]).toEqual([640, 800]);
    expect(result.persons.length).toBeGreaterThan(0);
    expect(result.garments.length).toBeGreaterThan(0);
    for (const { category, matches } of result.garments) {
      expect(matches.length).toBeGreaterThan(0);
      expect(matches.every(({ product }) => product.category === category)).toBe(true);
      const similarities = matches.map(({ similarity }) => similarity);
      expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    }
  });

  it('runs the trained models on WASM where no graphics adapter is', async () => {
    const info = await ask(asker, 'engineInfo');
    expect(info.backend).toBe('wasm');
    expect(info.models.map(({ name }) => name).sort()).toEqual(['attributes', 'detector', 'embedder']);
  });

  it('refuses bad pictures with a named error and goes on', async () => {
    const names = ['corrupt.jpg', 'truncated.jpg', 'empty.jpg', 'page.jpg', 'huge.png', 'missing.jpg'];
    const answers = await Promise.all(names.map(shop));
    for (const [at, answer] of answers.entries()) {
      expect(answer === 0 || (ERROR_NAMES as readonly unknown[]).includes(answer), `${names[at]}: ${answer}`).toBe(
        true,
      );
    }
    expect(answers.slice(1, 5)).toEqual([
      'PictureUnreadable',
      'PictureUnreadable',
      // A page instead of a picture: whoever shows the picture may hand it over.
      'PictureForbidden',
      'PictureTooLarge',
    ]);
    expect(await shop('good.jpg')).toBeGreaterThan(0);
  });

  it('answers for animated, CMYK and one-pixel pictures', async () => {
    expect(await shop('animated.gif')).toEqual(expect.any(Number));
    expect(await shop('cmyk.jpg')).toBeGreaterThan(0);
    expect([0, 'PictureUnreadable']).toContain(await shop('pixel.png'));
  });

  it('remembers what it saw, by address and in another size, and asks the catalogue anew', async () => {
    const looked = async (): Promise<number | undefined> => {
      const [worker] = (await session.offscreen())?.workers() ?? [];
      return await worker?.evaluate(() => performance.getEntriesByName('detect').at(-1)?.startTime);
    };
    const view = async (name: string) => {
      const source = { kind: 'url', url: `${server.origin}/${name}`, pageUrl: `${server.origin}/` } as const;
      return await ask(asker, 'shop', { id: crypto.randomUUID(), source, options: {} });
    };
    const first = await view('good.jpg?seen');
    const before = await looked();
    const again = await view('good.jpg?seen');
    expect(again).toEqual(first);
    const small = await view('small.jpg');
    expect([small.width, small.height]).toEqual([320, 400]);
    expect(small.garments.map(({ box, matches }) => [box, matches])).toEqual(
      first.garments.map(({ box, matches }) => [box, matches]),
    );
    expect(server.requests.filter(({ url }) => url === '/good.jpg?seen').length).toBe(1);
    await ask(asker, 'removeSource', 'sample');
    const bare = await view('good.jpg?seen');
    expect(bare.garments.length).toBe(first.garments.length);
    expect(bare.garments.flatMap(({ matches }) => matches)).toEqual([]);
    await askAbout(asker, 'importPack', `${server.origin}/pack.zip`);
    expect(await view('small.jpg')).toEqual(small);
    expect(before).toBeGreaterThan(0);
    expect(await looked()).toBe(before);
  });

  it('asks once for a picture that cannot be read', async () => {
    for (let i = 0; i < 3; i += 1) expect(await shop('truncated.jpg?once')).toBe('PictureUnreadable');
    expect(server.requests.filter(({ url }) => url === '/truncated.jpg?once').length).toBe(1);
  });

  it('answers again after the offscreen document was closed', async () => {
    expect(await shop('good.jpg?before')).toBeGreaterThan(0);
    await (await session.offscreen())?.close();
    await until('the offscreen document is gone', async () => (await session.offscreen()) === undefined);
    await ask(asker, 'ensureEngine');
    expect(await shop('good.jpg?after')).toBeGreaterThan(0);
  });

  it('asked for nothing but the pictures, and no console complained', () => {
    const asked = server.requests.map(({ url }) => url.slice(1).split('?')[0] ?? '');
    expect(asked.filter((name) => !pictures.has(name))).toEqual([]);
    // The browser itself notes the one address that answered 404.
    session.expectQuiet(/^Failed to load resource: .*404/);
  });
});
