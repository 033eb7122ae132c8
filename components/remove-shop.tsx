import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../lib/words';
import { useFocusOnward } from './section';

/** The shop that a button removes. */
export interface RemoveShopProps {
  readonly name: string;
  readonly onRemove: () => void;
}

/** Removes a shop after a question: its products may have taken hours to come in, and nothing brings them back. */
export function RemoveShop({ name, onRemove }: RemoveShopProps) {
  const [asked, setAsked] = useState(false);
  const box = useRef<HTMLFieldSetElement>(null);
  const question = useId();
  useFocusOnward(box);
  const wasAsked = useRef(false);
  useEffect(() => {
    wasAsked.current ||= asked;
    // "Keep" stands where the first button was: a double click keeps the shop.
    if (wasAsked.current) box.current?.querySelector<HTMLElement>('button:last-of-type')?.focus();
  }, [asked]);
  return (
    <fieldset
      class="bar"
      ref={box}
      aria-labelledby={asked ? question : undefined}
      aria-label={asked ? undefined : name}
      onKeyDown={({ key }) => key === 'Escape' && setAsked(false)}
    >
      {asked && <strong id={question}>{t('removeShopSure', name)}</strong>}
      <button
        type="button"
        class={asked ? 'button danger' : 'button quiet danger'}
        aria-label={asked ? undefined : `${t('remove')}: ${name}`}
        onClick={() => (asked ? onRemove() : setAsked(true))}
      >
        {t('remove')}
      </button>
      {asked && (
        <button type="button" class="button" onClick={() => setAsked(false)}>
          {t('keepShop')}
        </button>
      )}
    </fieldset>
  );
}
