import type { GarmentCategory } from '../lib/types';
import { language, t } from '../lib/words';

/** How far a suggested shop is: nobody looked yet, it is being looked at, it cannot be read, it is there. */
export type SuggestionState = 'new' | 'looking' | 'failed' | 'added';

/** A shop that is suggested. `id` names it among the others. */
export interface Suggestion {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly sells: readonly GarmentCategory[];
  /** Hosts that the browser will be asked for. */
  readonly asks: readonly string[];
  readonly state: SuggestionState;
}

const STATES: Readonly<Partial<Record<SuggestionState, string>>> = {
  looking: 'suggestedLooking',
  failed: 'suggestedFailed',
  added: 'suggestedAdded',
};

function Row({ shop, busy, onAdd }: { shop: Suggestion; busy: boolean; onAdd: (id: string) => void }) {
  const { id, name, host, sells, state } = shop;
  const list = new Intl.ListFormat(language(), { type: 'unit' });
  const asks = `asks-${id}`;
  const said = STATES[state];
  return (
    <li data-suggested={id}>
      <span class="words">
        <strong dir="auto">{name}</strong> <span class="soft">{host}</span>
        <span class="soft small"> · {list.format(sells.map((category) => t(`category_${category}`)))}</span>
        <br />
        <span class="soft small" id={asks}>
          {t('suggestedAsks', list.format(shop.asks))}
        </span>
        <span class="small" role="status">
          {said && ` ${t(said)}`}
        </span>
      </span>
      {state !== 'added' && (
        <button
          type="button"
          class="button"
          aria-disabled={busy}
          aria-label={`${t('suggestedAdd')}: ${name}`}
          aria-describedby={asks}
          onClick={() => busy || onAdd(id)}
        >
          {t('suggestedAdd')}
        </button>
      )}
    </li>
  );
}

/** A short list of shops to begin with. Each is looked at before it is added, and says what the browser will ask. */
export function SuggestedShops(props: { shops: readonly Suggestion[]; busy: boolean; onAdd: (id: string) => void }) {
  const { shops, busy, onAdd } = props;
  if (shops.length === 0) return null;
  return (
    <details class="suggested">
      <summary>{t('suggested')}</summary>
      <p class="soft">{t('suggestedWhat')}</p>
      <ul class="plain rows">
        {shops.map((shop) => (
          <Row key={shop.id} shop={shop} busy={busy} onAdd={onAdd} />
        ))}
      </ul>
    </details>
  );
}
