type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of a member's head by which it is found, and of the size at the end of the one before. */
const [HEAD, SIZE] = [4, 4];
const WRITTEN = Symbol('written');

const joined = (a: Bytes, b: Bytes): Bytes => {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
};

/** Where the next head of a member (RFC 1952) may stand; -1 where there is none. */
function headIn(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0x1f, from); at >= 0 && at + HEAD <= bytes.length; at = bytes.indexOf(0x1f, at + 1)) {
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && (bytes[at + 3] ?? 0) < 0x20) return at;
  }
  return -1;
}

/** A part of a stream. `size` is what the four bytes before it say, where a member may begin with it: there one ends. */
interface Piece {
  readonly piece: Bytes;
  readonly size?: number;
}

/** Parts of a stream, cut where a member may begin. */
async function* pieces(bytes: AsyncIterable<Bytes>): AsyncGenerator<Piece> {
  let rest: Bytes = new Uint8Array();
  let before: Bytes = new Uint8Array(SIZE);
  const cut = (length: number): Piece => {
    const piece = rest.subarray(0, length);
    const isHead = headIn(rest.subarray(0, HEAD), 0) === 0;
    const size = new DataView(before.buffer).getUint32(0, true);
    before = joined(before, piece.subarray(-SIZE)).slice(-SIZE);
    rest = rest.subarray(length);
    return isHead ? { piece, size } : { piece };
  };
  for await (const part of bytes) {
    rest = joined(rest, part);
    for (let at = headIn(rest, 1); at > 0; at = headIn(rest, 1)) yield cut(at);
    // A head may be cut in two.
    if (rest.length >= HEAD) yield cut(rest.length - HEAD + 1);
  }
  if (rest.length > 0) yield cut(rest.length);
}

/** One member while it is unpacked. */
class Member {
  readonly #reader: ReadableStreamDefaultReader<Bytes>;
  readonly #writer: WritableStreamDefaultWriter<Bytes>;
  #coming: Promise<ReadableStreamReadResult<Bytes>> | undefined;
  /** Bytes that came out so far, as a member's end counts them. */
  size = 0;

  constructor() {
    const { readable, writable } = new DecompressionStream('gzip');
    this.#reader = readable.getReader();
    this.#writer = writable.getWriter();
  }

  /** Takes bytes in, or with none ends; what comes out of them. Throws where they are damaged. */
  async *take(piece?: Bytes): AsyncGenerator<Bytes> {
    const written = (piece ? this.#writer.write(piece) : this.#writer.close()).then(() => WRITTEN);
    written.catch(() => undefined);
    for (;;) {
      this.#coming ??= this.#reader.read();
      const come = await (piece ? Promise.race([this.#coming, written]) : this.#coming);
      if (typeof come === 'symbol') return;
      this.#coming = undefined;
      if (come.done) return;
      this.size = (this.size + come.value.length) % 2 ** 32;
      yield come.value;
    }
  }

  drop(): void {
    this.#coming?.catch(() => undefined);
    this.#reader.cancel().catch(() => undefined);
  }
}

/**
 * Unpacks gzip, all of its members one after the other: some shops append each day's part to one file, and where the
 * first one ends a browser's own stream takes the rest for rubbish. Constant memory.
 */
async function* gunzip(bytes: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
  let member = new Member();
  let isFirst = true;
  try {
    for await (const { piece, size } of pieces(bytes)) {
      // Any bytes look like a head now and then; with the right size before them they are one.
      if (!isFirst && size === member.size) {
        yield* member.take();
        member = new Member();
      }
      isFirst = false;
      yield* member.take(piece);
    }
    yield* member.take();
  } finally {
    member.drop();
  }
}

/** The same as a stream. */
export function gunzipped(bytes: ReadableStream<Bytes>): ReadableStream<Bytes> {
  const parts = gunzip(bytes);
  return new ReadableStream<Bytes>(
    {
      pull: async (sink) => {
        const { done, value } = await parts.next();
        if (done) sink.close();
        else sink.enqueue(value);
      },
      cancel: async () => void (await parts.return(undefined)),
    },
    { highWaterMark: 0 },
  );
}
