import { drawScene, renderScene } from '../catalog/draw/scene';
import { launch } from './browser/launch';
import { serve } from './browser/servers';
const wait = (ms: number) => new Promise((r) => setTimeout(r, ms));
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Two walks</title>
</head><body><img src="/first.jpg" alt="" width="360" height="450"> <img id="second" src="/second.jpg" alt="" width="360" height="450">
</body></html>`;
const pictures = new Map<string, any>();
for (const [path, seed] of Object.entries({ '/first.jpg': 11, '/second.jpg': 12 })) {
  const scene = drawScene({ seed, width: 480, height: 600, people: 1, framing: 'full' });
  pictures.set(path, { body: new Uint8Array(await renderScene(scene)), type: 'image/jpeg' });
}
const server = await serve((path) => (path === '/' ? { body: PAGE, type: 'text/html; charset=utf-8' } : pictures.get(path)));
const { browser, extensionId } = await launch({ build: 'shipped', headless: true });
const page = await browser.newPage();
page.on('console', (m) => console.log('CONSOLE', m.text()));
page.on('pageerror', (m) => console.log('ERR', m));
await page.goto(server.origin);
await wait(1000);
await page.bringToFront();
const t = Date.now();
await (await browser.extensions()).get(extensionId)!.triggerAction(page);
for (let i = 0; i < 20; i++) {
  await wait(1500);
  console.log(Date.now() - t, await page.evaluate(() => document.querySelector('buy-me-that-look')?.shadowRoot?.innerHTML.slice(0, 600)));
}
await browser.close();
process.exit(0);
