import { name, picture, type TestPage, wholePage } from './page';

const SCRIPT = `<script>
customElements.define('x-carousel', class extends HTMLElement {
  connectedCallback() {
    this.querySelector('button').addEventListener('click', () => { this.querySelector('.track').style.translate = '-320px'; });
  }
});
document.querySelector('#fade').addEventListener('click', () => {
  document.querySelector('#top').style.opacity = 0;
});
</script>`;

/** Slides of which one is in view, and a stack of slides that fade into each other. */
export const carousel: TestPage = {
  name: 'carousels',
  html: () =>
    wholePage(
      'Slides',
      `<x-carousel><div class="window"><div class="track"><img src="${picture(40)}" alt=""><img src="${picture(41)}" alt=""></div></div>
<button>Next</button></x-carousel>
<div class="stack"><img src="${picture(42)}" alt=""><img id="top" src="${picture(43)}" alt=""></div><button id="fade">Next</button>${SCRIPT}`,
      {
        head: `<style>.window { width: 320px; height: 400px; overflow: hidden } .track { display: flex; width: 640px; transition: translate .3s }
img { width: 320px; height: 400px } .stack { position: absolute; left: 400px; top: 8px; width: 320px; height: 400px } .stack img { position: absolute; transition: opacity .3s }
#fade { position: absolute; left: 400px; top: 420px }</style>`,
      },
    ),
  expected: [40, 41, 42, 43].map((number) => name(number)),
  async act(page) {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await page.click('x-carousel button');
    await page.click('#fade');
  },
};
