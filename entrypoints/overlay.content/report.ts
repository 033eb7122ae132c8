import { browser } from 'wxt/browser';
import { sendMessage } from '../../lib/messages';
import {
  PAGE_CALL,
  PAGE_LIMITS,
  PAGE_LIST,
  type PagePicture,
  type PageReport,
  type PageRequest,
} from '../../lib/page-list';
import type { Preferences } from '../../lib/preferences';
import type { Shown } from './overlay';
import { genderOf } from './said';

/** What of a page the side panel may see and do. */
export interface Reported {
  /** Pictures with their answers, as the page shows them now. */
  readonly shown: () => readonly Shown[];
  readonly save: (id: number) => void;
  /** For whom pictures are shopped when nobody said otherwise. */
  readonly gender: Preferences['gender'];
}

/** Tells the side panel about the pictures of this frame, as long as it listens. */
export interface Reporter {
  /** Something about the pictures has changed. */
  changed(): void;
}

type Port = ReturnType<typeof browser.runtime.connect>;

const REST_MS = 250;

/** Answers side panels until `signal` aborts. */
export function reportPictures({ shown, save, gender }: Reported, signal: AbortSignal): Reporter {
  /** What every panel that listens was told last. */
  const listeners = new Map<Port, Map<number, Shown>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    timer = undefined;
    const now = inPageOrder(shown());
    for (const [port, sent] of listeners) {
      const changed = now.filter((one) => sent.get(one.id) !== one);
      sent.clear();
      for (const one of now) sent.set(one.id, one);
      const report: PageReport = {
        changed: changed.map((one) => pictureOf(one, gender)),
        all: now.map(({ id }) => id),
      };
      port.postMessage(report);
    }
  };
  // The panel calls again and again, for frames that come later: one that it has heard of need not answer.
  const answer = (panel: string): void => {
    if ([...listeners.keys()].some(({ name }) => name === PAGE_LIST + panel)) return;
    void sendMessage('pageListens', panel).catch(() => {});
  };
  const listen = (port: Port): void => {
    listeners.set(port, new Map());
    port.onDisconnect.addListener(() => void listeners.delete(port));
    port.onMessage.addListener(({ picture, what }: PageRequest) => {
      const one = shown().find(({ id }) => id === picture);
      if (one && what === 'save') save(one.id);
      if (one && what === 'show') one.element.scrollIntoView({ block: 'center', behavior: motion() });
    });
    tell();
  };
  const hear = (port: Port): void => {
    if (port.name.startsWith(PAGE_CALL)) answer(port.name.slice(PAGE_CALL.length));
    else if (port.name.startsWith(PAGE_LIST)) listen(port);
  };
  browser.runtime.onConnect.addListener(hear);
  const hangUp = (): void => {
    for (const port of listeners.keys()) port.disconnect();
    listeners.clear();
  };
  // A page that the browser keeps for going back loses its ports unheard, and would answer no panel again.
  addEventListener('pagehide', hangUp, { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    hangUp();
    try {
      browser.runtime.onConnect.removeListener(hear);
    } catch {
      // An extension that was updated takes its events away.
    }
  });
  return {
    changed() {
      if (listeners.size > 0) timer ??= setTimeout(tell, REST_MS);
    },
  };
}

function motion(): 'auto' | 'smooth' {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
}

/** Pictures in which something was found, as a reader comes upon them. */
function inPageOrder(shown: readonly Shown[]): Shown[] {
  return shown
    .filter(({ result }) => result && result.garments.length > 0)
    .slice(-PAGE_LIMITS.pictures)
    .sort((a, b) => {
      const order = a.element.compareDocumentPosition(b.element);
      return order & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : Number(!!(order & Node.DOCUMENT_POSITION_PRECEDING));
    });
}

function pictureOf({ id, element, source, result, said, saved }: Shown, gender: Preferences['gender']): PagePicture {
  if (!result) throw new Error('A picture without an answer is not listed.');
  const garments = result.garments.map((one) => ({ ...one, matches: one.matches.slice(0, PAGE_LIMITS.matches) }));
  const genders = garments.map((_, at) => genderOf({ result, said }, at, gender));
  return { id, name: nameOf(element), source, result: { ...result, garments }, genders, saved };
}

const LONGEST_NAME = 120;

function nameOf(element: Element): string {
  const named = element.getAttribute('alt') || element.getAttribute('aria-label') || element.getAttribute('title');
  return (named ?? '').trim().replace(/\s+/g, ' ').slice(0, LONGEST_NAME);
}
