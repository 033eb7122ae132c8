import * as v from 'valibot';
import { Source } from '../similar';
import { hasLook, saveLook } from '../store/looks';
import { StoredLook } from '../store/looks-file';
import type { ImageSource, Look } from '../types';

const { title, pageUrl, pageTitle, result, chosen, wanted } = StoredLook.entries;

/** What a message asks to keep: no more than a file of looks may hold, else one look would spoil a whole backup. */
const Draft = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/)),
  ...{ title, pageUrl, pageTitle, result, chosen, wanted },
  source: Source,
});

/**
 * Stores a look as it came over a message and answers its id; `pictureOf` makes the picture that is kept. Throws when
 * anything in it is not as stated.
 */
export async function keepLook(value: unknown, pictureOf: (source: ImageSource) => Promise<Blob>): Promise<string> {
  const { source, ...draft } = v.parse(Draft, value);
  // Asked again, perhaps because an answer was lost: somebody may have written into the look by now.
  if (await hasLook(draft.id)) return draft.id;
  await saveLook({ ...draft, savedAt: Date.now(), note: '', picture: await pictureOf(source) } as Look);
  return draft.id;
}
