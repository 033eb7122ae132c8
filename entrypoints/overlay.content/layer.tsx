import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Hotspot } from '../../components/hotspot';
import type { ShopResult } from '../../lib/types';
import { contentBox } from './in-view';
import { STYLE } from './style';

/** The dots of a page. */
export interface Layer {
  show(image: HTMLImageElement, result: ShopResult): void;
}

interface Shown {
  readonly image: HTMLImageElement;
  readonly result: ShopResult;
  readonly place: HTMLElement;
}

/** Builds the layer in a shadow root of its own; it goes when the signal fires. */
export function createLayer(signal: AbortSignal): Layer {
  const host = document.createElement('buy-me-that-look');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const layer = document.createElement('div');
  layer.className = 'layer';
  root.append(layer);
  document.documentElement.append(host);
  const shown = new Set<Shown>();
  let open: string | undefined;

  const draw = ({ result, place, image }: Shown): void => {
    const set = (name: string | undefined) => () => {
      open = name;
      for (const one of shown) draw(one);
    };
    const spots = result.garments.map((garment, at) => {
      const name = `${image.currentSrc} ${at}`;
      return (
        <Hotspot
          key={name}
          garment={garment}
          open={open === name}
          onOpen={set(name)}
          onClose={set(undefined)}
          pictureUrl={(url) => (url.startsWith('/') ? `${browser.runtime.getURL('/')}${url.slice(1)}` : url)}
        />
      );
    });
    render(spots, place);
  };
  const follow = (): void => {
    if (signal.aborted) return;
    for (const one of shown) {
      if (one.image.isConnected) settle(one);
      else {
        one.place.remove();
        shown.delete(one);
      }
    }
    requestAnimationFrame(follow);
  };
  requestAnimationFrame(follow);
  const close = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
    if (event.composedPath().includes(host) && event.type === 'pointerdown') return;
    open = undefined;
    for (const one of shown) draw(one);
  };
  document.addEventListener('keydown', close, { capture: true, signal });
  document.addEventListener('pointerdown', close, { capture: true, signal });
  signal.addEventListener('abort', () => host.remove());
  return {
    show(image, result) {
      const place = document.createElement('div');
      place.className = 'picture';
      layer.append(place);
      const one = { image, result, place };
      shown.add(one);
      settle(one);
      draw(one);
    },
  };
}

function settle({ image, place }: Shown): void {
  const { x, y, width, height } = contentBox(image);
  place.style.cssText = `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
}
