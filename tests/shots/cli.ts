import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Browser } from 'puppeteer';
import { launch } from '../browser/launch';
import { serve } from '../browser/servers';
import { openSidePanel } from '../browser/side-panel';
import { drawnPictures } from '../demo/pictures';
import { demoSite } from '../demo/site';
import { speaking } from './build';
import { lookPictures, saveLooks } from './looks';
import { PATIENCE, SCREENS, type Screen } from './screens';

const { out, only, languages, schemes } = new Command('shots')
  .description(
    'Pictures of every screen, light and dark, left-to-right and right-to-left. Build first: npm run build:all',
  )
  .option('--out <folder>', 'where the pictures go', '.output/shots')
  .option('--only <names>', 'some screens, parted by commas')
  .option('--languages <tags>', 'languages, parted by commas', 'en,ar')
  .option(
    '--schemes <names>',
    'light, dark and forced (colours of a high-contrast theme), parted by commas',
    'light,dark',
  )
  .parse()
  .opts<{ out: string; only?: string; languages: string; schemes: string }>();

const wanted = SCREENS.filter(({ name }) => !only || only.split(',').includes(name));
const folder = resolve(out);
await mkdir(folder, { recursive: true });
const pictures = await lookPictures();
const drawn = demoSite(drawnPictures());
const site = await serve((path, headers) => pictures.get(path) ?? drawn(path, headers));
try {
  for (const language of languages.split(',')) await shoot(language);
} finally {
  await site.close();
}

async function shoot(language: string): Promise<void> {
  const { dir, remove } = await speaking(language);
  const { browser, extensionId } = await launch({ build: 'allsites', dir, headless: true });
  try {
    let filled = false;
    for (const screen of wanted) {
      if (screen.name !== 'panel-empty' && !filled) {
        filled = true;
        const page = await browser.newPage();
        await page.goto(`chrome-extension://${extensionId}/manifest.json`);
        await saveLooks(page, site.origin);
        await page.close();
      }
      for (const scheme of schemes.split(',')) await take(browser, extensionId, screen, language, scheme);
    }
  } finally {
    await browser.close();
    await remove();
  }
}

async function take(browser: Browser, id: string, screen: Screen, language: string, scheme: string): Promise<void> {
  const behind = screen.beside === undefined ? undefined : await browser.newPage();
  await behind?.goto(site.origin + screen.beside, { waitUntil: 'domcontentloaded' });
  const page = behind ? await openSidePanel(browser, id, behind, PATIENCE) : await browser.newPage();
  await page.setViewport({ width: screen.width, height: screen.height });
  const feature = scheme === 'forced' ? ['forced-colors', 'active'] : ['prefers-color-scheme', scheme];
  const [name = '', value = ''] = feature;
  const protocol = await page.createCDPSession();
  await protocol.send('Emulation.setEmulatedMedia', { features: [{ name, value }] });
  const address = screen.path.startsWith('/') ? site.origin + screen.path : `chrome-extension://${id}/${screen.path}`;
  if (!behind) {
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    await page.bringToFront();
  }
  await screen.ready(page, site.origin);
  // What sticks to the top would lie in the middle of the whole page.
  await page.evaluate(() => scrollTo(0, 0));
  const file = join(folder, `${screen.name}-${language}-${scheme}.png`);
  await page.screenshot({ path: file as `${string}.png`, fullPage: screen.whole ?? false });
  console.log(file);
  await page.close();
  await behind?.close();
}
