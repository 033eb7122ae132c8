import type { WebWorker } from 'puppeteer';

/** Runs a shortcut of the manifest in the tab in front: no protocol presses the keys of the browser itself. */
export async function runShortcut(worker: WebWorker, name: string): Promise<void> {
  await worker.evaluate(async (command) => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const event = chrome.commands.onCommand as unknown as { dispatch(name: string, tab: unknown): void };
    event.dispatch(command, tab);
  }, name);
}
