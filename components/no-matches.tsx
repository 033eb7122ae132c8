import { useEffect, useState } from 'preact/hooks';
import type { GenderChoice } from '../lib/similar';
import { t } from '../lib/words';
import { whyNothing } from './filters';

/** `hasShops` answers whether there is any shop at all. */
export interface NoMatchesProps {
  readonly hasShops: () => Promise<boolean>;
  readonly onAddShop: () => void;
}

/** For whom the products were to be; `small` in a list, where that cannot be chosen anew. */
interface Place {
  readonly gender?: GenderChoice;
  readonly small?: boolean;
}

/** A garment without products: the shops have none of its kind or none for these people, or there is no shop. */
export function NoMatches({ hasShops, onAddShop, gender = 'off', small = false }: NoMatchesProps & Place) {
  const [words, setWords] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const any = await hasShops();
      if (!stop.signal.aborted) setWords(t(whyNothing(any, gender, !small)));
    };
    // Whoever went away to add a shop, and comes back to it, is not told that there is none.
    const again = ({ isTrusted }: Event): void => {
      if (isTrusted && !document.hidden) void ask();
    };
    void ask();
    document.addEventListener('visibilitychange', again, { signal: stop.signal });
    return () => stop.abort();
  }, [hasShops, gender, small]);
  return (
    <>
      {/* A line from the beginning: the words come a moment later. */}
      <p class="soft">{words || '\u00a0'}</p>
      <button type="button" class={small ? 'button small' : 'button more'} onClick={onAddShop}>
        {t('addShop')}
      </button>
    </>
  );
}
