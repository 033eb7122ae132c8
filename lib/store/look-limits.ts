import type { Look } from '../types';

/** Characters of what a page says about itself; the rest of a look has limits where it is made. */
const LONGEST = { title: 1_000, pageTitle: 1_000, pageUrl: 10_000 };

/** The beginning of a text, without half a character at its end. */
const beginning = (text: string, limit: number): string =>
  text.length <= limit ? text : text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');

/** A look as a file of looks may hold it: long titles are cut, an address is whole or not there. */
export function withinLimits<T extends Pick<Look, 'title' | 'pageTitle' | 'pageUrl'>>(look: T): T {
  return {
    ...look,
    title: beginning(look.title, LONGEST.title),
    pageTitle: beginning(look.pageTitle, LONGEST.pageTitle),
    pageUrl: look.pageUrl.length <= LONGEST.pageUrl ? look.pageUrl : '',
  };
}
