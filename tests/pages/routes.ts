import { expect } from 'vitest';
import { name, picture, type TestPage, wholePage } from './page';

const SCRIPT = `<script>
const app = document.querySelector('#app');
const show = (number) => {
  const view = document.createElement('section');
  const image = view.appendChild(document.createElement('img'));
  Object.assign(image, { src: '/pictures/' + number + '-480x600.jpg', width: 480, height: 600, alt: '' });
  app.replaceChildren(view);
};
addEventListener('popstate', () => show(50));
document.querySelector('a').addEventListener('click', (event) => {
  event.preventDefault();
  history.pushState({}, '', '/page/again');
  show(51);
});
show(50);
</script>`;

/** An application of one page: another route takes everything away and shows something else. */
export const routes: TestPage = {
  name: 'single-page application',
  html: () => wholePage('App', `<nav><a href="/page/again">Again</a></nav><main id="app"></main>${SCRIPT}`),
  expected: [name(50), name(51)],
  left: 1,
  async act(page) {
    await page.click('a');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    // Back again: the picture is known, so the engine need not read it a second time.
    await page.evaluate(() => history.back());
  },
  async check(page) {
    expect(await page.$eval('img', (image) => image.getAttribute('src'))).toBe(picture(50));
  },
};
