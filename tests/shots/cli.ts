import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Browser } from 'puppeteer';
import { launch } from '../browser/launch';
import { serve } from '../browser/servers';
import { drawnPictures } from '../demo/pictures';
import { demoSite } from '../demo/site';
import { speaking } from './build';
import { lookPictures, saveLooks } from './looks';
import { SCREENS, type Screen } from './screens';

const SCHEMES = ['light', 'dark'] as const;

const { out, only, languages } = new Command('shots')
  .description(
    'Pictures of every screen, light and dark, left-to-right and right-to-left. Build first: npm run build:all',
  )
  .option('--out <folder>', 'where the pictures go', '.output/shots')
  .option('--only <names>', 'some screens, parted by commas')
  .option('--languages <tags>', 'languages, parted by commas', 'en,ar')
  .parse()
  .opts<{ out: string; only?: string; languages: string }>();

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
      for (const scheme of SCHEMES) await take(browser, extensionId, screen, language, scheme);
    }
  } finally {
    await browser.close();
    await remove();
  }
}

async function take(browser: Browser, id: string, screen: Screen, language: string, scheme: string): Promise<void> {
  const page = await browser.newPage();
  await page.setViewport({ width: screen.width, height: screen.height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const address = screen.path.startsWith('/') ? site.origin + screen.path : `chrome-extension://${id}/${screen.path}`;
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await page.bringToFront();
  await screen.ready(page);
  const file = join(folder, `${screen.name}-${language}-${scheme}.png`);
  await page.screenshot({ path: file as `${string}.png`, fullPage: screen.whole ?? false });
  console.log(file);
  await page.close();
}
