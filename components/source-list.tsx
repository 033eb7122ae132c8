import type { SourceSummary } from '../lib/messages';
import { plural, t } from '../lib/words';
import { RemoveShop } from './remove-shop';

/** The shops that matches come from. The sample boutique may go once there is another. */
export function SourceList({
  sources,
  hasOwn,
  onRemove,
}: {
  sources: readonly SourceSummary[];
  hasOwn: boolean;
  onRemove: (source: SourceSummary) => void;
}) {
  if (sources.length === 0 && !hasOwn) return <p class="soft">{t('noShops')}</p>;
  return (
    <ul class="plain rows sources">
      {sources.map((source) => (
        <li key={source.id}>
          <span class="name">
            <strong dir="auto">{source.shop}</strong> <span class="soft">{plural('products', source.products)}</span>
            {source.sample && !hasOwn && <span class="soft small"> · {t('sampleHint')}</span>}
            {source.outdated && <span class="soft small"> · {t('packOutdated')}</span>}
          </span>
          {(!source.sample || hasOwn) && <RemoveShop name={source.shop} onRemove={() => onRemove(source)} />}
        </li>
      ))}
    </ul>
  );
}
