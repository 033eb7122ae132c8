import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, CDPSessionEvent, type Target } from 'puppeteer';
import { findBrowser } from './find';

/** The two builds: as a user installs it (no host permission), and with every site allowed. */
export const BUILDS = {
  shipped: join(import.meta.dirname, '../../.output/chrome-mv3'),
  allsites: join(import.meta.dirname, '../../.output/chrome-mv3-allsites'),
} as const;

/** Which build of the extension a browser loads. */
export type Build = keyof typeof BUILDS;

/** How long the extension may take to be installed and listen, and how often that is looked at, milliseconds. */
const START_MS = 45_000;
const STEP_MS = 50;

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
  /** How long one question to the browser may take, milliseconds; three minutes where nothing is said. */
  readonly answerMs?: number;
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
    enableExtensions: !options.without,
    defaultViewport: options.headless ? { width, height } : null,
    args: [...QUIET, ...sandboxSwitches(), `--window-size=${width},${height + 90}`, ...(options.args ?? [])],
    handleSIGINT: false,
    ...(options.answerMs ? { protocolTimeout: options.answerMs } : {}),
  });
  const extensionId = extensionIdOf(dir);
  if (!options.without) {
    await letGoOfWorkers(browser);
    await browser.installExtension(dir);
    await listening(browser, extensionId);
  }
  return { browser, extensionId, version: found.version };
}

/**
 * Lets go of each service worker to which a page of its extension attached by itself: held, it cannot end, and the next
 * one waits for a debugger. Puppeteer does so too, except while somebody else attaches to the same worker.
 */
async function letGoOfWorkers(browser: Browser): Promise<void> {
  const session = await browser.target().createCDPSession();
  const connection = session.connection();
  await session.detach();
  connection?.on(CDPSessionEvent.SessionAttached, (parent) => {
    parent.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type !== 'service_worker') return;
      const child = connection.session(sessionId);
      child?.send('Runtime.runIfWaitingForDebugger').catch(() => {});
      parent.send('Target.detachFromTarget', { sessionId }).catch(() => {});
    });
  });
}

/** The browser answers before it has installed the extension: its pages are blocked until then, and clicks are lost. */
async function listening(browser: Browser, extensionId: string): Promise<void> {
  const isOurs = (target: Target): boolean =>
    target.type() === 'service_worker' && target.url().startsWith(`chrome-extension://${extensionId}/`);
  const session = await (await browser.waitForTarget(isOurs, { timeout: START_MS })).createCDPSession();
  // Puppeteer has targets start paused, and forgets one to which somebody else attaches at the same moment.
  await session.send('Runtime.runIfWaitingForDebugger');
  const expression = 'chrome.action?.onClicked.hasListeners()';
  for (let waited = 0; waited < START_MS; waited += STEP_MS) {
    const { result } = await session.send('Runtime.evaluate', { expression });
    if (result.value === true) return await session.detach();
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  throw new Error('The service worker of the extension did not start.');
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
