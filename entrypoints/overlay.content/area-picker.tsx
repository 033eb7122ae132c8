import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { areaBetween, isArea, middleArea, movedArea, resizedArea } from '../../lib/page/area';
import type { Area, Point } from '../../lib/page/geometry';
import { number, t } from '../../lib/words';

/** `onChosen` hears the area in CSS pixels of the viewport, or undefined when the user went back. */
export interface AreaPickerProps {
  readonly onChosen: (area: Area | undefined) => void;
}

const STEP = 16;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

const KEYS = new Set(['Enter', 'Escape', 'Tab']);

const view = (): { width: number; height: number } => ({ width: innerWidth, height: innerHeight });

/** A veil over the page on which an area is dragged, has two corners clicked, or is moved and resized by keyboard. */
export function AreaPicker({ onChosen }: AreaPickerProps) {
  const [area, setArea] = useState<Area>(() => middleArea(view()));
  const [from, setFrom] = useState<Point>();
  // Where the picker begins is told with its help; afterwards every change by keyboard is.
  const [said, setSaid] = useState('');
  const veil = useRef<HTMLDivElement>(null);
  const leave = useRef<HTMLButtonElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    if (!event.isTrusted) return;
    const by = ARROWS[event.key];
    if (!by && !KEYS.has(event.key)) return;
    // Neither the page nor a dialog of its own is meant.
    event.stopPropagation();
    const onButton = leave.current?.matches(':focus') ?? false;
    if (onButton && event.key === 'Enter') return;
    event.preventDefault();
    if (event.key === 'Tab') (onButton ? veil : leave).current?.focus({ preventScroll: true });
    else if (event.key === 'Escape') onChosen(undefined);
    else if (by) change(by, event.shiftKey);
    else onChosen(whole());
  };
  /** A corner that waits for another one is no area yet. */
  const whole = (): Area => (isArea(area) ? area : middleArea(view()));
  const change = (by: Point, resizes: boolean): void => {
    const next = (resizes ? resizedArea : movedArea)(whole(), by, view());
    setFrom(undefined);
    setArea(next);
    setSaid(inWords(next));
  };
  useEffect(() => {
    veil.current?.focus({ preventScroll: true });
    const onResize = (): void => setArea(middleArea(view()));
    addEventListener('resize', onResize);
    return () => removeEventListener('resize', onResize);
  }, []);
  // Heard on the way down, before the page hears it; anew at once, for a key held down comes again soon.
  useLayoutEffect(() => {
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  });
  const at = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX, y: clientY });
  return (
    <>
      <div
        ref={veil}
        class="veil"
        role="application"
        tabIndex={-1}
        aria-label={t('shopArea')}
        aria-describedby="area-help"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          veil.current?.setPointerCapture(event.pointerId);
          setFrom((corner) => corner ?? at(event));
        }}
        onPointerMove={(event) => from && setArea(areaBetween(from, at(event), view()))}
        onPointerUp={(event) => {
          if (!from) return;
          const drawn = areaBetween(from, at(event), view());
          // A click instead of a drag: the next one sets the other corner.
          if (isArea(drawn)) onChosen(drawn);
          else setArea(drawn);
        }}
        onPointerCancel={() => setFrom(undefined)}
      >
        <div
          class="area"
          style={{ left: `${area.left}px`, top: `${area.top}px`, width: `${area.width}px`, height: `${area.height}px` }}
        />
      </div>
      <div class="area-bar">
        <p id="area-help">{t('areaHelp')}</p>
        <button type="button" class="button small" ref={leave} onClick={() => onChosen(undefined)}>
          {t('close')}
        </button>
      </div>
      <div class="visually-hidden" role="status">
        {said}
      </div>
    </>
  );
}

function inWords({ left, top, width, height }: Area): string {
  return t('areaAt', ...[width, height, left, top].map((pixels) => number(Math.round(pixels))));
}
