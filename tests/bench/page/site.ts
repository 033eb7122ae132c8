import { drawScene, renderScene } from '../../../catalog/draw/scene';
import type { Route } from '../../browser/servers';
import { feedPage } from '../../demo/feed-page';

/** Pictures on the endless page. */
export const PICTURES = 1_000;
/** Drawn once; the endless page shows them again and again under other addresses. */
const DRAWN = 24;
const SIDE = 640;

const STYLE = `body { margin: 0; font: 15px/1.5 system-ui; background: #fafafa }
main { width: 560px; margin: auto } article { margin: 0 0 24px; background: #fff; border: 1px solid #ddd }
article img { display: block; width: 100%; height: 560px; object-fit: cover } p { margin: 10px 14px }`;

/** Cards come as the end comes near and stay; the reader scrolls steadily, and turns round at both ends. */
const SCRIPT = `
const main = document.querySelector('main'), end = document.querySelector('#end');
let count = 0;
function add() {
  const card = document.createElement('article'), image = document.createElement('img'), text = document.createElement('p');
  image.alt = ''; image.loading = 'lazy'; image.src = '/pictures/' + count % ${DRAWN} + '?card=' + count;
  text.textContent = 'Card ' + count++ + ': some words below a picture.';
  card.append(image, text); main.append(card);
}
for (let i = 0; i < 16; i++) add(); // the end is never in view, where cards before it would shift it
new IntersectionObserver((seen) => {
  for (let i = 0; i < 8 && seen.some((one) => one.isIntersecting) && count < ${PICTURES}; i++) add();
}, { rootMargin: '2000px' }).observe(end);
globalThis.shift = 0;
new PerformanceObserver((list) => { for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shift += value; })
  .observe({ type: 'layout-shift', buffered: true });
let drawn = 0;
globalThis.framesDrawn = () => { const since = drawn; drawn = 0; return since; };
let way = 1, last = 0, go = false;
globalThis.scrollOn = (on) => { go = on; last = 0; if (on) requestAnimationFrame(step); };
function step(now) {
  if (!go) return;
  drawn++;
  if (last) scrollBy(0, way * Math.min(100, now - last) * 0.9);
  last = now;
  if (scrollY + innerHeight > document.body.scrollHeight - 5 && count >= ${PICTURES}) way = -1;
  if (scrollY < 5) way = 1;
  requestAnimationFrame(step);
}`;

const ENDLESS = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Endless</title><style>${STYLE}</style></head>
<body><main></main><p id="end">…</p><script>${SCRIPT}</script></body></html>`;

/** Draws the pictures, then serves the endless page at `/`, a photo feed at `/feed`, and pictures for both. */
export async function benchSite(): Promise<Route> {
  const drawn: Uint8Array[] = [];
  for (let seed = 0; seed < DRAWN; seed++) {
    const scene = drawScene({ seed: 4_100 + seed, width: SIDE, height: SIDE, people: 1, framing: 'full' });
    drawn.push(new Uint8Array(await renderScene(scene)));
  }
  return (path) => {
    if (path === '/') return { body: ENDLESS, type: 'text/html; charset=utf-8' };
    if (path === '/feed') return { body: feedPage(), type: 'text/html; charset=utf-8' };
    const at = /^\/pictures\/(?:square-)?(\d+)/.exec(path)?.[1];
    const body = at === undefined ? undefined : drawn[Number(at) % DRAWN];
    return body && { body, type: 'image/jpeg' };
  };
}
