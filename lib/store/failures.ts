import Dexie from 'dexie';
import { UserError } from '../errors';

const FULL = 'There is no room left on this disk. Free some space, then try again.';
const SENTENCES: Readonly<Record<string, string>> = {
  QuotaExceededError: FULL,
  DatabaseClosedError: 'The extension was updated. Reload this page to go on.',
};
const DEEPEST = 5;

interface Failure {
  readonly name?: string;
  readonly inner?: unknown;
  readonly failures?: readonly unknown[];
}

/** What a failure of the database is called, the innermost known name first: a full disk hides in an aborted transaction. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  for (let one = error as Failure | undefined, depth = 0; one && depth < DEEPEST; depth += 1) {
    if (one.name) names.unshift(one.name);
    one = (one.inner ?? one.failures?.[0]) as Failure | undefined;
  }
  return names;
}

/** A failure of the database as a sentence for the user; any other error stays what it is. */
export function databaseError(error: unknown): unknown {
  const names = namesOf(error);
  const known = names.find((name) => name in SENTENCES);
  if (!known && !(error instanceof Dexie.DexieError)) return error;
  const sentence = known ? SENTENCES[known] : undefined;
  return sentence ? new UserError('CatalogUnavailable', sentence, { cause: error }) : unopenedError(error);
}

/** The failure of a catalogue that is there and cannot be read. */
export function unopenedError(cause: unknown): UserError {
  return new UserError('CatalogUnavailable', 'The catalogue on this computer cannot be opened.', { cause });
}

/** The failure of a database that a connection of an older version keeps from being opened. */
export function blockedError(): UserError {
  const sentence = 'Another window still uses an older version of the extension. Close its pages, then try again.';
  return new UserError('CatalogUnavailable', sentence);
}
