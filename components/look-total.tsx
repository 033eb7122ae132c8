import { cheapestTotal, chosenTotal, type Total } from '../lib/looks';
import { priceText } from '../lib/price';
import type { Look } from '../lib/types';
import { plural, t } from '../lib/words';
import './looks.css';

/** What the cheapest set and the chosen set of a look cost, shop by shop where there are several. */
export function LookTotal({ look: { result, chosen } }: { look: Pick<Look, 'result' | 'chosen'> }) {
  const sets = [
    ['totalCheapest', cheapestTotal(result.garments)] as const,
    ['totalChosen', chosenTotal(result.garments, chosen)] as const,
  ].filter(([, { counted }]) => counted > 0);
  if (sets.length === 0) return null;
  return (
    <div class="total" role="status">
      {sets.map(([key, total]) => (
        <Sum key={key} words={t(key)} total={total} />
      ))}
    </div>
  );
}

function Sum({ words, total: { sums, counted, shops } }: { words: string; total: Total }) {
  return (
    <div>
      <p>
        {words} <b>{sums.map(priceText).join(' + ')}</b> <span class="soft small">{plural('garments', counted)}</span>
      </p>
      {shops.length > 1 && (
        <ul class="plain small">
          {shops.map((one) => (
            <li key={one.shop}>
              <span dir="auto">{one.shop}</span> <span>{one.sums.map(priceText).join(' + ')}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
