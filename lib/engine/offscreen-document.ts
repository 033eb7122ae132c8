import { browser } from 'wxt/browser';
import { UserError } from '../errors';

/** How long the document may take to load on a loaded machine, milliseconds. */
const LOAD_MS = 30_000;

let opening: Promise<void> | undefined;

/** One offscreen document per profile: a second `createDocument` throws, so that creation is guarded by one promise. */
export function ensureOffscreen(): Promise<void> {
  opening ??= openOffscreen().finally(() => {
    opening = undefined;
  });
  return opening;
}

async function openOffscreen(): Promise<void> {
  const open = await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  if (open.length > 0) return;
  const loaded = browser.offscreen.createDocument({
    url: '/offscreen.html',
    reasons: ['WORKERS', 'BLOBS'],
    justification: 'Finds garments in pictures with models that run in a worker',
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new UserError('EngineUnavailable', 'The picture engine stopped. Try again.')),
      LOAD_MS,
    );
  });
  try {
    await Promise.race([loaded, late]);
  } catch (error) {
    // One that never loads would keep everybody waiting: whoever asks again begins anew.
    await browser.offscreen.closeDocument().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
