import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILDS } from '../browser/launch';

/** A copy of the build that speaks one language whatever the browser's own; most browsers here know English only. */
export async function speaking(language: string): Promise<{ dir: string; remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), `shots-${language}-`));
  await cp(BUILDS.allsites, dir, { recursive: true });
  const locales = join(dir, '_locales');
  if (language !== 'en') await cp(join(locales, language, 'messages.json'), join(locales, 'en', 'messages.json'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}
