import { recognise } from './all-sentences';
import { errorTextBy, saidText } from './words';

/** What to tell about any error, in the reader's language: its own sentence, else that of its kind. */
export function errorText(error: unknown): string {
  return errorTextBy(recognise, error);
}

/** A sentence of an error in the reader's language; undefined where it is none that the extension knows. */
export function sentenceText(sentence: string): string | undefined {
  return saidText(recognise(sentence));
}
