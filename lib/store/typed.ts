import type { LookWords } from '../types';
import { changeLook } from './looks';

const PREFIX = 'typed:';

/**
 * Notes in the same moment what somebody types into a look. A panel that is closed has no time left to write into a
 * database; what stands in `localStorage` by then is kept by {@link keepTyped} when the next one opens.
 */
export function noteTyped(id: string, words: LookWords): void {
  const key = PREFIX + id;
  try {
    localStorage.setItem(key, JSON.stringify({ ...wordsOf(localStorage.getItem(key)), ...words }));
  } catch {
    // No room: the words are kept once the field is left.
  }
}

/**
 * Writes what was noted into its looks; an unknown look is ignored. Never rejects: what cannot be written now, on a full
 * disk, stays noted, and holds up no backup.
 */
export async function keepTyped(): Promise<void> {
  await Promise.allSettled(notedKeys().map(keep));
}

function notedKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

async function keep(key: string): Promise<void> {
  const noted = localStorage.getItem(key);
  await changeLook(key.slice(PREFIX.length), wordsOf(noted));
  // Somebody may have typed on meanwhile.
  if (localStorage.getItem(key) === noted) localStorage.removeItem(key);
}

/** What was noted; nothing where that is damaged. */
function wordsOf(noted: string | null): LookWords {
  try {
    const { title, note, tags } = JSON.parse(noted ?? '{}') as Readonly<Record<string, unknown>>;
    return {
      ...(typeof title === 'string' ? { title } : {}),
      ...(typeof note === 'string' ? { note } : {}),
      ...(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? { tags } : {}),
    };
  } catch {
    return {};
  }
}
