import { type Found, SourceError } from '../source';
import { inOurColumns } from './columns';
import { isObject, rowOf } from './json';
import type { SourceText } from './text';

const LONGEST_LINE = 1_000_000;

function productOf(line: string, where: string, isLast: boolean): Found {
  try {
    const value: unknown = JSON.parse(line.replace(/,\s*$/, ''));
    return isObject(value) ? { where, raw: inOurColumns(rowOf(value)) } : { where, reason: 'no JSON object' };
  } catch {
    // The last line, without an end of its own, is what is left of one.
    if (isLast) return { where, reason: 'the feed ends in the middle of it', unread: 'list' };
    return { where, reason: 'damaged JSON' };
  }
}

/** The products of JSON Lines (Awin), one object a line. @throws SourceError when there is no line. */
export async function* jsonLineProducts(text: SourceText, signal?: AbortSignal): AsyncGenerator<Found> {
  let rest = '';
  let number = 0;
  let isSkipping = false;
  const take = function* (line: string, isLast = false): Generator<Found> {
    const wasSkipping = isSkipping;
    isSkipping = false;
    if (wasSkipping || ['', '[', ']'].includes(line.trim())) return;
    number += 1;
    yield productOf(line, `line ${number}`, isLast);
  };
  for await (const part of text.parts(signal)) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* take(line);
    if (rest.length <= LONGEST_LINE) continue;
    if (!isSkipping) {
      number += 1;
      yield { where: `line ${number}`, reason: `longer than ${LONGEST_LINE} characters` };
    }
    isSkipping = true;
    rest = '';
  }
  yield* take(rest, true);
  if (number === 0) throw new SourceError('The feed has no products.');
}
