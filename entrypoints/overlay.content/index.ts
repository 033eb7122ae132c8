import { defineContentScript } from 'wxt/utils/define-content-script';
import { onMessage, sendMessage } from '../../lib/messages';
import { isShopworthy, pageOptedOut, watchPictures } from './in-view';
import { createLayer, type Layer } from './layer';

/** Pictures of this page that travel to the engine at a time. */
const IN_FLIGHT = 2;

export default defineContentScript({
  registration: 'runtime',
  matches: [],
  main() {
    const stop = new AbortController();
    const layer = createLayer(stop.signal);
    const line: HTMLImageElement[] = [];
    let busy = 0;
    const turn = (): void => {
      for (; busy < IN_FLIGHT && line.length > 0; busy++) {
        const image = line.shift();
        if (image) void shop(image, layer).finally(done);
      }
    };
    const done = (): void => {
      busy--;
      turn();
    };
    const add = (image: HTMLImageElement): void => {
      line.push(image);
      turn();
    };
    onMessage('setActive', ({ data }) => {
      if (data && !pageOptedOut(document)) watchPictures(add, stop.signal);
    });
    onMessage('shopPicture', ({ data }) => {
      const image = [...document.images].find(
        ({ currentSrc, src }) => data.srcUrl === currentSrc || data.srcUrl === src,
      );
      if (image && isShopworthy(image)) add(image);
    });
    // Registered for a granted site it works at once; injected by a right-click it waits for the message.
    void sendMessage('isGranted', undefined).then((granted) => {
      if (granted && !pageOptedOut(document)) watchPictures(add, stop.signal);
    });
  },
});

/** A page changes while it is looked at: a failure means no dots, and the next picture is tried all the same. */
async function shop(image: HTMLImageElement, layer: Layer): Promise<void> {
  try {
    await sendMessage('ensureEngine', undefined);
    const source = { kind: 'url', url: image.currentSrc || image.src, pageUrl: location.href } as const;
    const result = await sendMessage('shop', { id: crypto.randomUUID(), source, options: {} });
    if (image.isConnected) layer.show(image, result);
  } catch {
    // Nothing to show.
  }
}
