import { name, picture, type TestPage, wholePage } from './page';

/** As AMP does: the element makes its `<img>` once it is near, and hides its placeholder when that is loaded. */
const SCRIPT = `<script>
customElements.define('x-img', class extends HTMLElement {
  connectedCallback() {
    new IntersectionObserver((seen, watch) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      const image = document.createElement('img');
      Object.assign(image, { alt: this.getAttribute('alt'), decoding: 'async', className: 'fill', srcset: this.getAttribute('srcset') ?? '' });
      image.addEventListener('load', () => this.querySelector('[placeholder]')?.setAttribute('hidden', ''));
      setTimeout(() => { image.src = this.getAttribute('src'); this.append(image); }, 300);
    }).observe(this);
  }
});
const track = document.querySelector('.track');
document.querySelector('#next').addEventListener('click', () => track.scrollBy({ left: 360, behavior: 'smooth' }));
</script>`;

const STYLE = `<style>
x-img { display: block; position: relative; overflow: hidden; width: 100%; height: 100% }
.fill { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; border: 0 }
[placeholder][hidden] { display: none }
.carousel { position: relative; width: 360px; height: 450px; overflow: hidden }
.track { display: flex; height: 100%; overflow-x: auto; scroll-snap-type: x mandatory; scrollbar-width: none }
.slide { flex: none; width: 360px; height: 100%; scroll-snap-align: start }
#next { position: absolute; right: 8px; top: 200px; width: 40px; height: 40px; border-radius: 50%; border: 0; background: #fffb; z-index: 1 }
</style>`;

const slide = (number: number): string =>
  `<div class="slide"><x-img src="${picture(number)}" alt="Look ${number}"><img placeholder class="fill" alt="" src="${picture(number, 24, 30)}"></x-img></div>`;

/** A carousel of AMP: custom elements with a blurred placeholder each; only the slide that is scrolled to is drawn. */
export const amp: TestPage = {
  name: 'carousel of AMP',
  html: () =>
    wholePage(
      'Looks',
      `<h1>Looks</h1><div class="carousel"><div class="track">${[160, 161, 162, 163].map(slide).join('')}</div><button id="next" aria-label="Next">›</button></div>${SCRIPT}`,
      { head: STYLE },
    ),
  // The last two slides are never scrolled to.
  expected: [160, 161].map((number) => name(number)),
  left: 2,
  async act(page) {
    await page.click('#next');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  },
};
