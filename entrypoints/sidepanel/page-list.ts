import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { type ListedPicture, PAGE_LIST, type PageRequest, reportOf, withReport } from '../../lib/page-list';

type Port = ReturnType<typeof browser.tabs.connect>;

/** How often frames are called that came after the last call. */
const CALL_MS = 3_000;

/** Pictures of the tab in front; undefined until a page answers. */
export interface PageList {
  readonly pictures: readonly ListedPicture[] | undefined;
  readonly ask: (request: PageRequest) => void;
}

/** Follows the active tab of this window while `wanted`. */
export function usePageList(wanted: boolean): PageList {
  const [pictures, setPictures] = useState<readonly ListedPicture[]>();
  const ports = useRef(new Set<Port>());
  useEffect(() => {
    if (!wanted) return undefined;
    const stop = new AbortController();
    follow(ports.current, setPictures, stop.signal);
    return () => stop.abort();
  }, [wanted]);
  const ask = useCallback((request: PageRequest) => {
    for (const port of ports.current) port.postMessage(request);
  }, []);
  return { pictures, ask };
}

type SetPictures = (
  change: (before: readonly ListedPicture[] | undefined) => readonly ListedPicture[] | undefined,
) => void;

function follow(ports: Set<Port>, set: SetPictures, signal: AbortSignal): void {
  const name = PAGE_LIST + crypto.randomUUID();
  let front: number | undefined;
  const hangUp = (): void => {
    for (const port of ports) port.disconnect();
    ports.clear();
    set(() => undefined);
  };
  const call = (tabId: number): void => {
    const port = browser.tabs.connect(tabId, { name });
    ports.add(port);
    port.onMessage.addListener((message: unknown) => {
      const report = reportOf(message);
      if (report && ports.has(port)) set((before = []) => withReport(before, report));
    });
    port.onDisconnect.addListener(() => {
      // Where no overlay listens the browser says so; reading it is what keeps the console quiet.
      void browser.runtime.lastError;
      ports.delete(port);
      if (ports.size === 0 && tabId === front) set(() => undefined);
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
  browser.tabs.onActivated.addListener(again);
  browser.tabs.onUpdated.addListener(renewed);
  const timer = setInterval(again, CALL_MS);
  again();
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    browser.tabs.onActivated.removeListener(again);
    browser.tabs.onUpdated.removeListener(renewed);
    hangUp();
  });
}
