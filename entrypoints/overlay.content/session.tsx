import { render } from 'preact';
import { askEngine, createRemoteEngine } from '../../lib/engine/remote';
import { isError } from '../../lib/errors';
import { sendMessage } from '../../lib/messages';
import { isAreaForbidden } from '../../lib/page/area';
import type { Area } from '../../lib/page/geometry';
import { glimpseOf, showsStill } from '../../lib/page/glimpse';
import { noticesHere, type Ours } from '../../lib/page/photograph';
import type { Shows } from '../../lib/page/shows';
import type { Pixels } from '../../lib/page/source';
import type { PictureListener } from '../../lib/page/watch';
import type { Preferences } from '../../lib/preferences';
import { PAGE_SENTENCES, recogniser } from '../../lib/sentences';
import type { GenderChoice, Narrowing } from '../../lib/similar';
import type { ImageSource, Match, Product } from '../../lib/types';
import { errorTextBy, plural, t } from '../../lib/words';
import { dotsInOrder, nearestDot } from './dot-keys';
import { createHost, type Host } from './host';
import { Overlay, type Shown } from './overlay';
import { readPicture } from './read-picture';
import { createRefresher } from './refresh';
import { createRemarks } from './remarks';
import { reportPictures } from './report';
import { type Answered, narrowed, readKept, withKept, withSaid } from './said';
import { createSaver } from './save';
import { readArea } from './shop-area';
import { createShownList } from './shown-list';

/** How a picture is shopped: `asked` for by the user, who then hears of failures and empty answers. */
export interface ShopWish {
  readonly signal?: AbortSignal;
  readonly asked?: boolean;
}

/** The overlay of one page. It appears on the page with the first thing to show. */
export interface Session {
  /** Shops one picture and shows its dots; `again` where trying later may help. Rejects only when cancelled. */
  shop(element: Element, shows: Shows, wish: ShopWish): ReturnType<PictureListener['shop']>;
  /** A picture will soon be shopped: it may be read already. */
  expect(shows: Shows): void;
  /** Lets the user choose an area of the page, and shows the dots of what it shows. */
  chooseArea(): void;
  /** How many dots can be seen. */
  dots(): number;
  /** Moves the focus to the dot nearest to the middle of the viewport. */
  goToDots(): void;
  /** Takes a picture's dots away. */
  forget(element: Element): void;
  /** Shows a sentence for a while. */
  say(sentence: string): void;
  readonly host: Element | null;
}

/** `wishes` say how pictures are shopped and shown. `alive` tells whether the extension still runs; `released` hears of pictures whose dots were given up. */
export interface SessionParts {
  readonly signal: AbortSignal;
  readonly wishes: Preferences;
  readonly alive?: () => boolean;
  readonly released?: (element: Element) => void;
}

/** A picture that nobody asked for breathes only where its dots take longer than this: most come at once. */
const WAIT_MS = 500;
const NOTICE_MS = 6_000;
const HELP_MS = 3_000;

/** More than a popover shows at first: its filters choose among them. */
const TOP = 18;
const NOTHING = new Map<never, never>();
const recognise = recogniser(PAGE_SENTENCES);
const errorText = (error: unknown): string => errorTextBy(recognise, error);
const AS_BOX = { place: 'border', layer: 0 } as const;

type Place = Pick<Shown, 'id' | 'element' | 'shows' | 'part' | 'glimpse'>;

/** Creates the overlay of this page; it is gone once the signal aborts. */
export function createSession({ signal, wishes, alive = () => true, released = () => {} }: SessionParts): Session {
  const engine = createRemoteEngine();
  const asked = { gender: wishes.gender, top: TOP };
  const asking = { top: TOP, genderFilter: wishes.gender, sensitivity: wishes.sensitivity };
  let host: Host | undefined;
  let spoken = '';
  const help = { words: '', until: 0 };
  let notice = '';
  let fading: ReturnType<typeof setTimeout> | undefined;
  let next = 0;
  let choosing = false;
  let focusBefore: Element | null = null;

  const list = createShownList({ changed: () => draw(), released });
  const there = (): readonly Shown[] => list.all.filter(({ gone }) => !gone);
  const reporter = reportPictures({ shown: there, save: (id) => void savePicture(id), gender: wishes.gender }, signal);
  const draw = (): void => {
    if (signal.aborted || !alive()) return;
    reporter.changed();
    host ??= createHost(signal, () => there().map((one) => one.element));
    const { element, root, keep } = host;
    // A dialog made by scripts that held it may be hidden by now, of which nothing tells.
    if (element.isConnected && !element.checkVisibility()) keep();
    render(
      <Overlay
        host={element}
        shown={list.all}
        spoken={spoken}
        notice={notice}
        onHover={wishes.dots === 'hover'}
        onArea={choosing ? (area) => void onArea(area) : undefined}
        onRest={() => {
          if (!alive()) return;
          keep();
          list.lookAgain();
        }}
        gender={wishes.gender}
        onOpened={(id) => {
          list.hold(id);
          void refresh(id);
        }}
        onRemark={({ id }, at, word) => remark(id, at, word)}
        onMore={more}
        onNarrow={narrow}
        onSave={(one) => void save(one)}
        onLooks={() => void sendMessage('openLooks', undefined).catch(() => {})}
        onAddShop={() => void sendMessage('openOptions', undefined).catch(() => {})}
      />,
      root,
    );
  };
  const speak = (sentence: string): void => {
    // Whoever asked for the dots hears out how to go on: dots of other pictures may come in the same moment.
    const words = performance.now() < help.until ? `${help.words} ${sentence}` : sentence;
    // The same words once more are another text: else nobody hears them again.
    spoken = words === spoken ? `${words}\u00a0` : words;
    draw();
  };
  const say = (sentence: string): void => {
    clearTimeout(fading);
    notice = sentence;
    speak(sentence);
    fading = setTimeout(() => {
      notice = '';
      draw();
    }, NOTICE_MS);
  };
  const askAgain = async (one: Answered & Shown) =>
    await withSaid(one, await engine.shop(one.source, { ...asking, signal }), one.source, asked);
  const refresh = createRefresher(list, askAgain, signal);
  const remark = createRemarks(list, asked, (error) => say(errorText(error)));
  const more = async ({ id }: Product, gender: GenderChoice): Promise<readonly Match[] | undefined> =>
    await askEngine(() => sendMessage('likeProduct', { productId: id, gender, top: TOP })).catch(() => undefined);
  const narrow = async ({ result, said, source }: Shown, at: number, only: Narrowing) =>
    result && (await narrowed({ result, said }, at, only, source, asked).catch(() => undefined));
  /** Shows the dots of a picture and says how many there are. */
  const present = (place: Place, source: ImageSource, answer: Answered, byUser: boolean): number => {
    const count = answer.result.garments.length;
    if (count > 0) list.put({ ...place, source, ...answer });
    else list.giveUp(place.id);
    if (count > 0) speak(plural('garmentsFound', count));
    else if (byUser) say(t('nothingWorn'));
    return count;
  };
  /** Where nothing of the overlay lies, nothing of it need flicker. */
  const ours: Ours = (area) => [...(host?.covers(area) ? [host.element] : []), ...noticesHere()];
  const onArea = async (area: Area | undefined): Promise<void> => {
    choosing = false;
    draw();
    if (focusBefore instanceof HTMLElement) focusBefore.focus({ preventScroll: true });
    if (!area || !host) return;
    if (isAreaForbidden(area, host.element)) return say(t('pictureNotOffered'));
    const id = next++;
    try {
      const { source, ...chosen } = await readArea(area, host.element);
      const place = { ...chosen, id, shows: AS_BOX };
      list.put({ ...place, source, said: NOTHING });
      const kept = readKept(source);
      const result = await engine.shop(source, { ...asking, signal });
      const answer = await withKept(result, await kept, source, asked);
      if (showsStill(place.element, place.glimpse)) present(place, source, answer, true);
      else list.giveUp(id);
    } catch (error) {
      list.giveUp(id);
      if (!signal.aborted) say(errorText(error));
    }
  };
  const save = createSaver(list, {
    saved: () => speak(t('lookSaved')),
    failed: (error) => say(errorText(error)),
  });
  const savePicture = async (id: number): Promise<void> => {
    const one = list.all.find((other) => other.id === id);
    if (one) await save(one);
  };
  signal.addEventListener('abort', () => {
    clearTimeout(fading);
    if (host) render(null, host.root);
  });
  return {
    forget: list.forget,
    chooseArea() {
      if (!alive()) return;
      focusBefore = document.activeElement;
      choosing = true;
      draw();
    },
    dots: () => (host ? dotsInOrder(host.root).length : 0),
    goToDots() {
      const dot = host && alive() ? nearestDot(host.root) : undefined;
      if (!host || !dot) return;
      dot.focus();
      help.until = 0;
      help.words = plural('dotsHelp', dotsInOrder(host.root).length);
      speak(help.words);
      help.until = performance.now() + HELP_MS;
    },
    say: (sentence) => alive() && say(sentence),
    get host() {
      return host?.element ?? null;
    },
    expect({ url }) {
      if (url && alive()) engine.readAhead({ kind: 'url', url, pageUrl: location.href }, asking);
    },
    async shop(element, shows, { signal: stop = signal, asked: byUser = false }) {
      if (!alive()) return 'done';
      const id = next++;
      const glimpse = byUser ? glimpseOf(element) : undefined;
      let waiting: ReturnType<typeof setTimeout> | undefined;
      try {
        const wait = ({ source }: Pixels): void => {
          clearTimeout(waiting);
          const breathe = () => list.put({ id, element, shows, glimpse, source, said: NOTHING });
          waiting = setTimeout(breathe, byUser ? 0 : WAIT_MS);
        };
        let kept: ReturnType<typeof readKept> | undefined;
        const { source, whole, result } = await readPicture(element, shows, ours, wait, (way) => {
          kept = readKept(way);
          return engine.shop(way, { ...asking, signal: stop });
        });
        const answer = await withKept(result, (await kept) ?? [], source, asked);
        stop.throwIfAborted();
        if (!element.isConnected || !alive()) {
          list.forget(element);
          return 'done';
        }
        if (glimpse && !showsStill(element, glimpse)) {
          list.giveUp(id);
          return 'done';
        }
        const count = present({ id, element, shows: whole ? AS_BOX : shows, glimpse }, source, answer, byUser);
        return count === 0 && element instanceof HTMLCanvasElement ? 'again' : 'done';
      } catch (error) {
        list.giveUp(id);
        if (stop.aborted) throw error;
        if (byUser && alive()) say(errorText(error));
        // What is not drawn yet is withheld too.
        if (isError(error, 'PictureForbidden')) return element instanceof HTMLCanvasElement ? 'again' : 'withheld';
        return isError(error, 'EngineUnavailable') ? 'again' : 'done';
      } finally {
        clearTimeout(waiting);
      }
    },
  };
}
