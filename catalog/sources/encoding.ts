type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of the longest character but one: so many at an end say nothing of their encoding yet. */
const UNSURE = 3;
/** Bytes in which a byte order, or an XML declaration, is looked for. */
const START = 512;

/** Of so many letters beyond ASCII one may be broken: databases cut texts within them. */
const BROKEN = 10;

/** Whether the bytes are UTF-8, but for a character that the end cuts and a few that are cut elsewhere. */
function isUtf8(head: Bytes): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    const letters = new TextDecoder().decode(head, { stream: true }).match(/[^\0-\x7f]/g) ?? [];
    return letters.filter((one) => one === '\ufffd').length * BROKEN < letters.length;
  }
}

/** The encoding that an XML declaration at the start of a text, or else its server, states. */
function statedIn(start: Bytes, contentType: string): string {
  const declared = /^\s*<\?xml[^>]{0,200}encoding=["']([\w-]+)["']/.exec(new TextDecoder('latin1').decode(start))?.[1];
  return (declared ?? /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? '').toLowerCase();
}

/** The encoding of bytes that hold letters beyond ASCII. */
function ofLetters(bytes: Bytes, stated: string): string {
  // Shops state UTF-8 and send Latin-1, and the reverse; bytes that are UTF-8 are nothing else.
  if (isUtf8(bytes)) return 'utf-8';
  if (!stated || /^utf-?8$|^utf-?16/.test(stated)) return 'windows-1252';
  try {
    return new TextDecoder(stated).encoding;
  } catch {
    return 'windows-1252';
  }
}

/** Names the encoding: by byte order mark, zero bytes (UTF-16), what the file or server states, else by trying UTF-8. */
export function encodingOf(head: Bytes, contentType = ''): string {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const start = head.subarray(0, START);
  const zeros = [0, 1].map((odd) => start.filter((byte, i) => byte === 0 && i % 2 === odd).length);
  if ((zeros[1] ?? 0) > start.length / 4) return 'utf-16le';
  if ((zeros[0] ?? 0) > start.length / 4) return 'utf-16be';
  return ofLetters(head, statedIn(start, contentType));
}

const joined = (a: Bytes, b: Bytes): Bytes => {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
};

/**
 * Decodes the parts of a text that begins with `head`, part by part; undefined ends it. Where the head is plain ASCII the
 * first letter beyond that tells the encoding: a feed may begin with a thousand rows without one.
 */
export function decoderOf(head: Bytes, contentType = ''): (part: Bytes | undefined) => string {
  const encoding = encodingOf(head, contentType);
  const isLetter = (byte: number) => byte > 0x7f;
  const isOpen = encoding === 'utf-8' && !head.subarray(0, Math.max(0, head.length - UNSURE)).some(isLetter);
  let decoder = isOpen ? undefined : new TextDecoder(encoding);
  let held: Bytes = new Uint8Array();
  return (part) => {
    if (decoder) return decoder.decode(part, { stream: part !== undefined });
    const bytes = part ? joined(held, part) : held;
    const first = bytes.findIndex(isLetter);
    const end = first < 0 ? bytes.length : first;
    // What stands at the end may be cut.
    const isUnsure = part !== undefined && first >= 0 && first >= bytes.length - UNSURE;
    held = isUnsure ? bytes.slice(first) : new Uint8Array();
    if (first < 0 || isUnsure) return new TextDecoder().decode(bytes.subarray(0, end));
    decoder = new TextDecoder(ofLetters(bytes, statedIn(head.subarray(0, START), contentType)));
    return decoder.decode(bytes, { stream: part !== undefined });
  };
}
