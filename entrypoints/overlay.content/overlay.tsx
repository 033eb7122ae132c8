import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Popover } from '../../components/popover';
import { loadPicture } from '../../lib/engine/product-pictures';
import type { Shows } from '../../lib/page/shows';
import type { Preferences } from '../../lib/preferences';
import type { GenderChoice } from '../../lib/similar';
import type { ImageSource, Match, Product, ShopResult } from '../../lib/types';
import { t } from '../../lib/words';
import { createFollower } from './follow';
import { useNear } from './near';
import { genderOf, kindBefore, type Remark, type Said } from './said';

/** A picture with its dots, or one that is still looked at (`result` undefined), and what a person said of it. */
export interface Shown {
  readonly id: number;
  readonly element: Element;
  readonly shows: Pick<Shows, 'place' | 'layer'>;
  readonly source: ImageSource;
  readonly result?: ShopResult;
  readonly said: Said;
  readonly saved: boolean;
}

/**
 * What the overlay draws and whom it tells. `spoken` is announced to screen readers, `notice` shown to all; `onHover`
 * hides dots of pictures not pointed at.
 */
export interface OverlayProps {
  readonly host: Element;
  readonly shown: readonly Shown[];
  readonly spoken: string;
  readonly notice: string;
  readonly onHover: boolean;
  /** Runs a few times a second while a picture is in view. */
  readonly onRest: () => void;
  /** For whom pictures are shopped when nobody said otherwise. */
  readonly gender: Preferences['gender'];
  readonly onRemark: (shown: Shown, at: number, remark: Remark) => Promise<boolean>;
  readonly onMore: (product: Product, gender: GenderChoice) => Promise<readonly Match[] | undefined>;
  readonly onSave: (shown: Shown) => void;
  readonly onLooks: () => void;
  readonly onAddShop: () => void;
}

const OPEN_MS = 120;
const CLOSE_MS = 250;
const CENTRE = { x: 0.5, y: 0.5, width: 0, height: 0 };

/** All dots of the page, the open popover and the live region. */
export function Overlay({ host, shown, spoken, notice, onHover, ...told }: OverlayProps) {
  const [open, setOpen] = useState<{ name: string; focus: boolean }>();
  const layer = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useFollow({
    layer,
    host,
    shown,
    onRest: told.onRest,
    onHidden: (button) => {
      // A popover without its dot would hang in a corner.
      if (button.dataset.name === open?.name && button.dataset.name) setOpen(undefined);
    },
  });
  useNear(layer, shown, onHover);
  const soon = (ms: number, next: typeof open): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), ms);
  };
  const dotOf = (name: string): HTMLElement | null | undefined =>
    layer.current?.querySelector<HTMLElement>(`[data-name="${name}"]`);
  const close = (): void => {
    clearTimeout(timer.current);
    if (open) dotOf(open.name)?.focus();
    setOpen(undefined);
  };
  useEffect(() => {
    const outside = (event: Event): void => {
      if (!layer.current || !event.composedPath().includes(layer.current)) setOpen(undefined);
    };
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !open) return;
      // The page's own dialog stays open: this Escape was meant for the popover.
      event.preventDefault();
      event.stopPropagation();
      close();
    };
    document.addEventListener('pointerdown', outside, true);
    document.addEventListener('keydown', onEscape, true);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      document.removeEventListener('keydown', onEscape, true);
    };
  });
  return (
    <div class={onHover ? 'layer on-hover' : 'layer'} ref={layer}>
      {shown.map((one) =>
        one.result ? (
          one.result.garments.map((garment, at) => {
            const name = `${one.id}-${at}`;
            return (
              <button
                key={name}
                type="button"
                hidden
                class="dot"
                data-name={name}
                data-picture={one.id}
                data-category={garment.category}
                aria-label={t('similarTo', t(`category_${garment.category}`))}
                aria-haspopup="dialog"
                aria-expanded={open?.name === name}
                onPointerEnter={() => open?.name !== name && soon(OPEN_MS, { name, focus: false })}
                onPointerLeave={() => soon(CLOSE_MS, undefined)}
                onClick={() => {
                  clearTimeout(timer.current);
                  setOpen({ name, focus: true });
                }}
                onKeyDown={(event) => moveBetweenDots(event, layer.current)}
              />
            );
          })
        ) : (
          <span key={`${one.id}-busy`} hidden class="dot busy skeleton" data-picture={one.id} aria-hidden="true" />
        ),
      )}
      {shown.map((one) =>
        one.result?.garments.map((garment, at) => {
          const name = `${one.id}-${at}`;
          const dot = open?.name === name ? dotOf(name) : undefined;
          if (!dot || !one.result) return null;
          const answered = { result: one.result, said: one.said };
          const gender = genderOf(answered, at, told.gender);
          return (
            <Popover
              key={name}
              garment={garment}
              was={kindBefore(answered, at) ?? garment.category}
              gender={gender}
              anchor={dot}
              takeFocus={open?.focus ?? false}
              saved={one.saved}
              loadPicture={loadPicture}
              onGender={(chosen) => told.onRemark(one, at, { gender: chosen })}
              onCategory={(category) => told.onRemark(one, at, { category })}
              onMore={(product) => told.onMore(product, gender)}
              onSave={() => told.onSave(one)}
              onLooks={told.onLooks}
              onAddShop={told.onAddShop}
              onClose={close}
              onStay={() => clearTimeout(timer.current)}
              onLeave={() => soon(CLOSE_MS, undefined)}
            />
          );
        }),
      )}
      {notice && (
        <div class="notice" aria-hidden="true">
          {notice}
        </div>
      )}
      <div class="visually-hidden" role="status">
        {spoken}
      </div>
    </div>
  );
}

interface Following {
  readonly layer: { readonly current: HTMLElement | null };
  readonly host: Element;
  readonly shown: readonly Shown[];
  readonly onRest: () => void;
  readonly onHidden: (button: HTMLElement) => void;
}

/** Hands the drawn dots to a follower, which moves them without drawing anew. */
function useFollow(now: Following): void {
  const latest = useRef(now);
  latest.current = now;
  const [follower] = useState(() =>
    createFollower({
      host: now.host,
      rested: () => latest.current.onRest(),
      hidden: (button) => latest.current.onHidden(button),
    }),
  );
  useEffect(() => () => follower.stop(), [follower]);
  const { layer, shown } = now;
  useLayoutEffect(() => {
    const pictures = shown.map(({ id, element, shows, result }) => {
      const buttons = [...(layer.current?.querySelectorAll<HTMLElement>(`[data-picture="${id}"]`) ?? [])];
      const dots = buttons.map((button, at) => ({ button, box: result?.garments[at]?.box ?? CENTRE }));
      return [id, { element, shows, natural: result ?? { width: 0, height: 0 }, dots }] as const;
    });
    follower.set(new Map(pictures));
  }, [follower, layer, shown]);
}

function moveBetweenDots(event: KeyboardEvent, layer: HTMLElement | null): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step || !layer) return;
  event.preventDefault();
  const dots = [...layer.querySelectorAll<HTMLElement>('button.dot:not([hidden])')];
  const at = dots.indexOf(event.currentTarget as HTMLElement);
  dots.at((at + step) % dots.length)?.focus();
}
