import { useEffect, useState } from 'preact/hooks';
import { t } from '../lib/words';

/** `hasShops` answers whether there is any shop at all. */
export interface NoMatchesProps {
  readonly hasShops: () => Promise<boolean>;
  readonly onAddShop: () => void;
}

/** A garment without products: the shops have none of its kind, or there is no shop. */
export function NoMatches({ hasShops, onAddShop, small }: NoMatchesProps & { readonly small?: boolean }) {
  const [words, setWords] = useState('');
  useEffect(() => {
    let gone = false;
    void hasShops().then((any) => gone || setWords(t(any ? 'nothingInShops' : 'noShops')));
    return () => {
      gone = true;
    };
  }, [hasShops]);
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
