/** Limits of politeness: requests at once in all and for each host, and milliseconds between two starts at a host. */
export interface PaceLimits {
  readonly atOnce: number;
  readonly perHost: number;
  readonly gap: number;
}

/** Lets requests start when their turn comes. */
export interface Pace {
  /** Resolves when a request to `host` may start; the answer ends its turn. Rejects with the signal's reason. */
  enter(host: string, signal?: AbortSignal): Promise<() => void>;
  /** No request to `host` starts before `until` (milliseconds since the epoch). */
  hold(host: string, until: number): void;
}

interface Waiting {
  readonly host: string;
  readonly go: () => void;
}

/** Hosts whose last start is remembered; older ones have long passed their gap. */
const MOST_HOSTS = 2_000;

class HostPace implements Pace {
  readonly #limits: PaceLimits;
  readonly #line: Waiting[] = [];
  readonly #running = new Map<string, number>();
  readonly #earliest = new Map<string, number>();
  #active = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(limits: PaceLimits) {
    this.#limits = limits;
  }

  enter(host: string, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const drop = () => {
        this.#line.splice(this.#line.indexOf(waiting), 1);
        reject(signal?.reason);
        // A clock that nobody waits for would keep the process alive.
        this.#serve();
      };
      const waiting = {
        host,
        go: () => {
          signal?.removeEventListener('abort', drop);
          resolve(this.#start(host));
        },
      };
      signal?.addEventListener('abort', drop, { once: true });
      this.#line.push(waiting);
      this.#serve();
    });
  }

  hold(host: string, until: number): void {
    this.#earliest.set(host, Math.max(until, this.#earliest.get(host) ?? 0));
  }

  #start(host: string): () => void {
    this.#active += 1;
    this.#running.set(host, (this.#running.get(host) ?? 0) + 1);
    this.hold(host, Date.now() + this.#limits.gap);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#active -= 1;
      const others = (this.#running.get(host) ?? 1) - 1;
      if (others > 0) this.#running.set(host, others);
      else this.#running.delete(host);
      this.#serve();
    };
  }

  #serve(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#earliest.size > MOST_HOSTS) this.#forget();
    let wait = Number.POSITIVE_INFINITY;
    for (let at = 0; at < this.#line.length && this.#active < this.#limits.atOnce; ) {
      const waiting = this.#line[at] as Waiting;
      const pause = (this.#earliest.get(waiting.host) ?? 0) - Date.now();
      const busy = (this.#running.get(waiting.host) ?? 0) >= this.#limits.perHost;
      if (!busy && pause <= 0) {
        this.#line.splice(at, 1);
        waiting.go();
        continue;
      }
      if (!busy) wait = Math.min(wait, pause);
      at += 1;
    }
    // A busy host's next turn comes with the end of its request, not by the clock.
    if (Number.isFinite(wait)) this.#timer = setTimeout(() => this.#serve(), wait);
  }

  #forget(): void {
    for (const [host, time] of this.#earliest) if (time < Date.now()) this.#earliest.delete(host);
  }
}

/** A pace of its own; share one between everything that fetches for a catalogue. */
export function createPace(limits: PaceLimits): Pace {
  return new HostPace(limits);
}
