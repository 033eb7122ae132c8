import { name, picture, type TestPage, wholePage } from './page';

/** A newspaper: responsive pictures of which the browser takes a thumbnail, a poster, icons, and pictures to leave alone. */
export const news: TestPage = {
  name: 'news gallery',
  html: () =>
    wholePage(
      'News',
      `<h1>The Evening Thread</h1>
<picture><source media="(min-width: 4000px)" srcset="${picture(19, 640, 800)} 640w">
<source srcset="${picture(10, 240, 300)} 240w, ${picture(10, 480, 600)} 480w, ${picture(10, 1040, 1300)} 1040w" sizes="200px">
<img src="${picture(19, 240, 300)}" alt="" width="400" height="500"></picture>
<img srcset="${picture(11, 240, 300)} 1x, ${picture(11, 720, 900)} 3x" alt="" width="240" height="300">
<video poster="${picture(12)}" width="240" height="300" controls></video>
<img src="${picture(13, 120, 150)}" alt="" width="120" height="150">
<img src="${picture(14)}" nopin="nopin" alt="" width="240" height="300">
<div data-pin-nopin="true"><img src="${picture(15)}" alt="" width="240" height="300"></div>
<img src="${picture(16)}" alt="" width="240" height="300" style="visibility:hidden">
<img src="${picture(17)}" alt="" width="240" height="300" style="display:none">
<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt="" width="240" height="300">`,
      { head: '<style>body { margin: 8px } img, video { vertical-align: top }</style>' },
    ),
  expected: [name(10, 1040, 1300), name(11, 720, 900), name(12)],
};
