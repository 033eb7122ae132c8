import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer';
import { findBrowser } from './find';

/** The two builds: as a user installs it (no host permission), and with every site allowed. */
export const BUILDS = {
  shipped: join(import.meta.dirname, '../../.output/chrome-mv3'),
  allsites: join(import.meta.dirname, '../../.output/chrome-mv3-allsites'),
} as const;

/** Which build of the extension a browser loads. */
export type Build = keyof typeof BUILDS;

/** Switches that keep the browser itself off the network and its first-run pages away. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** How a browser is to be started. `args` come after the usual switches; `dir` is a build elsewhere. */
export interface LaunchOptions {
  readonly build: Build;
  readonly dir?: string;
  /** The browser without the extension, for comparison. */
  readonly without?: boolean;
  readonly headless: boolean;
  readonly args?: readonly string[];
  readonly width?: number;
  readonly height?: number;
  readonly say?: (line: string) => void;
}

/** A running browser with the extension in it. */
export interface Launched {
  readonly browser: Browser;
  readonly extensionId: string;
  readonly version: string;
}

/** Starts a browser with an empty profile and one build of the extension. Throws when either is missing. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const dir = options.dir ?? BUILDS[options.build];
  if (!existsSync(join(dir, 'manifest.json'))) {
    throw new Error(`The extension is not built in ${dir}. Run: npm run build:all`);
  }
  const found = await findBrowser(options.say);
  const { width = 1280, height = 800 } = options;
  const browser = await puppeteer.launch({
    executablePath: found.path,
    headless: options.headless,
    pipe: true,
    ...(options.without ? {} : { enableExtensions: [dir] }),
    defaultViewport: options.headless ? { width, height } : null,
    args: [...QUIET, ...sandboxSwitches(), `--window-size=${width},${height + 90}`, ...(options.args ?? [])],
    handleSIGINT: false,
  });
  return { browser, extensionId: extensionIdOf(dir), version: found.version };
}

/** Chrome refuses to run sandboxed as root. */
function sandboxSwitches(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** The id Chrome derives from a manifest's key: 16 bytes of its SHA-256, each half byte a letter from a to p. */
export function extensionIdOf(dir: string): string {
  const { key } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as { key: string };
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
