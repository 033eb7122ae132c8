import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Popover } from '../../components/popover';
import { hasShops } from '../../lib/engine/has-shops';
import { loadPicture } from '../../lib/engine/product-pictures';
import type { Part } from '../../lib/page/area';
import { facesOf } from '../../lib/page/faces';
import type { Area } from '../../lib/page/geometry';
import type { Glimpse } from '../../lib/page/glimpse';
import type { Shows } from '../../lib/page/shows';
import { visualCentres } from '../../lib/page/visual-centre';
import type { Preferences } from '../../lib/preferences';
import type { GenderChoice, Narrowing } from '../../lib/similar';
import type { ImageSource, Match, Product, ShopResult } from '../../lib/types';
import { direction } from '../../lib/words';
import { AreaPicker } from './area-picker';
import { useDotEvents } from './dot-events';
import { onDotKey } from './dot-keys';
import { Dots, dotName } from './dots';
import { createFollower } from './follow';
import { watchHand } from './hand';
import { useNear } from './near';
import { useOutside, usePointer } from './outside';
import type { Placed } from './place';
import { genderOf, kindBefore, type Remark, type Said } from './said';

/**
 * A picture with its dots, or one that is still looked at (`result` undefined), and what a person said of it. `part` is
 * what was chosen of the element; `glimpse` what the element showed when a person asked about it.
 */
export interface Shown {
  readonly id: number;
  readonly element: Element;
  readonly shows: Pick<Shows, 'place' | 'layer'>;
  readonly part?: Part | undefined;
  readonly glimpse?: Glimpse | undefined;
  readonly source: ImageSource;
  readonly result?: ShopResult;
  readonly said: Said;
  readonly saved: boolean;
  /** The page took the picture away: of what was found in it only an open popover is left. */
  readonly gone?: true;
}

/**
 * What the overlay draws and whom it tells. `spoken` is announced to screen readers, `notice` shown to all; `onHover`
 * hides dots of pictures not pointed at; `onArea` is there while the user chooses an area of the page.
 */
export interface OverlayProps {
  readonly host: Element;
  readonly shown: readonly Shown[];
  readonly spoken: string;
  readonly notice: string;
  readonly onHover: boolean;
  readonly onArea?: ((area: Area | undefined) => void) | undefined;
  /** Runs a few times a second while a picture is in view. */
  readonly onRest: () => void;
  /** For whom pictures are shopped when nobody said otherwise. */
  readonly gender: Preferences['gender'];
  /** Of which picture a popover is open now, by its number. */
  readonly onOpened: (id: number | undefined) => void;
  readonly onRemark: (shown: Shown, at: number, remark: Remark) => Promise<boolean>;
  readonly onMore: (product: Product, gender: GenderChoice) => Promise<readonly Match[] | undefined>;
  readonly onNarrow: (shown: Shown, at: number, only: Narrowing) => Promise<readonly Match[] | undefined>;
  readonly onSave: (shown: Shown) => void;
  readonly onLooks: () => void;
  readonly onAddShop: () => void;
}

const OPEN_MS = 120;
const CLOSE_MS = 250;
/** Where a picture that is still looked at breathes: nearer to the feet than to a face. */
const WAITING = { x: 0.5, y: 0.88 };

/** All dots of the page, the open popover and the live region. */
export function Overlay({ host, shown, spoken, notice, onHover, onArea, ...told }: OverlayProps) {
  const [open, setOpen] = useState<{ name: string; focus: boolean }>();
  const layer = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const before = useRef<EventTarget | null>(null);
  useFollow({
    layer,
    host,
    shown,
    onRest: told.onRest,
  });
  const byHand = useHand(layer, open !== undefined);
  useNear(layer, shown, onHover);
  const stay = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  const soon = (ms: number, next: typeof open): void => {
    stay();
    timer.current = setTimeout(() => {
      timer.current = undefined;
      setOpen(next);
    }, ms);
  };
  /** What was opened by a click or a key, or is being used, stays when the pointer goes, also to another dot. */
  const isKept = (): boolean => open?.focus === true || !!focusIn(layer.current)?.closest('.popover');
  const goSoon = (): void => {
    stay();
    if (!isKept()) soon(CLOSE_MS, undefined);
  };
  const dotOf = (name: string): HTMLElement | null | undefined =>
    layer.current?.querySelector<HTMLElement>(`[data-name="${name}"]`);
  const close = (): void => {
    stay();
    // What the pointer opened has left the focus where it was, perhaps in a field of the page.
    if (open && layer.current?.querySelector(':focus')) {
      const dot = dotOf(open.name);
      if (dot?.checkVisibility()) dot.focus();
      // That may lie far from what is read now.
      else leave({ preventScroll: true });
    }
    setOpen(undefined);
  };
  const leave = (how?: FocusOptions): void => {
    const focused = layer.current?.querySelector<HTMLElement>(':focus');
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus(how);
    else focused?.blur();
  };
  /** The picture of which a popover is open. */
  const opened = open && shown.find(({ id }) => open.name.startsWith(dotName(id, '')));
  useEffect(() => {
    told.onOpened(opened?.id);
  }, [opened?.id]);
  const isGone = open !== undefined && (!opened?.result || opened.gone === true);
  useEffect(() => {
    if (!isGone) return;
    // What a slideshow replaces by itself is read on; unseen, a popover would take the next Escape from the page.
    const isRead = isKept() || layer.current?.querySelector('.popover:hover');
    if (!opened?.result || byHand() || !isRead) setOpen(undefined);
  }, [isGone, opened]);
  useOutside(host, open !== undefined, close, () => setOpen(undefined));
  const onPoint = (name: string): void => {
    // Back from the popover, or from another dot on the way: it stays.
    if (open?.name === name) stay();
    else if (!isKept()) soon(OPEN_MS, { name, focus: false });
  };
  usePointer(open !== undefined, () => {
    if (timer.current !== undefined) return;
    const [at] = layer.current?.querySelectorAll<HTMLElement>('button.dot:hover, .popover:hover') ?? [];
    if (!at) goSoon();
    else if (at.dataset.name && at.dataset.name !== open?.name) onPoint(at.dataset.name);
  });
  useDotEvents(layer, {
    onPoint,
    onLeave: goSoon,
    slips: () => open !== undefined && !byHand(),
    onOpen: (name) => {
      stay();
      setOpen({ name, focus: true });
    },
    onKey: (event, dot) => onDotKey(event, dot, layer.current, leave),
  });
  const popoverOf = (name: string) => {
    const one = opened;
    const at = Number(name.slice(one ? dotName(one.id, '').length : 0));
    const garment = one?.result?.garments[at];
    const dot = dotOf(name);
    if (!dot || !garment || !one?.result) return null;
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
        hasShops={hasShops}
        onGender={(chosen) => told.onRemark(one, at, { gender: chosen })}
        onCategory={(category) => told.onRemark(one, at, { category })}
        onMore={(product) => told.onMore(product, gender)}
        onNarrow={(only) => told.onNarrow(one, at, only)}
        onSave={() => told.onSave(one)}
        onLooks={told.onLooks}
        onAddShop={told.onAddShop}
        byHand={byHand}
        onClose={close}
        onGone={() => setOpen(undefined)}
        onStay={stay}
        onLeave={goSoon}
      />
    );
  };
  return (
    <div
      class={onHover ? 'layer on-hover' : 'layer'}
      // What the host says holds in here for the layout; `:dir()` may not hear of it in Chrome.
      dir={direction()}
      ref={layer}
      onAnimationEnd={({ target }) => target instanceof Element && target.classList.remove('new')}
      onFocusIn={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && layer.current?.contains(relatedTarget))) before.current = relatedTarget;
      }}
    >
      {shown.map((one) => (
        <Dots key={one.id} shown={one} open={open?.name} />
      ))}
      {open && popoverOf(open.name)}
      {notice && (
        <div class="notice" aria-hidden="true">
          {notice}
        </div>
      )}
      {onArea && <AreaPicker onChosen={onArea} />}
      <Spoken words={spoken} />
    </div>
  );
}

/** A live region is heard when what is in it changes: it stands there empty first. */
function Spoken({ words }: { words: string }) {
  const [text, setText] = useState('');
  useEffect(() => {
    const frame = requestAnimationFrame(() => setText(words));
    return () => cancelAnimationFrame(frame);
  }, [words]);
  return (
    <div class="visually-hidden" role="status">
      {text}
    </div>
  );
}

/** What has the focus in a layer, also while its window has not, as when the side panel is looked at. */
function focusIn(layer: HTMLElement | null): Element | null {
  const root = layer?.getRootNode();
  return root instanceof ShadowRoot ? root.activeElement : null;
}

/** While a popover is open, whether a person moves the page. */
function useHand(layer: { readonly current: HTMLElement | null }, isOpen: boolean): () => boolean {
  const asked = useRef<() => boolean>(() => false);
  useLayoutEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    asked.current = watchHand(() => layer.current?.querySelector('.popover'), stop.signal);
    return () => stop.abort();
  }, [layer, isOpen]);
  return useCallback(() => asked.current(), []);
}

interface Following {
  readonly layer: { readonly current: HTMLElement | null };
  readonly host: Element;
  readonly shown: readonly Shown[];
  readonly onRest: () => void;
}

/** Hands the drawn dots to a follower, which moves them without drawing anew. */
function useFollow(now: Following): void {
  const latest = useRef(now);
  latest.current = now;
  const [follower] = useState(() =>
    createFollower({
      host: now.host,
      moving: (moves) => latest.current.layer.current?.toggleAttribute('data-moving', moves),
      rested: () => latest.current.onRest(),
    }),
  );
  useEffect(() => () => follower.stop(), [follower]);
  const { layer, shown } = now;
  const placed = useRef(new WeakMap<Shown, Placed>());
  useLayoutEffect(() => {
    const buttonsOf = ({ id }: Shown): HTMLElement[] => [
      ...(layer.current?.querySelectorAll<HTMLElement>(`[data-picture="${id}"]`) ?? []),
    ];
    const place = (one: Shown): Placed => {
      const { element, shows, part, result } = one;
      const buttons = buttonsOf(one);
      const centres = visualCentres(result?.garments ?? []);
      const dots = buttons.map((button) => ({ button, at: centres[Number(button.dataset.at)] ?? WAITING }));
      const natural = result ?? { width: 0, height: 0 };
      const mover = buttons[0]?.closest<HTMLElement>('.moved') ?? undefined;
      const made = { element, mover, shows, part, natural, faces: result ? facesOf(result) : [], dots };
      placed.current.set(one, made);
      return made;
    };
    const there = shown.filter(({ gone }) => !gone);
    // Nobody follows them any more: they would stay where they were seen last.
    for (const one of shown) if (one.gone) for (const button of buttonsOf(one)) button.hidden = true;
    follower.set(new Map(there.map((one) => [one.id, placed.current.get(one) ?? place(one)])));
  }, [follower, layer, shown]);
}
