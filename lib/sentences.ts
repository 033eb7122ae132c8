/**
 * Sentences of errors that an open page can meet, in English: what the command line and logs say. An error travels
 * between contexts, and is stored, as its sentence; {@link recogniser} finds it again, with what stands at `$1`, `$2`,
 * and the screens say the words of `problem_<key>` in the reader's language. All others, which would only be weight in
 * every page, are in `all-sentences.ts`. `tests/unit/sentences.test.ts` holds both sides together.
 */
export const PAGE_SENTENCES = {
  pictureUnreadable: 'This picture cannot be read.',
  pictureTooLarge: 'This picture is too large to look at.',
  pictureWithheld: 'This site does not give the picture away.',
  pictureHidden: 'This part of the page cannot be seen now.',
  pictureOffline: 'You are offline. The picture can be read once you are back.',
  pictureLate: 'The picture took too long. Try again.',
  pictureDropped: 'The picture is no longer needed.',
  picturesTooMany: 'Too many pictures at once. Try again in a moment.',
  engineStopped: 'The picture engine stopped. Try again.',
  modelDamaged: 'The $1 model of this installation is damaged. Install it again.',
  diskFull: 'There is no room left on this disk. Free some space, then try again.',
  extensionUpdated: 'The extension was updated. Reload this page to go on.',
  databaseBlocked: 'Another window still uses an older version of the extension. Close its pages, then try again.',
  catalogClosed: 'The catalogue on this computer cannot be opened.',
} as const;

/** A sentence of a table and what it was said about, in the order of `$1`, `$2`. */
export interface Said<K extends string = string> {
  readonly key: K;
  readonly values: readonly string[];
}

/** Finds which sentence of `table` a message is; undefined for anything else. */
export function recogniser<K extends string>(
  table: Readonly<Record<K, string>>,
): (message: string) => Said<K> | undefined {
  // The most particular first: "$1 answers $2." fits much.
  const patterns = (Object.entries(table) as [K, string][])
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([key, sentence]) => [key, patternOf(sentence)] as const);
  return (message) => {
    for (const [key, pattern] of patterns) {
      const found = pattern.exec(message);
      if (found) return { key, values: found.slice(1) };
    }
    return undefined;
  };
}

function patternOf(sentence: string): RegExp {
  const escaped = sentence.replace(/[.*+?^{}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\$\d/g, '(.+?)')}$`, 's');
}
