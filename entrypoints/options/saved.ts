import type { ExportedPack } from '../../lib/messages';
import { MAX_PRODUCTS } from '../../lib/store/pack-format';
import { language, number, t } from '../../lib/words';

/** What is told of a saved catalogue: where it is, and which shops are not in it, for want of room or by their age. */
export function savedText({ missing, outdated }: Omit<ExportedPack, 'pack'>): string {
  const list = (shops: readonly string[]) => new Intl.ListFormat(language()).format(shops);
  const said = missing.length > 0 ? t('savedWithout', number(MAX_PRODUCTS), list(missing)) : t('saved');
  return outdated.length > 0 ? `${said} ${t('savedOutdated', list(outdated))}` : said;
}
