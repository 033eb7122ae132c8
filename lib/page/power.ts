/** Chrome's own energy saver begins here, unless the user set it otherwise: share of a full battery. */
const LOW = 0.2;

/** What is used of the Battery Status API, which TypeScript's library lacks. */
interface Battery extends EventTarget {
  readonly charging: boolean;
  readonly level: number;
}

/**
 * Tells whether the battery is to be spared, now and after every change, until `signal` aborts. Chrome tells no
 * extension that its energy saver is on; a page knows its battery where it is a secure one whose policy allows it.
 * Elsewhere nothing is told: there is power then.
 */
export async function watchPower(tell: (sparing: boolean) => void, signal: AbortSignal): Promise<void> {
  const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
  const battery = await getBattery?.call(navigator).catch(() => undefined);
  if (!battery || signal.aborted) return;
  const note = (): void => tell(isSparing(battery));
  for (const name of ['chargingchange', 'levelchange']) battery.addEventListener(name, note, { signal });
  note();
}

/** Whether a battery in this state is to be spared. */
export function isSparing({ charging, level }: { readonly charging: boolean; readonly level: number }): boolean {
  return !charging && level <= LOW;
}
