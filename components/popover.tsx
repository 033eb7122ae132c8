import { autoUpdate, computePosition, flip, offset, shift, size } from '@floating-ui/dom';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isClose } from '../lib/closeness';
import type { ShoppedGarment } from '../lib/types';
import { t } from '../lib/words';
import { Card, type CardProps } from './card';

/** `anchor` is the dot. `takeFocus` moves the focus inside, as after a click or Enter. */
export interface PopoverProps {
  readonly garment: ShoppedGarment;
  readonly anchor: Element;
  readonly takeFocus: boolean;
  readonly saved: boolean;
  readonly loadPicture: CardProps['loadPicture'];
  readonly onSave: () => void;
  readonly onLooks: () => void;
  readonly onAddShop: () => void;
  readonly onClose: () => void;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

const SHOWN = 6;

/** The products that resemble one garment. */
export function Popover(props: PopoverProps) {
  const { garment, anchor, takeFocus } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => (box.current ? follow(anchor, box.current) : undefined), [anchor]);
  useEffect(() => {
    if (takeFocus) box.current?.focus();
  }, [takeFocus]);
  const name = t(`category_${garment.category}`);
  return (
    <div
      ref={box}
      class="popover"
      role="dialog"
      tabIndex={-1}
      aria-label={t('similarTo', name)}
      onPointerEnter={props.onStay}
      onPointerLeave={props.onLeave}
      onKeyDown={(event) => event.key === 'Escape' && props.onClose()}
    >
      <h2>{name}</h2>
      <Matches garment={garment} loadPicture={props.loadPicture} onAddShop={props.onAddShop} />
      <footer>
        <button type="button" class="button primary" onClick={props.onSave} disabled={props.saved}>
          {t(props.saved ? 'lookSaved' : 'saveLook')}
        </button>
        {props.saved && (
          <button type="button" class="button" onClick={props.onLooks}>
            {t('showLooks')}
          </button>
        )}
      </footer>
    </div>
  );
}

type MatchesProps = Pick<PopoverProps, 'garment' | 'loadPicture' | 'onAddShop'>;

function Matches({ garment: { matches }, loadPicture, onAddShop }: MatchesProps) {
  const [anyway, setAnyway] = useState(false);
  if (matches.length === 0) {
    return (
      <p>
        {t('nothingInShops')}{' '}
        <button type="button" class="button" onClick={onAddShop}>
          {t('addShop')}
        </button>
      </p>
    );
  }
  const close = isClose(matches);
  return (
    <>
      {!close && <p>{t('nothingClose')}</p>}
      {!close && !anyway && (
        <button type="button" class="button nearest" onClick={() => setAnyway(true)}>
          {t('showNearest')}
        </button>
      )}
      {(close || anyway) && (
        <ul class={close ? 'cards' : 'cards dimmed'}>
          {matches.slice(0, SHOWN).map((match) => (
            <li key={match.product.id}>
              <Card match={match} loadPicture={loadPicture} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Keeps the popover beside its dot and inside the viewport until the answer is called. */
function follow(anchor: Element, box: HTMLElement): () => void {
  const place = async (): Promise<void> => {
    const { x, y } = await computePosition(anchor, box, {
      strategy: 'fixed',
      placement: 'right-start',
      middleware: [
        offset(4),
        flip({ padding: 8, fallbackAxisSideDirection: 'end' }),
        shift({ padding: 8, crossAxis: true }),
        size({
          padding: 8,
          apply: ({ availableHeight }) =>
            box.style.setProperty('max-height', `${Math.min(480, Math.max(180, availableHeight))}px`),
        }),
      ],
    });
    box.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
  };
  return autoUpdate(anchor, box, () => void place(), { animationFrame: true });
}
