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
    let gone = false;
    void hasShops().then((any) => gone || setWords(t(whyNothing(any, gender, !small))));
    return () => {
      gone = true;
    };
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
