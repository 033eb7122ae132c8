import { name, picture, type TestPage, wholePage } from './page';

const STYLE = `<style>
body { margin: 8px } .box, input { display: inline-block; position: relative; width: 192px; height: 240px; vertical-align: top; border: 0 }
#sheet { background: linear-gradient(#0000, #0003), url(${picture(110)}) center / cover }
#before::before { content: ''; position: absolute; inset: 0; background: url(${picture(111)}) 0 0 / 100% auto no-repeat }
#after::after { content: ''; display: block; height: 240px; background: image-set(url(${picture(112, 240, 300)}) 1x, url(${picture(112)}) 2x) center / contain }
#border { border: 10px solid; border-image: url(${picture(113)}) 30 fill; box-sizing: border-box }
.later { background: url(${picture(116)}) center / cover } #hidden { display: none; background: url(${picture(117)}) }
#mask { background: #345; mask: linear-gradient(#000, #000), url(${picture(119)}) center / cover }
.sprite { width: 24px !important; height: 24px !important; background: url(${picture(118)}) }
</style>`;

/** Pictures by style sheet: backgrounds, pseudo-elements, border images, one by a class that comes later. */
export const backgrounds: TestPage = {
  name: 'backgrounds, SVG and image buttons',
  html: () =>
    wholePage(
      'Backgrounds',
      `<div class="box" id="sheet"></div> <div class="box" id="before"></div> <div class="box" id="after"></div> <div class="box" id="border"></div>
<svg class="box" viewBox="0 0 192 240"><image href="${picture(114)}" width="192" height="240" preserveAspectRatio="xMidYMin slice"/></svg>
<input type="image" src="${picture(115)}" alt="Buy"> <div class="box" id="mask"></div> <div class="box" id="later"></div> <div class="box" id="hidden"></div> <i class="box sprite"></i>
<script>setTimeout(() => document.querySelector('#later').classList.add('later'), 1200)</script>`,
      { head: STYLE },
    ),
  expected: [110, 111, 112, 113, 114, 115, 116, 119].map((number) => name(number)),
};
