import { defineContentScript } from 'wxt/utils/define-content-script';
import { onMessage, sendMessage } from '../../lib/messages';
import { findPictures, pictureAddress } from '../../lib/page/find';
import { watchPictures } from '../../lib/page/watch';
import { type Preferences, preferencesOf, watchPreferences } from '../../lib/preferences';
import { createSession, type Session } from './session';

export default defineContentScript({
  registration: 'runtime',
  matches: [],
  main(context) {
    let session: { page: Session; stop: AbortController } | undefined;
    let wanted = false;
    let watching = false;
    let wishes: Preferences = preferencesOf(undefined);
    const life = new AbortController();
    const open = (): { page: Session; stop: AbortController } => {
      if (session) return session;
      const stop = new AbortController();
      session = { page: createSession(stop.signal, wishes), stop };
      return session;
    };
    const setActive = (active: boolean): void => {
      if (active && !watching) {
        const { page, stop } = open();
        watchPictures(page, stop.signal);
      } else if (!active) {
        session?.stop.abort();
        session = undefined;
      }
      watching = active;
    };
    const update = (): void => {
      if (watching !== (wanted && wishes.dots !== 'off')) setActive(!watching);
    };
    const want = (active: boolean): void => {
      wanted = active;
      update();
      // Dots that a right-click brought go too.
      if (!active) setActive(false);
    };
    // Another wish may change what is found: the pictures are asked about again, their analyses are remembered.
    watchPreferences((now) => {
      if (JSON.stringify(now) === JSON.stringify(wishes)) return;
      wishes = now;
      setActive(false);
      update();
    }, life.signal);
    onMessage('setActive', ({ data }) => want(data));
    onMessage('shopPicture', ({ data }) => {
      const element = findPictures(document).find((one) => pictureAddress(one) === data.srcUrl);
      const { page, stop } = open();
      if (element) void page.shop(element, stop.signal, true).catch(() => {});
    });
    Object.assign(globalThis, { isOverlayAlive: () => context.isValid });
    context.onInvalidated(() => {
      life.abort();
      session?.stop.abort();
    });
    // Registered for a granted site it works at once; injected by a right-click it waits for the message.
    void sendMessage('isGranted', undefined)
      // "No" must not end what a click has begun meanwhile.
      .then((granted) => granted && want(true))
      .catch(() => {});
  },
});
