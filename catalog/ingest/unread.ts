import type { Found } from '../source';

/** The end of an address's path: what stays of a product's page under other languages, collections and hosts. */
function slugOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { pathname } = new URL(address);
  return pathname.replace(/\/$/, '').split('/').at(-1)?.toLowerCase() ?? '';
}

/** Remembers what of a source could not be read, so that nobody takes it for gone. */
export class Unread {
  readonly #slugs = new Set<string>();
  #isAll = false;

  /** Takes note of something found, or not. */
  note({ where, unread }: Found): void {
    if (unread === 'list') this.#isAll = true;
    if (unread === 'page') this.#slugs.add(slugOf(where));
  }

  /** Whether everything was read. */
  get isNone(): boolean {
    return !this.#isAll && this.#slugs.size === 0;
  }

  /** Whether a whole list of pages is missing: then anything may still be there. */
  get isAll(): boolean {
    return this.#isAll;
  }

  /** Tells of a product's address whether it may be on a page that could not be read; rather yes than no. */
  get test(): ((url: string) => boolean) | undefined {
    return this.#slugs.size === 0 ? undefined : (url) => this.#slugs.has(slugOf(url));
  }
}
