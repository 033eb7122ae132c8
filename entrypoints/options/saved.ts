import { MAX_PRODUCTS } from '../../lib/store/pack-format';
import { language, number, t } from '../../lib/words';

/** What is told of a saved catalogue: where it is, and which shops it has no room for. */
export function savedText(missing: readonly string[]): string {
  if (missing.length === 0) return t('saved');
  const shops = new Intl.ListFormat(language()).format(missing);
  return t('savedWithout', number(MAX_PRODUCTS), shops);
}
