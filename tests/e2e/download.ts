import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { until } from './harness';

/** Lets every page of a browser save files into `folder` without asking. */
export async function allowDownloads(browser: Browser, folder: string): Promise<void> {
  const session = await browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
}

let saved = 0;

/** Does `work` and answers the path and bytes of the file that it saves, moved so that the next may have its name. */
export async function downloaded(folder: string, work: () => Promise<void>): Promise<{ path: string; bytes: Buffer }> {
  const before = new Set(await readdir(folder));
  await work();
  const name = await until('a file was saved', async () =>
    (await readdir(folder)).find((one) => !before.has(one) && !/\.crdownload$|^\./.test(one)),
  );
  const [path, place] = [join(folder, `${saved++}-${name}`), join(folder, name)];
  await until('the file is whole', async () => (await readFile(place)).length > 0);
  await rename(place, path);
  return { path, bytes: await readFile(path) };
}
