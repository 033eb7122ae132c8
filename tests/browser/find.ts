import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Browser, detectBrowserPlatform, getInstalledBrowsers, install, resolveBuildId } from '@puppeteer/browsers';

const run = promisify(execFile);

/** The oldest Chrome the extension runs in: messages as structured clones (`minimum_chrome_version`). */
export const OLDEST_CHROME = 148;

const DOWNLOADS = join(homedir(), '.cache', 'buy-me-that-look');
const DOWNLOAD_MS = 5 * 60_000;
const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome', 'google-chrome-beta'];
const ADVICE =
  `Install Google Chrome or Chromium ${OLDEST_CHROME} or newer (Debian: apt-get install chromium), ` +
  'or set CHROME_PATH to the program.';

/** A browser that can run the extension. `version` is what it calls itself, for example `Chromium 156.0.8078.79`. */
export interface FoundBrowser {
  readonly path: string;
  readonly version: string;
}

/**
 * Finds a Chrome or Chromium of at least {@link OLDEST_CHROME}: CHROME_PATH, an installed one, a downloaded one, a fresh
 * download, Debian's package when root. Throws an Error whose message says what to do. `say` is told what takes long.
 */
export async function findBrowser(say: (line: string) => void = () => {}): Promise<FoundBrowser> {
  const named = process.env.CHROME_PATH;
  if (named) return accept(named, `CHROME_PATH names ${named}`);
  const seen: string[] = [];
  for (const path of [...installed(), ...(await downloaded())]) {
    const version = await versionOf(path);
    if (majorOf(version) >= OLDEST_CHROME) return { path, version };
    seen.push(`${path} (${version || 'no version'})`);
  }
  say('No suitable browser is installed; trying to get one.');
  for (const get of [download, installDebian]) {
    const path = await get(say);
    if (path) return accept(path, `${path} was just installed`);
  }
  throw new Error(`No browser found${seen.length > 0 ? `, only ${seen.join(', ')}` : ''}. ${ADVICE}`);
}

async function accept(path: string, why: string): Promise<FoundBrowser> {
  const version = await versionOf(path);
  if (majorOf(version) >= OLDEST_CHROME) return { path, version };
  throw new Error(`${why}, but that is ${version || 'no browser that starts'}. ${ADVICE}`);
}

/** Paths of installed browsers, most trusted first. */
function installed(): string[] {
  if (process.platform === 'darwin')
    return ['/Applications', join(homedir(), 'Applications')].flatMap(macApps).filter(isProgram);
  if (process.platform === 'win32') return windowsPrograms().filter(isProgram);
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/opt/google/chrome', '/snap/bin');
  return [...new Set(NAMES.flatMap((name) => folders.map((folder) => join(folder, name))))].filter(isProgram);
}

function macApps(folder: string): string[] {
  return ['Google Chrome', 'Chromium'].map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name));
}

function windowsPrograms(): string[] {
  const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA];
  return roots.flatMap((root) => {
    if (!root) return [];
    return [join(root, 'Google', 'Chrome'), join(root, 'Chromium')].map((at) => join(at, 'Application', 'chrome.exe'));
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** `chrome.exe --version` opens a window instead of answering: Windows keeps a folder named after the version. */
async function versionOf(path: string): Promise<string> {
  try {
    if (process.platform === 'win32')
      return readdirSync(dirname(path)).find((name) => /^\d+(\.\d+){3}$/.test(name)) ?? '';
    const { stdout } = await run(path, ['--version'], { timeout: 20_000 });
    return stdout.trim();
  } catch {
    return '';
  }
}

function majorOf(version: string): number {
  return Number(/(\d+)\.\d+\.\d+/.exec(version)?.[1] ?? 0);
}

async function downloaded(): Promise<string[]> {
  const found = await getInstalledBrowsers({ cacheDir: DOWNLOADS }).catch(() => []);
  return found.map((browser) => browser.executablePath);
}

async function download(say: (line: string) => void): Promise<string | undefined> {
  const platform = detectBrowserPlatform();
  if (!platform) return undefined;
  say('Downloading Chrome for Testing …');
  const fetched = resolveBuildId(Browser.CHROME, platform, 'stable').then((buildId) =>
    install({ browser: Browser.CHROME, buildId, platform, cacheDir: DOWNLOADS }),
  );
  return await within(fetched, DOWNLOAD_MS).then(
    (browser) => browser.executablePath,
    (error: unknown) => void say(`The download failed: ${error instanceof Error ? error.message : String(error)}`),
  );
}

async function installDebian(say: (line: string) => void): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !isProgram('/usr/bin/apt-get')) return undefined;
  say("Installing Debian's package chromium …");
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env, timeout: DOWNLOAD_MS });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
      env,
      timeout: DOWNLOAD_MS,
      maxBuffer: 16 * 2 ** 20,
    });
    return '/usr/bin/chromium';
  } catch (error) {
    return void say(`apt-get failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), milliseconds);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
