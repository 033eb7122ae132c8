import { useEffect, useState } from 'preact/hooks';
import { isClose } from '../lib/closeness';
import type { Look } from '../lib/types';
import { language, t } from '../lib/words';
import { safeAddress } from './card';
import { priceText } from './price';

/** A saved look with its garments and the best product of each. */
export function LookTile({ look, onDelete }: { look: Look; onDelete: () => void }) {
  const address = safeAddress(look.pageUrl);
  const date = new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(look.savedAt);
  return (
    <li class="tile look">
      <Picture blob={look.picture} title={look.title} />
      <div class="body">
        <strong>{look.title}</strong>
        <div class="soft">{date}</div>
        <ul>
          {look.result.garments.map(({ category, matches }, at) => {
            const best = isClose(matches) ? matches[0]?.product : undefined;
            return (
              <li key={at}>
                {t(`category_${category}`)}:{' '}
                {best ? (
                  <a href={safeAddress(best.url)} target="_blank" rel="noopener noreferrer">
                    {best.title}
                  </a>
                ) : (
                  t('nothingClose')
                )}
                {best?.price && ` · ${priceText(best.price)}`}
              </li>
            );
          })}
        </ul>
        <div class="buttons">
          {address && (
            <a href={address} target="_blank" rel="noopener noreferrer">
              {t('openPage')}
            </a>
          )}
          <button type="button" class="button" onClick={onDelete} aria-label={`${t('delete')}: ${look.title}`}>
            {t('delete')}
          </button>
        </div>
      </div>
    </li>
  );
}

function Picture({ blob, title }: { blob: Blob; title: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address ? <img src={address} alt={title} /> : null;
}
