import { isCustom, mayHost, shadowOf } from './tree';

/** Whom a scanner tells what it meets. */
export interface ScanListener {
  /** An element was met: new, or something around it changed. */
  element(element: Element): void;
  /** A shadow root was met, perhaps not for the first time. */
  root(root: ShadowRoot): void;
}

/** Walks what was added or changed in idle time, in slices. */
export interface Scanner {
  /** Walks a subtree soon. */
  add(node: Node): void;
  /** Looks again for shadow roots of elements whose script had not run. */
  retryHosts(): void;
}

const SLICE_MS = 6;
const FIRST_MS = 40;
/** Walking takes at most one part in this many of the time, whatever the page does. */
const SHARE = 50;
/** More subtrees than this at once: the whole document is walked instead. */
const MOST_WAITING = 400;
const MOST_HOSTS = 500;
/** Looks at an element after its script has run: its shadow root comes in the same turn, or soon after. */
const HOST_LOOKS = 5;
const EACH = 16;

/** Creates a scanner that rests once `signal` aborts. */
export function createScanner(listener: ScanListener, signal: AbortSignal): Scanner {
  const waiting = new Set<Node>();
  /** Elements whose shadow root may come, and how often they were looked at since their script ran. */
  const hosts = new Map<Element, number>();
  let walk: Generator<undefined> | undefined;
  let scheduled = false;
  let spent = 0;
  let rested = 0;

  const schedule = (ms: number): void => {
    if (scheduled || signal.aborted) return;
    scheduled = true;
    setTimeout(() => requestIdleCallback(slice, { timeout: 300 }), ms);
  };
  const slice = (idle: IdleDeadline): void => {
    scheduled = false;
    if (signal.aborted) return;
    const start = performance.now();
    const end = start + Math.min(SLICE_MS, Math.max(2, idle.timeRemaining()));
    walk ??= walkAll(take(waiting), meet);
    let done: boolean | undefined = false;
    while (!done && performance.now() < end) done = walk.next().done;
    spent += performance.now() - start;
    if (!done) {
      schedule(1);
      return;
    }
    walk = undefined;
    rested = performance.now() + spent * SHARE;
    spent = 0;
    if (waiting.size > 0) schedule(Math.max(FIRST_MS, rested - performance.now()));
  };
  const meet = (element: Element): ShadowRoot | null => {
    listener.element(element);
    const root = mayHost(element) ? shadowOf(element) : null;
    if (root) listener.root(root);
    else if (isCustom(element) && hosts.size < MOST_HOSTS && !hosts.has(element)) hosts.set(element, 0);
    return root;
  };
  const add = (node: Node): void => {
    if (waiting.size < MOST_WAITING) waiting.add(node);
    else if (!waiting.has(document)) {
      waiting.clear();
      waiting.add(document);
    }
    schedule(Math.max(FIRST_MS, rested - performance.now()));
  };
  return {
    add,
    retryHosts() {
      for (const [host, looks] of hosts) {
        const root = host.isConnected ? shadowOf(host) : null;
        const defined = host.matches(':defined') ? looks + 1 : 0;
        if (root || !host.isConnected || defined > HOST_LOOKS) hosts.delete(host);
        else hosts.set(host, defined);
        if (!root) continue;
        listener.root(root);
        add(root);
      }
    },
  };
}

function take(waiting: Set<Node>): Node[] {
  const nodes = [...waiting];
  waiting.clear();
  return nodes;
}

/** Pauses every few elements, so that a slice can end. What two subtrees share is met once. */
function* walkAll(nodes: readonly Node[], meet: (element: Element) => ShadowRoot | null): Generator<undefined> {
  const met = new Set<Element>();
  const rest: Node[] = [...nodes];
  let count = 0;
  for (let root = rest.pop(); root; root = rest.pop()) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let node: Node | null = root; node; node = walker.nextNode()) {
      if (!(node instanceof Element) || met.has(node)) continue;
      met.add(node);
      const inner = meet(node);
      if (inner) rest.push(inner);
      if (++count % EACH === 0) yield;
    }
  }
}
