import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { browser } from 'wxt/browser';

const LOCALES = join(import.meta.dirname, '../../public/_locales');

/** What stands under one key of `messages.json`. */
export interface Message {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

/** The words of the extension in one language, by key. */
export const messagesOf = (tag: string): Readonly<Record<string, Message>> =>
  JSON.parse(readFileSync(join(LOCALES, tag, 'messages.json'), 'utf8'));

/** A message with its placeholders put in: `$1`, `$2` where values go. */
export const filled = ({ message, placeholders = {} }: Message): string =>
  message.replace(/\$([a-z]\w*)\$/gi, (_, name: string) => placeholders[name.toLowerCase()]?.content ?? '');

/** The browser's words in one language until `vi.restoreAllMocks`, in a browser whose own is perhaps of a region. */
export function speak(tag: string, own = tag): void {
  const messages = messagesOf(tag);
  vi.spyOn(browser.i18n, 'getMessage').mockImplementation(((key: string, values: string[] = []) =>
    filled(messages[key] ?? { message: '' }).replace(
      /\$(\d)/g,
      (_, at: string) => values[Number(at) - 1] ?? '',
    )) as never);
  vi.spyOn(browser.i18n, 'getUILanguage').mockReturnValue(own);
}
