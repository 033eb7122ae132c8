import type { SourceSummary } from '../lib/messages';
import { plural, t } from '../lib/words';
import { RemoveShop } from './remove-shop';

/** `hasOwn` says whether there is one besides the sample boutique, `coming` whether one may be on its way. */
export interface SourceListProps {
  readonly sources: readonly SourceSummary[];
  readonly hasOwn: boolean;
  readonly coming: boolean;
  readonly onRemove: (source: SourceSummary) => void;
}

/** The shops that matches come from. The sample boutique may go once there is another. */
export function SourceList({ sources, hasOwn, coming, onRemove }: SourceListProps) {
  if (sources.length === 0) return hasOwn || coming ? null : <p class="soft">{t('noShops')}</p>;
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
