import type { ContentScriptContext } from 'wxt/utils/content-script-context';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { keepLedgerFromPage } from '../../lib/engine/page-ledger';
import { askEngine } from '../../lib/engine/remote';
import { onMessage, sendMessage } from '../../lib/messages';
import { pageForbids, SMALLEST_SIDE } from '../../lib/page/find';
import { watchPower } from '../../lib/page/power';
import { type Watch, watchPictures } from '../../lib/page/watch';
import { type Preferences, preferencesOf, watchPreferences } from '../../lib/preferences';
import { t } from '../../lib/words';
import { rememberClicks, shopAsked } from './asked';
import { whenOpened } from './prepared';
import { createSession, type Session } from './session';
import { createWish } from './wish';

/** How often an open page asks whether its extension was updated or switched off. */
const PULSE_MS = 3_000;

export default defineContentScript({
  registration: 'runtime',
  matches: [],
  main(context) {
    whenOpened(() => start(context), context.signal);
  },
});

function start(context: ContentScriptContext): void {
  let session: { page: Session; stop: AbortController } | undefined;
  let watch: Watch | undefined;
  let wishes: Preferences = preferencesOf(undefined);
  keepLedgerFromPage();
  let sparing = false;
  const clicks = rememberClicks(context.signal);
  const alive = (): boolean => context.isValid;
  const open = (): { page: Session; stop: AbortController } => {
    if (session) return session;
    const stop = new AbortController();
    const released = (element: Element): void => watch?.release(element);
    session = { page: createSession({ signal: stop.signal, wishes, alive, released }), stop };
    return session;
  };
  const close = (): void => {
    session?.stop.abort();
    session = undefined;
    watch = undefined;
  };
  const update = (): void => {
    if (!alive()) return;
    if (wish.wanted && wishes.dots !== 'off' && hasRoom()) watch ??= startWatch(open(), () => !sparing);
    else if (watch) close();
  };
  // Another wish may change what is found: the pictures are asked about again, their analyses are remembered.
  watchPreferences((now) => {
    if (JSON.stringify(now) === JSON.stringify(wishes)) return;
    wishes = now;
    close();
    update();
  }, context.signal);
  void watchPower((now) => {
    sparing = now;
    watch?.wake();
  }, context.signal);
  const wish = createWish(
    () => sendMessage('isGranted', siteAround()),
    () => {
      // Dots that a right-click brought go too.
      if (!wish.wanted) close();
      update();
    },
  );
  // A script that another one replaced hears its messages too.
  onMessage('setActive', ({ data: { active, once = false } }) => {
    if (alive()) wish.set(active, once);
  });
  onMessage('recheck', () => wish.recheck());
  onMessage('shopPicture', ({ data }) => {
    if (alive()) void shopAsked(open().page, clicks, data.srcUrl);
  });
  onMessage('shopArea', () => {
    if (!alive()) return;
    const { page } = open();
    if (pageForbids()) page.say(t('pictureNotOffered'));
    else page.chooseArea();
  });
  onMessage('goToDots', async () => {
    if (!alive()) return;
    const { page } = open();
    if (page.dots() === 0) await shopAsked(page, clicks);
    // Dots are drawn with the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => page.goToDots()));
  });
  const dotsInView = (): number => session?.page.dots() ?? 0;
  Object.assign(globalThis, { isOverlayAlive: alive, areDotsWanted: () => wish.wanted, dotsInView });
  context.onInvalidated(close);
  // A frame may be given its size later.
  context.addEventListener(window, 'resize', update, { passive: true });
  context.setInterval(() => {}, PULSE_MS);
  // A page that the browser kept for going back heard nothing of what changed meanwhile.
  context.addEventListener(window, 'pageshow', ({ persisted }) => {
    if (persisted) void wish.begin();
  });
  // Registered for a granted site it works at once; injected by a right-click it waits for the message.
  void wish.begin();
}

function startWatch({ page, stop }: { page: Session; stop: AbortController }, mayWork: () => boolean): Watch {
  const listener: Parameters<typeof watchPictures>[0] = {
    shop: (element, shows, signal) => page.shop(element, shows, { signal }),
    forget: page.forget,
    near: page.expect,
    // Seconds before the first picture is read the engine may begin to load.
    expect: () => void askEngine(() => sendMessage('prepare', undefined)).catch(() => {}),
    mayWork,
    get host() {
      return page.host;
    },
  };
  return watchPictures(listener, stop.signal);
}

/** The nearest site around this frame: a sandbox around it has none. */
function siteAround(): string | undefined {
  return [...location.ancestorOrigins].find((origin) => origin !== 'null');
}

/** Whether a picture worth shopping fits into this frame: the page itself always has room. */
function hasRoom(): boolean {
  return window === window.top || Math.min(innerWidth, innerHeight) >= SMALLEST_SIDE;
}
