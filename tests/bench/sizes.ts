import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BUILDS } from '../browser/launch';

const ROOT = join(import.meta.dirname, '../..');

/** What a user downloads and what every page loads, bytes. */
export interface Sizes {
  readonly contentScriptGzip: number;
  readonly packageZip: number;
}

/** Measures the shipped build; packs it first. */
export function measureSizes(): Sizes {
  const scripts = join(BUILDS.shipped, 'content-scripts');
  const names = existsSync(scripts) ? readdirSync(scripts).filter((name) => /\.(js|css)$/.test(name)) : [];
  const gzip = names.map((name) => gzipSync(readFileSync(join(scripts, name)), { level: 9 }).length);
  execFileSync(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'zip'], {
    cwd: ROOT,
    stdio: 'ignore',
    timeout: 300_000,
  });
  const zip = readdirSync(join(ROOT, '.output')).find((name) => name.endsWith('-chrome.zip'));
  if (!zip) throw new Error('wxt zip wrote no package.');
  return {
    contentScriptGzip: gzip.reduce((sum, bytes) => sum + bytes, 0),
    packageZip: statSync(join(ROOT, '.output', zip)).size,
  };
}
