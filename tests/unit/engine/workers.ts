import { MessageChannel } from 'node:worker_threads';
import type { Notebook } from '../../../lib/engine/bad-pictures';
import { answerCalls, type Calls } from '../../../lib/engine/worker-bridge';
import type { ImageSource, ShopResult } from '../../../lib/types';

/** An answer without garments. */
export const RESULT: ShopResult = { width: 4, height: 4, framing: 'product', persons: [], garments: [] };
/** A picture of a page, by its address. */
export const source = (url: string): ImageSource => ({ kind: 'url', url, pageUrl: 'http://page.test/' });

/** What survives a document. */
export class Notes implements Notebook {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
}

/** Workers over message channels: the same bridge, without a thread of their own. */
export class Workers {
  started = 0;
  readonly #ends: (() => void)[] = [];
  readonly #errors: (() => void)[] = [];

  constructor(readonly calls: (say: (turn: string | null) => void) => Calls) {}

  start = (): Worker => {
    this.started += 1;
    const { port1, port2 } = new MessageChannel();
    const inside = port2 as unknown as Parameters<typeof answerCalls>[0];
    const turn = answerCalls(
      inside,
      this.calls((address) => turn(address)),
    );
    port1.on('message', () => {});
    port2.on('message', () => {});
    const listen = port1.addEventListener.bind(port1) as unknown as Worker['addEventListener'];
    const terminate = () => {
      port1.close();
      port2.close();
    };
    this.#ends.push(terminate);
    const addEventListener = ((type: string, listener: EventListener) => {
      if (type === 'error') this.#errors.push(() => listener(new Event('error')));
      else listen(type, listener);
    }) as Worker['addEventListener'];
    return { postMessage: port1.postMessage.bind(port1), addEventListener, terminate } as unknown as Worker;
  };

  /** The newest worker dies outside of any call, as when it runs out of memory. */
  fail(): void {
    this.#errors.at(-1)?.();
  }

  close(): void {
    for (const end of this.#ends) end();
  }
}

/** `answered`, or the name of the error. */
export const outcome = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: Error) => error.name,
  );
