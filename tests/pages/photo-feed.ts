import { expect } from 'vitest';
import { name, picture, type TestPage, wholePage } from './page';

const STYLE = `<style>
* { box-sizing: border-box; } body { margin: 0; font: 14px system-ui; background: #fafafa; }
nav { position: sticky; top: 0; z-index: 10; height: 60px; background: #fff; border-bottom: 1px solid #ddd; }
main { width: 470px; margin: 24px auto; } article { margin-bottom: 24px; border: 1px solid #ddd; background: #fff; }
.who img { width: 32px; height: 32px; border-radius: 50%; }
.square { position: relative; width: 100%; padding-bottom: 100%; overflow: hidden; }
.square img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; pointer-events: none; }
.layer { position: absolute; inset: 0; } .heart { position: absolute; inset: 0; opacity: 0; background: #fff; }
dialog { border: 0; padding: 0; width: 600px; height: 700px; } dialog img { width: 100%; height: 100%; object-fit: contain; }
dialog::backdrop { background: #000c; }
</style>`;

const post = (
  number: number,
): string => `<article><div class="who"><img src="${picture(90, 96, 96)}" alt=""> mira.lund</div>
<div class="square"><img src="${picture(number)}" alt="" crossorigin="anonymous"><div class="layer"></div><div class="heart"></div></div>
<p>♡ 211 likes</p></article>`;

const SCRIPT = `<script>
const dialog = document.querySelector('dialog');
document.querySelector('main').addEventListener('click', () => {
  dialog.replaceChildren();
  const image = dialog.appendChild(document.createElement('img'));
  image.src = '${picture(4, 800, 1000)}';
  dialog.addEventListener('click', () => dialog.close(), { once: true });
  dialog.showModal();
});
</script>`;

/** Squares under transparent layers, avatars, a sticky bar, and a lightbox that makes the rest of the page inert. */
export const photoFeed: TestPage = {
  name: 'photo feed',
  html: () =>
    wholePage('Feed', `<nav>Threadly</nav><main>${[1, 2, 3].map(post).join('')}</main><dialog></dialog>${SCRIPT}`, {
      head: STYLE,
    }),
  expected: [name(1), name(2), name(3), name(4, 800, 1000)],
  async act(page) {
    for (const top of [520, 1150]) {
      await page.evaluate((y) => scrollTo(0, y), top);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    }
    await page.evaluate(() => document.querySelector<HTMLElement>('.layer')?.click());
  },
  async check(page) {
    // Dots of the lightbox can be used, do not close it, and those of the feed behind it are gone.
    const seen = await page.evaluate(() => {
      const host = document.querySelector('buy-me-that-look');
      const dots = [...(host?.shadowRoot?.querySelectorAll<HTMLElement>('button.dot:not([hidden])') ?? [])];
      const box = document.querySelector('dialog img')?.getBoundingClientRect();
      const spots = dots.map((dot) => dot.getBoundingClientRect()).map(({ x, y }) => ({ x: x + 16, y: y + 16 }));
      const inside = spots.filter(({ x, y }) => box && x > box.x && y > box.y && x < box.right + 16 && y < box.bottom + 16); // biome-ignore format: one thought
      const [first] = spots;
      const hit = first && document.elementFromPoint(first.x, first.y)?.localName;
      return { dots: dots.length, inside: inside.length, hit, first };
    });
    if (seen.first) await page.mouse.click(seen.first.x, seen.first.y);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const state = {
      ...seen,
      open: await page.evaluate(() => document.querySelector('dialog')?.open),
      popover: (await page.$('>>> .popover')) !== null,
    };
    expect(state).toMatchObject({ inside: state.dots, hit: 'buy-me-that-look', open: true, popover: true });
    expect(state.dots).toBeGreaterThan(0);
  },
};
