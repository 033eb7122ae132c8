import { picture, type TestPage, wholePage } from './page';

const SCRIPT = `<script type="module">
const load = async (number) => await createImageBitmap(await (await fetch('/pictures/' + number + '-480x600.jpg')).blob());
const draw = async (id, number) => document.querySelector(id).getContext('2d').drawImage(await load(number), 0, 0);
setTimeout(() => draw('#canvas', 120), 4000);
document.querySelector('#blob').src = URL.createObjectURL(await (await fetch('${picture(121)}')).blob());
const reader = new FileReader();
reader.onload = () => { document.querySelector('#data').src = reader.result; };
reader.readAsDataURL(await (await fetch('${picture(122)}')).blob());
const stage = new OffscreenCanvas(480, 600), film = document.createElement('canvas');
Object.assign(film, { width: 480, height: 600 });
const video = document.querySelector('video');
video.srcObject = film.captureStream(10);
const still = await load(123);
const painting = setInterval(() => film.getContext('2d').drawImage(still, 0, 0), 50);
await video.play();
setTimeout(() => { video.pause(); clearInterval(painting); }, 1200);
</script>`;

/** Pictures without an address on the net: a canvas drawn late, `blob:`, `data:`, and a video that is paused. */
export const pixels: TestPage = {
  name: 'canvas, blob, data and a paused video',
  html: () =>
    wholePage(
      'Pixels',
      `<canvas id="canvas" width="480" height="600"></canvas><img id="blob" alt=""><img id="data" alt=""><video muted playsinline></video>${SCRIPT}`,
      { head: '<style>canvas, img, video { width: 240px; height: 300px }</style>' },
    ),
  expected: [],
  unaddressed: 4,
};
