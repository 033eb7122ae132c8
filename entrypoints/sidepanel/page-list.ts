import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { onMessage } from '../../lib/messages';
import {
  type ListedPicture,
  NOTHING_LEFT,
  PAGE_CALL,
  PAGE_LIMITS,
  PAGE_LIST,
  type PageRequest,
  reportOf,
  withReport,
} from '../../lib/page-list';

type Port = ReturnType<typeof browser.tabs.connect>;

/** How often frames are called that came after the last call. */
const CALL_MS = 3_000;

/** Pictures of the tab in front; undefined until a page answers. */
export interface PageList {
  readonly pictures: readonly ListedPicture[] | undefined;
  /** Asks something of the frame whose document has this id. */
  readonly ask: (frame: string, request: PageRequest) => void;
}

/** Follows the active tab of this window while `wanted`. */
export function usePageList(wanted: boolean): PageList {
  const [pictures, setPictures] = useState<readonly ListedPicture[]>();
  const ports = useRef(new Map<string, Port>());
  useEffect(() => {
    if (!wanted) return undefined;
    const stop = new AbortController();
    follow(ports.current, setPictures, stop.signal);
    return () => stop.abort();
  }, [wanted]);
  const ask = useCallback((frame: string, request: PageRequest) => ports.current.get(frame)?.postMessage(request), []);
  return { pictures, ask };
}

type SetPictures = (
  change: (before: readonly ListedPicture[] | undefined) => readonly ListedPicture[] | undefined,
) => void;

/** Keeps one port to the document of every frame of the tab in front that shows dots. */
function follow(ports: Map<string, Port>, set: SetPictures, signal: AbortSignal): void {
  const panel = crypto.randomUUID();
  let front: number | undefined;
  let calling: Port | undefined;
  const hangUp = (): void => {
    calling?.disconnect();
    for (const port of ports.values()) port.disconnect();
    ports.clear();
    set(() => undefined);
  };
  const call = (tabId: number): void => {
    calling?.disconnect();
    calling = browser.tabs.connect(tabId, { name: PAGE_CALL + panel });
    calling.onDisconnect.addListener(readError);
  };
  const listen = (tabId: number, frame: string): void => {
    if (ports.has(frame) || ports.size === PAGE_LIMITS.frames) return;
    const port = browser.tabs.connect(tabId, { documentId: frame, name: PAGE_LIST + panel });
    ports.set(frame, port);
    port.onMessage.addListener((message: unknown) => {
      const report = reportOf(message);
      if (report && ports.get(frame) === port) set((before = []) => withReport(before, frame, report));
    });
    port.onDisconnect.addListener(() => {
      readError();
      if (ports.get(frame) !== port) return;
      ports.delete(frame);
      set((before = []) => (ports.size === 0 ? undefined : withReport(before, frame, NOTHING_LEFT)));
      // The frame's overlay may have begun anew, with other wishes.
      again();
    });
  };
  const look = async (): Promise<void> => {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    if (signal.aborted) return;
    if (tab?.id !== front) hangUp();
    front = tab?.id;
    if (front !== undefined) call(front);
  };
  const again = (): void => void look().catch(() => {});
  const renewed = (tabId: number, { status }: { status?: string }): void => {
    if (tabId !== front || status === undefined) return;
    if (status === 'loading') hangUp();
    again();
  };
  const deaf = onMessage('pageListens', ({ data, sender: { tab, documentId } }) => {
    if (data === panel && documentId !== undefined && tab?.id !== undefined && tab.id === front)
      listen(front, documentId);
  });
  browser.tabs.onActivated.addListener(again);
  browser.tabs.onUpdated.addListener(renewed);
  const timer = setInterval(again, CALL_MS);
  again();
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    deaf();
    browser.tabs.onActivated.removeListener(again);
    browser.tabs.onUpdated.removeListener(renewed);
    hangUp();
  });
}

/** Where no overlay listens the browser says so; reading it is what keeps the console quiet. */
function readError(): void {
  void browser.runtime.lastError;
}
