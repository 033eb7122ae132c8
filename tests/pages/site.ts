import { renderScene } from '../../catalog/draw/scene';
import type { Route } from '../browser/servers';
import type { Origins, TestPage } from './page';
import { sceneOf } from './scene';

const drawn = new Map<string, Promise<Uint8Array>>();

async function pixels(number: number, width: number, height: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const whole = await renderScene(sceneOf(number));
  if (width === 480 && height === 600) return new Uint8Array(whole);
  return new Uint8Array(await sharp(whole).resize(width, height, { fit: 'cover' }).jpeg().toBuffer());
}

/** Serves one page at `/`, `/page/…`, its frames at `/frame/…` and drawn pictures at `/pictures/<number>-<w>x<h>.jpg`. */
export function siteOf(current: () => TestPage, origins: () => Origins): Route {
  return async (path) => {
    const type = 'text/html; charset=utf-8';
    const page = current();
    if (path === '/' || path.startsWith('/page/'))
      return { body: page.html(origins()), type, headers: page.headers ?? {} };
    const frame = page.frames?.[path.replace('/frame/', '')];
    if (frame) return { body: frame, type };
    const [, number, width, height] = /^\/pictures\/(\d+)-(\d+)x(\d+)\.jpg$/.exec(path) ?? [];
    if (!number) return undefined;
    const bytes = drawn.get(path) ?? pixels(Number(number), Number(width), Number(height));
    drawn.set(path, bytes);
    return { body: await bytes, type: 'image/jpeg', headers: { 'access-control-allow-origin': '*' } };
  };
}
