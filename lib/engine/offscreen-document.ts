import { browser } from 'wxt/browser';

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
  await browser.offscreen.createDocument({
    url: '/offscreen.html',
    reasons: ['WORKERS', 'BLOBS'],
    justification: 'Finds garments in pictures with models that run in a worker.',
  });
}
