import { computePosition, flip, offset, shift } from '@floating-ui/dom';

const PHONE_WIDTH = 480;

/** Keeps the popover beside its dot and inside the viewport until the answer is called; a sheet on a phone's width. */
export function follow(anchor: Element, box: HTMLElement): () => void {
  const place = async (): Promise<void> => {
    const sheet = innerWidth < PHONE_WIDTH;
    box.classList.toggle('sheet', sheet);
    if (sheet) {
      box.classList.add('placed');
      box.style.removeProperty('translate');
      return;
    }
    const { x, y } = await computePosition(anchor, box, {
      strategy: 'fixed',
      placement: direction(anchor) === 'rtl' ? 'left-start' : 'right-start',
      middleware: [
        offset(4),
        flip({ padding: 8, fallbackAxisSideDirection: 'end' }),
        shift({ padding: 8, crossAxis: true }),
      ],
    });
    box.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
    box.classList.add('placed');
  };
  return whenMoved(anchor, box, () => void place());
}

/** Calls at once, and after each frame in which one of the two or the viewport has another place or size. */
function whenMoved(anchor: Element, box: HTMLElement, moved: () => void): () => void {
  let before = '';
  let frame = 0;
  const look = (): void => {
    const { x, y, width, height } = anchor.getBoundingClientRect();
    const now = [x, y, width, height, box.offsetWidth, box.offsetHeight, innerWidth, innerHeight].join();
    if (now !== before) moved();
    before = now;
    frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}

function direction(element: Element): string {
  return getComputedStyle(element).direction;
}
