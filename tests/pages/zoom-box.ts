import { expect } from 'vitest';
import { until } from '../e2e/harness';
import { name, picture, type TestPage, wholePage } from './page';
import { rightOn } from './right-on';

const SCRIPT = `<script>
const box = document.querySelector('#box'), image = box.querySelector('img');
let [x, y, scale, from] = [0, 0, 1, undefined];
const draw = () => { image.style.transform = 'translate3d(' + x + 'px,' + y + 'px,0) scale(' + scale + ')'; };
document.querySelector('.small').addEventListener('click', () => { box.hidden = false; });
box.addEventListener('wheel', (event) => { event.preventDefault(); scale = event.deltaY < 0 ? 2.5 : 1; if (scale === 1) x = y = 0; draw(); }, { passive: false });
box.addEventListener('pointerdown', (event) => { from = { x: event.clientX - x, y: event.clientY - y }; box.setPointerCapture(event.pointerId); });
box.addEventListener('pointermove', (event) => { if (from) { x = event.clientX - from.x; y = event.clientY - from.y; draw(); } });
box.addEventListener('pointerup', () => { from = undefined; });
</script>`;

/** A lightbox made by scripts in which a wheel enlarges the picture and a drag moves it. */
export const zoomBox: TestPage = {
  name: 'lightbox that zooms and pans',
  html: () =>
    wholePage(
      'Zoom',
      `<img class="small" src="${picture(221, 240, 300)}" alt=""><div id="box" hidden><img src="${picture(220, 960, 1200)}" alt="" draggable="false"><button>×</button></div>${SCRIPT}`,
      {
        head: `<style>.small { width: 200px } #box { position: fixed; inset: 0; background: #000e; display: grid; place-items: center; overflow: hidden; z-index: 9 } #box[hidden] { display: none }
#box img { height: 90vh; transition: transform .25s; touch-action: none; user-select: none } button { position: absolute; right: 10px; top: 10px; width: 40px; height: 40px }</style>`,
      },
    ),
  expected: [name(221, 240, 300), name(220, 960, 1200)],
  async act(page) {
    // Beside the dots, which would take the click.
    await page.click('.small', { offset: { x: 8, y: 8 } });
    await until('the large one has dots', async () => (await rightOn(page, 220)).length > 1);
  },
  async check(page) {
    const areRight = async (): Promise<boolean> => {
      const seen = await rightOn(page, 220);
      return seen.length > 0 && seen.filter(Boolean).length / seen.length >= 0.8;
    };
    await page.mouse.move(120, 300);
    await page.mouse.wheel({ deltaY: -100 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    await until('dots are enlarged along', areRight);
    await page.mouse.down();
    await page.mouse.move(240, 420, { steps: 5 });
    await page.mouse.up();
    await new Promise((resolve) => setTimeout(resolve, 700));
    await until('dots are moved along', areRight);
    await page.mouse.wheel({ deltaY: 100 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    await until('dots are back', areRight);
    expect((await rightOn(page, 221)).length).toBe(0);
  },
};
