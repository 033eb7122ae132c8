import { gzipSync, inflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { gunzipped } from '../../../../catalog/sources/gunzip';
import { streamOf } from './found';
import { HEADER, read, row } from './rows';

/** What an inflation consumed; the types do not know yet. */
type Inflated = { buffer: Buffer; engine: { bytesWritten: number } };

/** Unpacks one member and refuses what stands behind it, as Chromium's does and Node's does not. */
class BrowsersOwn extends TransformStream<Uint8Array, Uint8Array> {
  constructor() {
    let packed = Buffer.alloc(0);
    let isDone = false;
    super({
      transform(chunk, sink) {
        if (isDone && chunk.length > 0) throw new TypeError('Junk found after end of compressed data.');
        packed = Buffer.concat([packed, chunk]);
        let inflated: Inflated | undefined;
        try {
          inflated = inflateRawSync(packed.subarray(10), { info: true }) as unknown as Inflated;
        } catch {
          return;
        }
        const end = 10 + inflated.engine.bytesWritten + 8;
        if (packed.length < end) return;
        isDone = true;
        for (let at = 0; at < inflated.buffer.length; at += 7_000)
          sink.enqueue(inflated.buffer.subarray(at, at + 7_000));
        if (packed.length > end) throw new TypeError('Junk found after end of compressed data.');
      },
      flush() {
        if (!isDone) throw new TypeError('Compressed input was truncated.');
      },
    });
  }
}

const textIn = (bytes: Uint8Array, size: number) => new Response(gunzipped(streamOf(bytes, size))).text();

afterEach(() => vi.unstubAllGlobals());

describe.each(['Node', 'a browser'])('gzip in %s', (where) => {
  const stub = () => where === 'Node' || vi.stubGlobal('DecompressionStream', BrowsersOwn);
  const texts = ['first, '.repeat(5_000), '', 'x', 'last '.repeat(9)];
  const members = Buffer.concat(texts.map((text) => gzipSync(text)));

  it.each([1, 2, 3, 5, 64, 5_000])('is read with all its members, in parts of %i bytes', async (size) => {
    stub();
    expect(await textIn(members, size)).toBe(texts.join(''));
  });

  it('may hold what looks like a member and is none', async () => {
    stub();
    const inner = gzipSync('not read again');
    const stored = gzipSync(Buffer.concat([inner, inner]), { level: 0 });
    const unpacked = new Response(gunzipped(streamOf(Buffer.concat([stored, gzipSync('end')]), 11)));
    const expected = Buffer.concat([inner, inner, Buffer.from('end')]);
    expect(Buffer.from(await unpacked.arrayBuffer())).toEqual(expected);
  });

  it('is no whole text where a member is cut or damaged', async () => {
    stub();
    await expect(textIn(members.subarray(0, -3), 64)).rejects.toThrow();
    await expect(textIn(Buffer.concat([members, Buffer.from('rubbish')]), 64)).rejects.toThrow();
  });

  it('may be a feed to which parts were added', async () => {
    stub();
    const parts = [[HEADER, row(1)], [row(2)], [row(3), row(4)]].map((rows) => gzipSync(`${rows.join('\n')}\n`));
    const { raws, error } = await read(Buffer.concat(parts), 100);
    expect([raws.map(({ product_id }) => product_id), error]).toEqual([['1', '2', '3', '4'], undefined]);
  });
});
