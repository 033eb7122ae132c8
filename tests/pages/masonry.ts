import { name, type TestPage, wholePage } from './page';

const SCRIPT = `<script>
const wall = document.querySelector('main');
let next = 20;
function add(count) {
  for (let i = 0; i < count; i++, next++) {
    const tile = document.createElement('div'), at = next - 20;
    tile.className = 'tile';
    tile.style.transform = 'translate(' + (at % 3) * 300 + 'px,' + Math.floor(at / 3) * 420 + 'px)';
    const image = tile.appendChild(document.createElement('img'));
    image.dataset.src = '/pictures/' + next + '-280x400.jpg';
    image.alt = '';
    new IntersectionObserver((seen, self) => {
      if (seen.some((one) => one.isIntersecting)) image.src = image.dataset.src, self.disconnect();
    }).observe(image);
    wall.append(tile);
  }
}
add(3);
addEventListener('scroll', () => { if (next < 26 && scrollY > 50) { wall.style.height = '900px'; add(3); } });
</script>`;

/** Tiles placed by transforms, filled as they come into view, more of them by scrolling. */
export const masonry: TestPage = {
  name: 'masonry',
  html: () =>
    wholePage('Wall', `<h1>Wall</h1><main></main><p style="height:900px"></p>${SCRIPT}`, {
      head: `<style>main { position: relative; height: 430px } .tile { position: absolute; width: 280px; height: 400px; contain: strict }
img { width: 100%; height: 100% }</style>`,
    }),
  expected: [20, 21, 22, 23, 24, 25].map((number) => name(number, 280, 400)),
  async act(page) {
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await page.evaluate(() => scrollTo(0, 420));
  },
};
