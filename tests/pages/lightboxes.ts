import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { until } from '../e2e/harness';
import { name, picture, type TestPage, wholePage } from './page';

const STYLE = `<style>
.row img { width: 240px; height: 300px; margin: 8px } #box { border: 0; padding: 0; width: 500px; height: 600px }
#box img, #gallery img { width: 100%; height: 100%; object-fit: contain } #gallery { width: 300px; height: 200px }
#gallery:not(:fullscreen) img { display: none } .frame { overflow: hidden; width: 60px; height: 40px }
</style>`;

const SCRIPT = `<script>
document.querySelector('#whole').addEventListener('click', () => document.querySelector('#gallery').requestFullscreen());
</script>`;

/** Where the dots in view lie by what is under them, and whether a click reaches them through the top layer. */
async function stateOf(page: Page, selector: string): Promise<{ dots: number; inside: number; hit: number }> {
  return await page.evaluate((wanted) => {
    const box = document.querySelector(wanted)?.getBoundingClientRect();
    const root = document.querySelector('buy-me-that-look')?.shadowRoot;
    const spots = [...(root?.querySelectorAll('button.dot:not([hidden])') ?? [])].map((dot) => {
      const { x, y } = dot.getBoundingClientRect();
      return { x: x + 16, y: y + 16 };
    });
    const inside = spots.filter(({ x, y }) => box && x > box.left && x < box.right && y > box.top && y < box.bottom);
    const hit = inside.filter(({ x, y }) => document.elementFromPoint(x, y)?.localName === 'buy-me-that-look');
    return { dots: spots.length, inside: inside.length, hit: hit.length };
  }, selector);
}

async function dotsComeAlong(page: Page, selector: string): Promise<void> {
  // Garments of the drawn person: the picture has its dots, and those behind it are gone or can be used no more.
  const all = await until(`dots lie on ${selector}`, async () => {
    const state = await stateOf(page, selector);
    return state.inside >= 2 && state.hit === state.inside && state;
  });
  expect(all.hit).toBe(all.inside);
}

/** Lightboxes in the top layer out of a small box that clips: an element with `popover`, and one that fills the screen. */
export const lightboxes: TestPage = {
  name: 'popover and full screen',
  html: () =>
    wholePage(
      'Gallery',
      `<div class="row"><img src="${picture(170)}" alt=""></div><button popovertarget="box">Larger</button><button id="whole">Whole screen</button>
<div class="frame"><div id="box" popover><img src="${picture(171, 800, 1000)}" alt=""></div>
<div id="gallery"><img src="${picture(172, 800, 1000)}" alt=""></div></div>${SCRIPT}`,
      { head: STYLE },
    ),
  expected: [name(170), name(171, 800, 1000), name(172, 800, 1000)],
  left: 3,
  async act(page) {
    await page.click('[popovertarget]');
    await dotsComeAlong(page, '#box img');
    await page.keyboard.press('Escape');
    await until('the popover is closed', () => page.evaluate(() => !document.querySelector('#box:popover-open')));
    await page.click('#whole');
    await dotsComeAlong(page, '#gallery img');
  },
};

const ENLARGE = `<script>
const small = document.querySelector('#small');
small.addEventListener('click', () => {
  const large = document.body.appendChild(small.cloneNode());
  large.id = 'large';
  small.style.visibility = 'hidden';
  large.addEventListener('click', () => { large.remove(); small.style.visibility = ''; });
});
</script>`;

/** A picture that a click enlarges: the same file in an element over the small one, which is hidden meanwhile. */
export const enlarged: TestPage = {
  name: 'the same picture enlarged',
  html: () =>
    wholePage('Zoom', `<img id="small" src="${picture(173)}" alt="">${ENLARGE}`, {
      head: '<style>#small { width: 240px; height: 300px } #large { position: fixed; left: 230px; top: 10px; height: 560px }</style>',
    }),
  expected: [name(173)],
  async act(page) {
    await page.click('#small');
    await dotsComeAlong(page, '#large');
    await page.click('#large');
    await dotsComeAlong(page, '#small');
  },
};
