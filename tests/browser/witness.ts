import type { Browser, CDPSession, Protocol, Target } from 'puppeteer';

/** Something a console of the browser said: an error of a script, of a policy or of the browser. */
export interface Complaint {
  /** Type and address of the page or worker that said it. */
  readonly where: string;
  readonly text: string;
}

/** Collects what goes wrong in every page, offscreen document, worker and service worker of a browser. */
export interface Witness {
  readonly complaints: Complaint[];
  /** Lets go of the targets that `whom` names: no worker can be ended while somebody listens. */
  release(whom: (target: Target) => boolean): Promise<void>;
  stop(): void;
}

/** Starts listening, also to what was said before: the protocol repeats a console's past to a newcomer. */
export function watchConsoles(browser: Browser): Witness {
  const complaints: Complaint[] = [];
  const sessions = new Map<Target, Promise<CDPSession | undefined>>();
  // A target may be listed and announced: a second session would stay behind when the first is released.
  const onTarget = (target: Target): void => {
    if (!sessions.has(target)) sessions.set(target, listenTo(target, complaints));
  };
  browser.on('targetcreated', onTarget);
  for (const target of browser.targets()) onTarget(target);
  return {
    complaints,
    async release(whom) {
      for (const [target, session] of sessions) {
        if (!whom(target)) continue;
        sessions.delete(target);
        await (await session)?.detach().catch(() => {});
      }
    },
    stop: () => void browser.off('targetcreated', onTarget),
  };
}

async function listenTo(target: Target, complaints: Complaint[]): Promise<CDPSession | undefined> {
  if (['browser', 'tab', 'webview'].includes(target.type()) || target.url().startsWith('chrome://')) return undefined;
  let session: CDPSession;
  try {
    session = await target.createCDPSession();
  } catch {
    return undefined; // It is gone already.
  }
  const note = (text: string): void => void complaints.push({ where: `${target.type()} ${target.url()}`, text });
  session.on('Runtime.consoleAPICalled', (event) => {
    if (event.type === 'error' || event.type === 'assert') note(textOf(event));
  });
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text } }) => {
    note(exception?.description ?? text);
  });
  session.on('Log.entryAdded', ({ entry }) => {
    // A worker's console reaches its owner's log as well; the worker's own session has noted it.
    if (entry.level === 'error' && entry.source !== 'worker') note(`${entry.text} ${entry.url ?? ''}`.trim());
  });
  // Not waited for: a target that is paused answers when it goes on. Puppeteer has every target start paused, and forgets
  // to let it go on where somebody else attaches at the same moment: a worker of a worker then never starts.
  for (const method of ['Runtime.enable', 'Log.enable', 'Runtime.runIfWaitingForDebugger'] as const) {
    session.send(method).catch(() => {});
  }
  return session;
}

function textOf(event: Protocol.Runtime.ConsoleAPICalledEvent): string {
  return event.args.map((arg) => String(arg.value ?? arg.description ?? arg.unserializableValue ?? arg.type)).join(' ');
}
