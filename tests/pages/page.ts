import type { Page } from 'puppeteer';

/** Where a page's pictures come from: this site and a second one of another origin. */
export interface Origins {
  readonly here: string;
  readonly elsewhere: string;
}

/** A page in the shape of a real one, and what is to be found on it. */
export interface TestPage {
  readonly name: string;
  /** The document; frames live under `/frame/<name>` of `frames`. */
  html(origins: Origins): string;
  readonly frames?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Paths under `/pictures/` that the engine must read, each once; nothing else. */
  readonly expected: readonly string[];
  /** Pictures shopped that have no address a server could see: canvases, frames of videos, `blob:` and `data:`. */
  readonly unaddressed?: number;
  /** Pictures that have dots at the end, where it is not all of them. */
  readonly left?: number;
  /** What a reader does; runs when the first picture has its dots. */
  readonly act?: (page: Page) => Promise<void>;
  /** What holds at the end. */
  readonly check?: (page: Page) => Promise<void>;
}

/** A whole document around a body. */
export function wholePage(title: string, body: string, { head = '', html = 'lang="en"' } = {}): string {
  return `<!doctype html><html ${html}><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title>
<meta name="viewport" content="width=device-width">${head}</head><body>${body}</body></html>`;
}

/** The address of the drawn picture with that number: `w` and `h` in pixels. Numbers show one standing person each. */
export function picture(number: number, w = 480, h = 600): string {
  return `/pictures/${name(number, w, h)}`;
}

/** The file name of a drawn picture. */
export function name(number: number, w = 480, h = 600): string {
  return `${number}-${w}x${h}.jpg`;
}
