import { render } from 'preact';
import { askTwice, createRemoteEngine } from '../../lib/engine/remote';
import { sendMessage } from '../../lib/messages';
import { otherSources, sourceOf, worthAnotherWay } from '../../lib/page/source';
import type { Preferences } from '../../lib/preferences';
import type { ImageSource, ShopResult } from '../../lib/types';
import { direction, errorText, plural, t } from '../../lib/words';
import { Overlay, type Shown } from './overlay';
import { STYLE } from './style';

/** The overlay of one page. */
export interface Session {
  /** Shops one picture and shows its dots. `asked` says failures and empty answers aloud. */
  shop(element: Element, signal: AbortSignal, asked?: boolean): Promise<void>;
  /** Takes a picture's dots away. */
  forget(element: Element): void;
}

const MOST_SHOWN = 60;

/** More than a popover shows at first: its filters choose among them. */
const TOP = 18;
const KEPT = 6;

/** Puts the overlay on the page until `signal` aborts. */
export function createSession(signal: AbortSignal, wishes: Preferences): Session {
  const engine = createRemoteEngine();
  const root = createRoot(signal);
  const asking = { top: TOP, genderFilter: wishes.gender, sensitivity: wishes.sensitivity };
  let shown: readonly Shown[] = [];
  let spoken = '';
  let next = 0;

  const draw = (): void => {
    if (signal.aborted) return;
    render(
      <Overlay
        shown={shown}
        spoken={spoken}
        onHover={wishes.dots === 'hover'}
        onGender={(one, gender) => void refine(one, gender)}
        onSave={(one) => void save(one)}
        onLooks={() => void sendMessage('openLooks', undefined).catch(() => {})}
        onAddShop={() => void sendMessage('openOptions', undefined).catch(() => {})}
      />,
      root,
    );
  };
  const say = (sentence: string): void => {
    spoken = sentence;
    draw();
  };
  const without = (element: Element): readonly Shown[] => shown.filter((one) => one.element !== element);
  const show = (one: Omit<Shown, 'saved' | 'gender'>): void => {
    // The oldest pictures of an endless page have long been scrolled away.
    shown = [...without(one.element), { ...one, gender: wishes.gender, saved: false }].slice(-MOST_SHOWN);
    draw();
  };
  const forget = (element: Element): void => {
    shown = without(element);
    draw();
  };
  /** The same picture for another gender: its analysis is remembered, so that only the search runs again. */
  const refine = async (one: Shown, gender: Preferences['gender']): Promise<void> => {
    try {
      const result = await engine.shop(one.source, { ...asking, genderFilter: gender, signal });
      shown = shown.map((other) => (other.id === one.id ? { ...other, result, gender } : other));
      draw();
    } catch (error) {
      say(errorText(error));
    }
  };
  const save = async (one: Shown): Promise<void> => {
    if (!one.result) return;
    const { source } = one;
    const result = worthKeeping(one.result);
    const title = document.title || t('savedLook');
    const draft = { title, pageUrl: location.href, pageTitle: document.title, result, source };
    try {
      await askTwice(() => sendMessage('saveLook', draft));
      shown = shown.map((other) => (other.id === one.id ? { ...other, saved: true } : other));
      say(t('lookSaved'));
    } catch (error) {
      say(errorText(error));
    }
  };
  signal.addEventListener('abort', () => render(null, root));
  return {
    forget,
    async shop(element, stop, asked = false) {
      const source = await sourceOf(element);
      if (!source) return;
      const id = next++;
      show({ id, element, source });
      try {
        const answer = await read(element, source, (way) => engine.shop(way, { ...asking, signal: stop }));
        if (!element.isConnected) return forget(element);
        show({ id, element, source: answer.source, result: answer.result });
        const count = answer.result.garments.length;
        if (asked || count > 0) say(plural('garmentsFound', count));
      } catch (error) {
        forget(element);
        if (asked) say(errorText(error));
        throw error;
      }
    },
  };
}

/** A saved look keeps the best matches only. */
function worthKeeping(result: ShopResult): ShopResult {
  const garments = result.garments.map((one) => ({ ...one, matches: one.matches.slice(0, KEPT) }));
  return { ...result, garments };
}

/** Tries every way to the pixels until the engine can read one. */
async function read(
  element: Element,
  source: ImageSource,
  shop: (source: ImageSource) => Promise<ShopResult>,
): Promise<{ source: ImageSource; result: ShopResult }> {
  let refusal: unknown;
  try {
    return { source, result: await shop(source) };
  } catch (error) {
    if (!worthAnotherWay(error)) throw error;
    refusal = error;
  }
  for await (const other of otherSources(element, source)) {
    try {
      return { source: other, result: await shop(other) };
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

function createRoot(signal: AbortSignal): ShadowRoot {
  const host = document.createElement('buy-me-that-look');
  host.dir = direction();
  host.style.cssText =
    'all: initial; position: fixed; inset: 0 auto auto 0; width: 0; height: 0; padding: 0; margin: 0; border: 0; overflow: visible; background: none; z-index: 2147483647;';
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  document.documentElement.append(host);
  // The top layer, so that no z-index of the page covers the dots.
  host.popover = 'manual';
  host.showPopover();
  signal.addEventListener('abort', () => host.remove());
  return root;
}
