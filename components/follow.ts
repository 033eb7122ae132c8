import { autoUpdate, computePosition, flip, offset, shift, size } from '@floating-ui/dom';

const PHONE_WIDTH = 480;
const MAX_HEIGHT = 520;
const MIN_HEIGHT = 180;

/** Keeps the popover beside its dot and inside the viewport until the answer is called; a sheet on a phone's width. */
export function follow(anchor: Element, box: HTMLElement): () => void {
  const place = async (): Promise<void> => {
    const sheet = innerWidth < PHONE_WIDTH;
    box.classList.toggle('sheet', sheet);
    if (sheet) {
      box.classList.add('placed');
      box.style.removeProperty('translate');
      box.style.removeProperty('max-height');
      return;
    }
    const { x, y } = await computePosition(anchor, box, {
      strategy: 'fixed',
      placement: direction(anchor) === 'rtl' ? 'left-start' : 'right-start',
      middleware: [
        offset(4),
        flip({ padding: 8, fallbackAxisSideDirection: 'end' }),
        shift({ padding: 8, crossAxis: true }),
        size({
          padding: 8,
          apply: ({ availableHeight }) =>
            box.style.setProperty(
              'max-height',
              `${Math.min(MAX_HEIGHT, innerHeight - 16, Math.max(MIN_HEIGHT, availableHeight))}px`,
            ),
        }),
      ],
    });
    box.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
    box.classList.add('placed');
  };
  return autoUpdate(anchor, box, () => void place(), { animationFrame: true });
}

function direction(element: Element): string {
  return getComputedStyle(element).direction;
}
