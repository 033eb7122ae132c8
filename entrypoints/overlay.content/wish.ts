/** Whether dots appear by themselves in this frame: because its site is granted, or for once, because a click said so. */
export interface Wish {
  readonly wanted: boolean;
  /** The browser's button or a setting says so now. */
  set(active: boolean, once: boolean): void;
  /** Asks what is allowed and goes by it. Never rejects. */
  begin(): Promise<void>;
  /** The same after something was taken back, which is no reason to begin. */
  recheck(): Promise<void>;
}

/** The wish of a frame, at first none. `isGranted` asks the extension; `changed` hears when dots are to come or go. */
export function createWish(isGranted: () => Promise<boolean>, changed: () => void): Wish {
  let by: 'grant' | 'click' | undefined;
  let turn = 0;
  const go = (now: typeof by): void => {
    by = now;
    changed();
  };
  const ask = async (mayBegin: boolean): Promise<void> => {
    const mine = ++turn;
    const granted = await isGranted().catch(() => undefined);
    // "No" must not end what a click has begun meanwhile, nor "yes" begin what one has ended.
    if (mine !== turn) return;
    if (granted && (by || mayBegin)) go('grant');
    // What a click asked for was not granted: nobody can have taken it back.
    else if (granted === false && by === 'grant') go(undefined);
  };
  return {
    get wanted() {
      return by !== undefined;
    },
    set(active, once) {
      turn += 1;
      // A click on the site around a frame takes nothing from the frame's own grant.
      if (!active) go(undefined);
      else go(once && by !== 'grant' ? 'click' : 'grant');
    },
    begin: () => ask(true),
    recheck: () => ask(false),
  };
}
