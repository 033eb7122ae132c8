import { type LedgerEntry, REASONS } from './request';

/** Longest address of an entry that another context sent. */
const LONGEST = 500;
/** Last moment that a date can name, milliseconds since the epoch: a later one could be neither shown nor saved. */
const LAST_MOMENT = 8.64e15;

/** The entry that a message holds, undefined where it is none. A private window's address is not kept. */
export function entryOf(value: unknown, inPrivate: boolean): LedgerEntry | undefined {
  const given = (value ?? {}) as Partial<Record<keyof LedgerEntry, unknown>>;
  const why = REASONS.find((one) => one === given.why);
  const { id, at, address, landed, status, bytes } = given;
  if (!why || typeof id !== 'string' || id.length > 40 || typeof address !== 'string') return undefined;
  if (!isCount(at) || at > LAST_MOMENT || !isCount(bytes) || !(status === undefined || isCount(status)))
    return undefined;
  const kept = (text: unknown): string =>
    inPrivate || typeof text !== 'string' || !/^https?:/i.test(text) ? '' : text.slice(0, LONGEST);
  const more = { ...(kept(landed) ? { landed: kept(landed) } : {}), ...(status === undefined ? {} : { status }) };
  return { id, at, address: kept(address), why, bytes, ...more };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Sums over entries: how many requests, how many bytes came back, how many hosts were asked. */
export function summaryOf(entries: readonly LedgerEntry[]): { requests: number; bytes: number; hosts: number } {
  const hosts = new Set(entries.flatMap(({ address, landed = '' }) => [address, landed].map(hostOf)).filter(Boolean));
  return { requests: entries.length, bytes: entries.reduce((sum, one) => sum + one.bytes, 0), hosts: hosts.size };
}

/** The host of an entry's address; '' where the address was not kept. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

/** Entries whose addresses hold every word of `query`, of one reason where one is named. */
export function foundEntries(
  entries: readonly LedgerEntry[],
  query: string,
  why: LedgerEntry['why'] | undefined,
): readonly LedgerEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((one) => {
    const address = `${one.address} ${one.landed ?? ''}`.toLowerCase();
    return (!why || one.why === why) && words.every((word) => address.includes(word));
  });
}

/** The ledger as a CSV table with a head: time (ISO 8601), address, reason, status, bytes, where redirects led. */
export function ledgerCsv(entries: readonly LedgerEntry[]): string {
  const rows = entries.map(({ at, address, why, status, bytes, landed = '' }) =>
    [new Date(at).toISOString(), address, why, status ?? '', bytes, landed].map(cell).join(','),
  );
  return ['time,address,why,status,bytes,landed', ...rows].join('\r\n').concat('\r\n');
}

/** A cell that a spreadsheet takes as text: addresses come from pages, and one may begin like a formula. */
function cell(value: string | number): string {
  const text = String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
