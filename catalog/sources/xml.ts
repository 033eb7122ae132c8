import { Parser } from 'htmlparser2';
import { type Found, type RawProduct, SourceError } from '../source';
import { inOurColumns } from './columns';
import { DEEPEST } from './html';
import type { SourceText } from './text';

/** Characters of one item, and of anything between two events of the parser. */
const [LONGEST_ITEM, LONGEST_SILENCE] = [500_000, 20_000_000];
const ITEMS = new Set(['item', 'entry', 'product']);
/** Fields that may stand several times. */
const LISTS = new Set(['additional_image_link']);

const plainName = (name: string) => name.slice(name.indexOf(':') + 1).toLowerCase();

/** Collects the fields of items while the parser speaks. Nested fields (a price inside of shipping) are not fields. */
class ItemReader {
  readonly ready: Found[] = [];
  items = 0;
  silence = 0;
  private fields: Map<string, string[]> | undefined;
  private depth = 0;
  private name = '';
  private text = '';
  private length = 0;

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    this.silence = 0;
    const name = plainName(tag);
    if (!this.fields) {
      if (!ITEMS.has(name)) return;
      this.items += 1;
      this.fields = new Map();
      this.depth = 0;
      this.length = 0;
      return;
    }
    this.depth += 1;
    if (this.depth > 1) return;
    this.name = name;
    // Atom says links in attributes, the product's own with rel="alternate" or without.
    const isOwn = name === 'link' && (attributes.rel ?? 'alternate') === 'alternate';
    this.text = isOwn ? (attributes.href ?? '') : '';
  }

  write(text: string): void {
    this.silence = 0;
    if (!this.fields || this.depth !== 1) return;
    this.length += text.length;
    if (this.length <= LONGEST_ITEM) this.text += text;
  }

  close(): void {
    this.silence = 0;
    if (!this.fields) return;
    if (this.depth === 1) {
      const value = this.text.trim();
      const known = this.fields.get(this.name);
      if (known && LISTS.has(this.name)) known.push(value);
      else if (!known?.[0] && value) this.fields.set(this.name, [value]);
    }
    this.depth -= 1;
    if (this.depth >= 0) return;
    const where = `item ${this.items}`;
    if (this.length > LONGEST_ITEM) this.ready.push({ where, reason: `longer than ${LONGEST_ITEM} characters` });
    else this.ready.push({ where, raw: this.row() });
    this.fields = undefined;
  }

  private row(): RawProduct {
    const row = [...(this.fields ?? [])].map(([name, values]) => {
      return [name, LISTS.has(name) ? JSON.stringify(values) : (values[0] ?? '')];
    });
    return inOurColumns(Object.fromEntries(row));
  }

  /** Says where the feed's end, which its author did not write, cut it off. */
  cut(): void {
    const where = `item ${this.items + (this.fields ? 0 : 1)}`;
    this.ready.push({ where, reason: 'the feed ends in the middle of it', unread: 'list' });
    this.fields = undefined;
  }
}

/**
 * The products of an RSS 2.0 or Atom feed with Google's fields. Entities other than XML's five are left as they stand
 * and document types are never read, so an entity bomb stays a text.
 * @throws SourceError when there is no item, no end of a tag for very long, or very many without an end.
 */
export async function* xmlProducts(text: SourceText, signal?: AbortSignal): AsyncGenerator<Found> {
  const reader = new ItemReader();
  let [isClosing, isCut] = [false, false];
  let depth = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1;
        if (depth > DEEPEST) parser.pause();
        else reader.open(name, attributes);
      },
      ontext: (data) => reader.write(data),
      onclosetag: (_, isImplied) => {
        depth -= 1;
        // What the end of a cut feed closes was not closed by its author.
        if (isClosing && isImplied) isCut = true;
        else reader.close();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  for await (const part of text.parts(signal)) {
    reader.silence += part.length;
    parser.write(part);
    yield* reader.ready.splice(0);
    if (depth > DEEPEST || reader.silence > LONGEST_SILENCE) {
      throw new SourceError('The feed is damaged: a tag never ends.');
    }
  }
  isClosing = true;
  parser.end();
  if (isCut) reader.cut();
  yield* reader.ready.splice(0);
  if (reader.items === 0) throw new SourceError('The feed has no products.');
}
