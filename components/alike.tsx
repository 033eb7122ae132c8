import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isClose } from '../lib/closeness';
import type { Match, Product } from '../lib/types';
import { plural, t } from '../lib/words';
import type { LoadPicture } from './card';
import { Icon } from './icon';
import { Cards } from './matches';

/** `back` names what the way back leads to; `ask` answers undefined where the products cannot be had. */
export interface AlikeProps {
  readonly product: Product;
  readonly back: string;
  readonly loadPicture: LoadPicture;
  readonly ask: (product: Product) => Promise<readonly Match[] | undefined>;
  readonly onMore: (product: Product) => void;
  readonly onBack: () => void;
}

/** More like one product of the catalogue. */
export function Alike({ product, back, loadPicture, ask, onMore, onBack }: AlikeProps) {
  const [found, setFound] = useState<readonly Match[] | null>();
  const way = useRef<HTMLButtonElement>(null);
  // What is shown depends on the product alone: `ask` is another function with every drawing.
  const asking = useRef(ask);
  asking.current = ask;
  // At once: until then a second Enter would press what was just hidden.
  useLayoutEffect(() => way.current?.focus({ preventScroll: true }), [product]);
  useEffect(() => {
    let gone = false;
    void asking.current(product).then((matches) => {
      if (!gone) setFound(matches ?? null);
    });
    return () => {
      gone = true;
    };
  }, [product]);
  const title = t('similarTo', product.title);
  return (
    <>
      <div class="way-back">
        <button type="button" class="button quiet" ref={way} onClick={onBack}>
          <Icon name="back" /> {back}
        </button>
        <h3>{title}</h3>
      </div>
      {found === undefined && <Waiting />}
      {found?.length === 0 && <p>{t('nothingClose')}</p>}
      {found && found.length > 0 && (
        <Cards matches={found} dimmed={!isClose(found)} busy={false} loadPicture={loadPicture} onMore={onMore} />
      )}
      <p class={found === null ? undefined : 'visually-hidden'} role="status">
        {found === null ? t('error_other') : found && `${title}: ${plural('products', found.length)}`}
      </p>
    </>
  );
}

/** Cards to be. */
function Waiting() {
  return (
    <ul class="cards waiting" aria-hidden="true">
      {[0, 1, 2].map((at) => (
        <li key={at}>
          <span class="card">
            <span class="thumbnail" />
          </span>
        </li>
      ))}
    </ul>
  );
}
