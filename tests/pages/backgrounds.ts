import { name, picture, type TestPage, wholePage } from './page';

const STYLE = `<style>
body { margin: 8px } .box, input { display: inline-block; position: relative; width: 192px; height: 240px; vertical-align: top; border: 0 }
#sheet { background: linear-gradient(#0000, #0003), url(${picture(110)}) center / cover }
#before::before { content: ''; position: absolute; inset: 0; background: url(${picture(111)}) 0 0 / 100% auto no-repeat }
#after::after { content: ''; display: block; height: 240px; background: image-set(url(${picture(112, 240, 300)}) 1x, url(${picture(112)}) 2x) center / contain }
#border { border: 10px solid; border-image: url(${picture(113)}) 30 fill; box-sizing: border-box }
.later { background: url(${picture(116)}) center / cover } #hidden { display: none; background: url(${picture(117)}) }
#mask { background: #345; mask: linear-gradient(#000, #000), url(${picture(119)}) center / cover }
.shut { display: none } :checked ~ .shut, .shut:target { display: inline-block }
#ticked { background: url(${picture(120)}) center / cover } #aimed { background: url(${picture(121)}) center / cover }
[popover] { padding: 0 } #opened { background: url(${picture(122)}) center / cover }
@media (min-width: 1360px) { #wide { background: url(${picture(123)}) center / cover } }
.sprite { width: 24px !important; height: 24px !important; background: url(${picture(118)}) }
</style>`;

/**
 * Pictures by style sheet: backgrounds, pseudo-elements, border images, one by a class that comes later, and some that no
 * attribute shows: what is ticked, aimed at or opened does, and the window's width.
 */
export const backgrounds: TestPage = {
  name: 'backgrounds, SVG and image buttons',
  html: () =>
    wholePage(
      'Backgrounds',
      `<div class="box" id="sheet"></div> <div class="box" id="before"></div> <div class="box" id="after"></div> <div class="box" id="border"></div>
<svg class="box" viewBox="0 0 192 240"><image href="${picture(114)}" width="192" height="240" preserveAspectRatio="xMidYMin slice"/></svg>
<input type="image" src="${picture(115)}" alt="Buy"> <div class="box" id="mask"></div> <div class="box" id="later"></div> <div class="box" id="hidden"></div> <i class="box sprite"></i>
<div class="box" id="wide"></div> <input type="checkbox" style="width: 20px; height: 20px"> <div class="box shut" id="ticked"></div> <div class="box shut" id="aimed"></div>
<div popover="manual" style="inset: auto 0 0 auto; margin: 0"><div class="box" id="opened"></div></div>
<script>setTimeout(() => document.querySelector('#later').classList.add('later'), 1200)</script>`,
      { head: STYLE },
    ),
  expected: [110, 111, 112, 113, 114, 115, 116, 119, 120, 121, 122, 123].map((number) => name(number)),
  async act(page) {
    const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_500));
    await rest();
    await page.evaluate(() => document.querySelector<HTMLElement>('[popover]')?.showPopover());
    await page.click('[type="checkbox"]');
    await rest();
    await page.setViewport({ width: 1400, height: 800 });
    await rest();
    await page.evaluate(() => location.assign('#aimed'));
  },
};
