const RESTORED = 'message channel closed, the page was kept';

/** The answer to a message, unless the browser keeps the page for going back: it forgets whom that had asked. */
export function unlessRestored<T>(answer: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const { signal } = stop;
  const restored = new Promise<never>((_, reject) => {
    const onShow = (event: Event): void => {
      if ((event as PageTransitionEvent).persisted) reject(new Error(RESTORED));
    };
    addEventListener('pageshow', onShow, { signal });
  });
  return Promise.race([answer, restored]).finally(() => stop.abort());
}

/** Whether a message failed because nobody answers it any more: asked anew it may be answered. */
export function isLost(error: unknown): boolean {
  return error instanceof Error && /No response|Receiving end|message (channel|port) closed/i.test(error.message);
}
