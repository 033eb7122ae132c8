import { name, picture, type TestPage, wholePage } from './page';

const inner = (number: number): string =>
  wholePage('Frame', `<img src="${picture(number)}" alt="" width="240" height="300">`, {
    head: '<style>body { margin: 0 }</style>',
  });

const bare = (origin: string, number: number): string =>
  `<body style="margin:0"><img src="${origin}${picture(number)}" alt="" width="240" height="300">`;
const quoted = (html: string): string => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
/** A document in a frame in a sandbox. */
const boxed = (html: string): string =>
  `<body style="margin:0"><iframe sandbox srcdoc="${quoted(html)}" style="width:250px;height:310px;border:0"></iframe>`;

/**
 * Frames of this site, of another one, without an address or with one of its own, such a one in a sandbox, also in another
 * sandbox, and one too small for a picture.
 */
export const frames: TestPage = {
  name: 'frames',
  frames: { same: inner(80), other: inner(81), tiny: inner(82) },
  html: ({ here, elsewhere }) =>
    wholePage(
      'Frames',
      `<iframe src="/frame/same"></iframe><iframe src="${elsewhere}/frame/other"></iframe>
<iframe srcdoc='<body style="margin:0"><img src="${here}${picture(83)}" alt="" width="240" height="300">'></iframe>
<iframe sandbox srcdoc='<body style="margin:0"><img src="${here}${picture(85)}" alt="" width="240" height="300">'></iframe>
<iframe sandbox srcdoc="${quoted(boxed(bare(here, 86)))}"></iframe>
<iframe src="data:text/html,${encodeURIComponent(bare(here, 87))}"></iframe><iframe id="blob"></iframe>
<iframe src="/frame/tiny" style="width:150px;height:150px"></iframe>
<img src="${picture(84)}" alt="" width="240" height="300">
<script>document.querySelector('#blob').src = URL.createObjectURL(new Blob([${JSON.stringify(bare(here, 88))}], { type: 'text/html' }));</script>`,
      { head: '<style>iframe { width: 260px; height: 320px; border: 0 }</style>' },
    ),
  async act(page) {
    await page.setViewport({ width: 1300, height: 1000 });
  },
  expected: [80, 81, 83, 84, 85, 86, 87, 88].map((number) => name(number)),
};
