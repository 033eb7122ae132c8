import { browser } from 'wxt/browser';

type GetMessage = (key: string, substitutions?: string[]) => string;

/** The interface's word for `key` in the browser's language; the key itself where a translation is missing. */
export function t(key: string, ...substitutions: string[]): string {
  return (browser.i18n.getMessage as GetMessage)(key, substitutions) || key;
}

/** Writing direction of the interface's language. */
export function direction(): 'ltr' | 'rtl' {
  return t('@@bidi_dir') === 'rtl' ? 'rtl' : 'ltr';
}

/** BCP 47 tag of the interface's language, for `Intl`. */
export function language(): string {
  return t('@@ui_locale').replaceAll('_', '-');
}
