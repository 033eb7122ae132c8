import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GenderChoice } from '../lib/similar';
import type { GarmentCategory, Match, Product, ShoppedGarment } from '../lib/types';
import { plural, t } from '../lib/words';
import { Alike } from './alike';
import type { LoadPicture } from './card';
import { follow } from './follow';
import { Icon } from './icon';
import { keepTab } from './keep-tab';
import { Kinds } from './kinds';
import { Matches } from './matches';
import type { Narrow } from './narrow';
import type { NoMatchesProps } from './no-matches';

/**
 * `anchor` is the dot. `takeFocus` moves the focus inside, as after a click or Enter. `gender` is for whom the matches
 * are, `was` what the detector took the garment for. Corrections and questions answer false or undefined when they fail.
 */
export interface PopoverProps extends NoMatchesProps {
  readonly garment: ShoppedGarment;
  readonly was: GarmentCategory;
  readonly gender: GenderChoice;
  readonly anchor: Element;
  readonly takeFocus: boolean;
  readonly saved: boolean;
  readonly loadPicture: LoadPicture;
  readonly onGender: (gender: GenderChoice) => Promise<boolean>;
  readonly onCategory: (category: GarmentCategory) => Promise<boolean>;
  readonly onMore: (product: Product) => Promise<readonly Match[] | undefined>;
  readonly onNarrow: Narrow;
  readonly onSave: () => void;
  readonly onLooks: () => void;
  readonly onClose: () => void;
  /** The dot went as the person moved the page. */
  readonly onGone: () => void;
  /** Whether a person moves the page. */
  readonly byHand: () => boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** The products that resemble one garment. */
export function Popover(props: PopoverProps) {
  const { garment, anchor, takeFocus, byHand } = props;
  const box = useRef<HTMLDivElement>(null);
  /** What had the focus among the matches when more like one of them was asked for. */
  const left = useRef<HTMLElement | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [like, setLike] = useState<Product>();
  const [said, setSaid] = useState('');
  const gone = useRef(props.onGone);
  gone.current = props.onGone;
  useEffect(() => {
    return box.current ? follow(anchor, box.current, { byHand, gone: () => gone.current() }) : undefined;
  }, [anchor, byHand]);
  useEffect(() => {
    if (takeFocus) box.current?.focus();
  }, [takeFocus]);
  const focused = focusedIn(box.current);
  useLayoutEffect(() => {
    // What shops have by now may stand in the place of what had the focus.
    if (focused && !focusedIn(box.current))
      (focused.isConnected ? focused : box.current)?.focus({ preventScroll: true });
  }, [garment]);
  const name = t(`category_${garment.category}`);
  // The control that was pressed may go away: the focus waits where nothing can take it.
  const correct = async (work: () => Promise<boolean>, keepsFocus: boolean): Promise<void> => {
    if (!keepsFocus) box.current?.focus({ preventScroll: true });
    setBusy(true);
    setSaid(t('working'));
    if (!(await work())) setSaid('');
    setBusy(false);
  };
  const goOn = (product: Product): void => {
    left.current = focusedIn(box.current);
    setLike(product);
  };
  const goBack = (): void => {
    setLike(undefined);
    requestAnimationFrame(() => {
      if (left.current?.isConnected) left.current.focus();
      else box.current?.focus({ preventScroll: true });
    });
  };
  const count = garment.matches.length;
  useEffect(() => {
    // Only after a correction there is something new to say.
    setSaid((now) => (now ? `${name}: ${plural('products', count)}` : now));
  }, [garment, name, count]);
  return (
    <div
      ref={box}
      class="popover"
      role="dialog"
      tabIndex={-1}
      aria-label={t('similarTo', name)}
      aria-busy={busy}
      onPointerEnter={props.onStay}
      onPointerLeave={props.onLeave}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
        else keepTab(event, box.current);
      }}
    >
      <header>
        <h2>{name}</h2>
        <button type="button" class="icon-button" aria-label={t('close')} onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </header>
      {like && (
        <Alike
          key={like.id}
          product={like}
          back={name}
          loadPicture={props.loadPicture}
          ask={props.onMore}
          onMore={setLike}
          onBack={goBack}
        />
      )}
      {/* What was chosen there, and how far it was read, waits for the way back. */}
      <div class="found" hidden={like !== undefined}>
        <Kinds
          was={props.was}
          category={garment.category}
          onCategory={(category) => void correct(() => props.onCategory(category), false)}
        />
        <Matches
          key={garment.category}
          garment={garment}
          gender={props.gender}
          busy={busy}
          loadPicture={props.loadPicture}
          onGender={(gender) => void correct(() => props.onGender(gender), true)}
          onMore={goOn}
          onNarrow={props.onNarrow}
          hasShops={props.hasShops}
          onAddShop={props.onAddShop}
        />
      </div>
      <footer>
        {/* aria-disabled keeps the focus where it is: a second Enter, meant for this, presses nothing else. */}
        <button
          type="button"
          class="button primary"
          aria-disabled={props.saved}
          onClick={() => props.saved || props.onSave()}
        >
          {t(props.saved ? 'lookSaved' : 'saveLook')}
        </button>
        {props.saved && (
          <button type="button" class="button" onClick={props.onLooks}>
            {t('showLooks')}
          </button>
        )}
      </footer>
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}

/** What has the focus in a box, also while its window has not. */
function focusedIn(box: HTMLElement | null): HTMLElement | undefined {
  const root = box?.getRootNode();
  const focused = root instanceof ShadowRoot ? root.activeElement : null;
  return focused instanceof HTMLElement && box?.contains(focused) ? focused : undefined;
}
