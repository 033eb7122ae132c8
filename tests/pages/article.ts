import { expect } from 'vitest';
import { until } from '../e2e/harness';
import { name, picture, type TestPage, wholePage } from './page';
import { rightOn } from './right-on';

const GREY = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='480' height='600'/%3E";
const figure = (number: number): string =>
  `<section><p></p><figure><picture><source type="image/jpeg" data-srcset="${picture(number, 240, 300)} 240w, ${picture(number, 720, 900)} 720w" sizes="360px">
<img class="lazy" src="${GREY}" alt="" width="480" height="600"></picture><figcaption>Somebody walks</figcaption></figure><p></p></section>`;
const SCRIPT = `<script>
const eye = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    const source = target.parentElement.querySelector('source');
    source.srcset = source.dataset.srcset;
    target.addEventListener('load', () => target.classList.remove('lazy'), { once: true });
    eye.unobserve(target);
  }
});
for (const image of document.querySelectorAll('img.lazy')) eye.observe(image);
</script>`;

/** An article: sections that are laid out only near the view, pictures that come then, blurred until they are there. */
export const article: TestPage = {
  name: 'article with skipped sections and pictures that come late',
  html: () =>
    wholePage('Article', `<header>The Thread</header><main>${[210, 211, 212].map(figure).join('')}</main>${SCRIPT}`, {
      head: `<style>body { margin: 0 } header { position: sticky; top: 0; height: 50px; background: #fff; z-index: 3 } main { width: 420px; margin: auto }
section { content-visibility: auto; contain-intrinsic-size: auto 600px } section p { height: 260px; margin: 0 } figure { margin: 0 0 30px } figcaption { height: 40px }
img { width: 360px; height: auto; transition: filter .3s } .lazy { filter: blur(20px) }</style>`,
    }),
  expected: [210, 211, 212].map((number) => name(number, 720, 900)),
  async act(page) {
    for (const at of [0, 1, 2]) {
      await page.evaluate((index) => {
        const figure = document.querySelectorAll('figure')[index];
        figure?.scrollIntoView({ block: 'center' });
      }, at);
      await until('the picture has dots', async () => (await rightOn(page, 210 + at)).length > 1);
    }
  },
  async check(page) {
    const all: boolean[] = [];
    for (const number of [212, 211, 210]) {
      await page.evaluate((at) => {
        document.querySelectorAll('figure')[at]?.scrollIntoView({ block: 'center' });
      }, number - 210);
      await new Promise((resolve) => setTimeout(resolve, 900));
      const seen = await until('dots lie on the picture', () => rightOn(page, number));
      expect(seen.filter(Boolean).length).toBeGreaterThan(1);
      all.push(...seen);
    }
    // Ten dots or so: the detector may invent one of them, as on other pages.
    expect(all.filter(Boolean).length / all.length).toBeGreaterThanOrEqual(0.8);
  },
};
