import { useEffect, useRef, useState } from 'preact/hooks';
import { Popover } from '../../components/popover';
import { loadPicture } from '../../lib/engine/product-pictures';
import type { Preferences } from '../../lib/preferences';
import type { ImageSource, ShopResult } from '../../lib/types';
import { t } from '../../lib/words';
import { useNear } from './near';
import { placeDots } from './place';

/** A picture with its dots, or one that is still looked at (`result` undefined); `gender` is what was asked for. */
export interface Shown {
  readonly id: number;
  readonly element: Element;
  readonly source: ImageSource;
  readonly result?: ShopResult;
  readonly gender: Preferences['gender'];
  readonly saved: boolean;
}

/** What the overlay draws and whom it tells. `spoken` is announced; `onHover` hides dots of pictures not pointed at. */
export interface OverlayProps {
  readonly shown: readonly Shown[];
  readonly spoken: string;
  readonly onHover: boolean;
  readonly onGender: (shown: Shown, gender: Preferences['gender']) => void;
  readonly onSave: (shown: Shown) => void;
  readonly onLooks: () => void;
  readonly onAddShop: () => void;
}

const OPEN_MS = 120;
const CLOSE_MS = 250;
const CENTRE = { x: 0.5, y: 0.5, width: 0, height: 0 };

/** All dots of the page, the open popover and the live region. */
export function Overlay({ shown, spoken, onHover, ...told }: OverlayProps) {
  const [open, setOpen] = useState<{ name: string; focus: boolean }>();
  const layer = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useFollow(layer, shown);
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
      if (event.key === 'Escape' && open) close();
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
          return dot ? (
            <Popover
              key={name}
              garment={garment}
              wearer={garment.person === null ? undefined : one.result?.persons[garment.person]}
              gender={one.gender}
              anchor={dot}
              takeFocus={open?.focus ?? false}
              saved={one.saved}
              loadPicture={loadPicture}
              onGender={(gender) => told.onGender(one, gender)}
              onSave={() => told.onSave(one)}
              onLooks={told.onLooks}
              onAddShop={told.onAddShop}
              onClose={close}
              onStay={() => clearTimeout(timer.current)}
              onLeave={() => soon(CLOSE_MS, undefined)}
            />
          ) : null;
        }),
      )}
      <div class="visually-hidden" role="status">
        {spoken}
      </div>
    </div>
  );
}

/** Dots are placed once a frame while there are any: no event tells of every scroll, zoom, transform and animation. */
function useFollow(layer: { readonly current: HTMLElement | null }, shown: readonly Shown[]): void {
  useEffect(() => {
    let frame = 0;
    const follow = (): void => {
      for (const one of shown) {
        const buttons = layer.current?.querySelectorAll<HTMLElement>(`[data-picture="${one.id}"]`) ?? [];
        const natural = one.result ?? { width: 0, height: 0 };
        const dots = [...buttons].map((button, at) => ({ button, box: one.result?.garments[at]?.box ?? CENTRE }));
        placeDots({ element: one.element, natural, dots });
      }
      if (shown.length > 0) frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [layer, shown]);
}

function moveBetweenDots(event: KeyboardEvent, layer: HTMLElement | null): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step || !layer) return;
  event.preventDefault();
  const dots = [...layer.querySelectorAll<HTMLElement>('button.dot:not([hidden])')];
  const at = dots.indexOf(event.currentTarget as HTMLElement);
  dots.at((at + step) % dots.length)?.focus();
}
