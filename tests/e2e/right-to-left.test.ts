import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POPOVER, waitForDots } from '../browser/overlay';
import { speaking } from '../shots/build';
import { lookPictures, saveLooks } from '../shots/looks';
import { PATIENCE, type Session, startSession, WARM_UP, warmEngine } from './harness';
import { serveWalks } from './walks';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>A walk</title></head>
<body style="margin:0 0 0 420px"><img src="/walk-11.jpg" alt="A walk" width="480" height="600"></body></html>`;

let build: Awaited<ReturnType<typeof speaking>>;
let session: Session;

beforeAll(async () => {
  build = await speaking('ar');
  session = await startSession('allsites', [], build.dir);
  await warmEngine(session);
}, WARM_UP);
afterAll(async () => {
  await session?.close();
  await build?.remove();
});

describe('from right to left', () => {
  it('the popover’s heading and the names on its cards stand as far from their edge as what is below them', async () => {
    const server = await session.serve(await serveWalks({ '/': PAGE }));
    const page = await session.open(server.origin);
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
    await (await page.$('>>> button.dot'))?.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${POPOVER}.placed`, { visible: true, timeout: PATIENCE });
    const edges = await page.$eval(POPOVER, (popover) => {
      const right = (selector: string) => popover.querySelector(selector)?.getBoundingClientRect().right;
      const range = document.createRange();
      range.selectNodeContents(popover.querySelector('.card .name') ?? popover);
      const card = {
        name: range.getBoundingClientRect().right,
        brand: right('.card .brand bdi'),
        facts: right('.card .facts'),
      };
      return { heading: right('h2'), save: right('footer .button'), ...card };
    });
    expect(edges.heading).toBe(edges.save);
    expect(edges.name).toBeCloseTo(edges.facts ?? 0, 0);
    expect(edges.brand).toBeCloseTo(edges.facts ?? 0, 0);
    await page.close();
  });

  it('a long title of the other direction is cut at its end, on the screen’s side', async () => {
    const pictures = await lookPictures();
    const server = await session.serve((path) => pictures.get(path));
    const page = await session.open(session.url('sidepanel.html'));
    await page.setViewport({ width: 320, height: 600 });
    await saveLooks(page, server.origin, 1);
    await page.waitForSelector('.look strong', { timeout: PATIENCE });
    const edges = await page.$eval('.look strong', (title) => {
      const range = document.createRange();
      const places = (words: string) => {
        title.textContent = words;
        const text = title.firstChild ?? title;
        range.setStart(text, 0);
        range.setEnd(text, 1);
        const first = range.getBoundingClientRect().left;
        range.selectNodeContents(title);
        return { first, right: range.getBoundingClientRect().right };
      };
      const { left, right } = title.getBoundingClientRect();
      return { left, right, short: places('Walk'), long: places('A walk after lunch '.repeat(9)) };
    });
    expect(edges.short.right).toBeCloseTo(edges.right, 0);
    expect(edges.long.first).toBeCloseTo(edges.left, 0);
    await page.close();
  });
});
