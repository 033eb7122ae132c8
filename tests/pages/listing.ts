import { name, type TestPage, wholePage } from './page';

const SCRIPT = `<script>
const rows = [...document.querySelectorAll('.row')];
const show = (first) => rows.forEach((row, at) => {
  row.style.top = (first + at) * 460 + 'px';
  row.querySelector('img').src = '/pictures/' + (30 + first + at) + '-320x400.jpg';
});
show(0);
document.querySelector('.list').addEventListener('scroll', ({ target }) => show(Math.floor(target.scrollTop / 460)));
</script>`;
const row = '<div class="row"><a href="#"><img alt="" width="320" height="400"></a><b>Coat</b> 80 €</div>';

/** A list in a box that scrolls and uses its two rows again and again for other products. */
export const listing: TestPage = {
  name: 'shop listing with recycled rows',
  html: () =>
    wholePage('Coats', `<div class="list"><div class="all">${row}${row}</div></div>${SCRIPT}`, {
      head: `<style>.list { height: 470px; overflow: auto; width: 500px } .all { position: relative; height: 1840px }
.row { position: absolute; left: 0; height: 450px }</style>`,
    }),
  expected: [30, 31, 32].map((number) => name(number, 320, 400)),
  left: 2,
  async act(page) {
    await page.evaluate(() => document.querySelector('.list')?.scrollTo(0, 460));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await page.evaluate(() => document.querySelector('.list')?.scrollTo(0, 470));
  },
};
