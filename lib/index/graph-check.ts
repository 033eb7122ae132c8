import { GRAPH } from './hnsw-format';

const HEADER_BYTES = 56;
const LINK_BYTES = 4;
/** Where a vector's links begin: their number (two bytes), then whether it was removed. */
const REMOVED_AT = 2;

/** A graph whose structure holds. */
export interface CheckedGraph {
  readonly count: number;
  readonly labels: ReadonlySet<number>;
}

/**
 * Checks a file in hnswlib's own format (32-bit) before WebAssembly reads it: sizes, link counts and link targets.
 * hnswlib itself trusts them, and a damaged or hostile file would send its search out of bounds.
 * Format: github.com/nmslib/hnswlib, `HierarchicalNSW::saveIndex`.
 * @returns how many vectors the file holds, and the labels of those that are not removed.
 * @throws Error when the structure does not hold.
 */
export function checkGraph(bytes: Uint8Array, dimensions: number): CheckedGraph {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const links0 = 2 * GRAPH.m * LINK_BYTES + LINK_BYTES;
  const record = links0 + dimensions * 4 + LINK_BYTES;
  const fail = (): never => {
    throw new Error('This index is damaged');
  };
  if (bytes.byteLength < HEADER_BYTES) fail();
  const word = (at: number) => view.getUint32(at, true);
  const [offset, capacity, count] = [word(0), word(4), word(8)];
  if (offset !== 0 || count > capacity || word(12) !== record || word(16) !== record - LINK_BYTES) fail();
  if (word(20) !== links0 || word(32) !== GRAPH.m || word(36) !== 2 * GRAPH.m || word(40) !== GRAPH.m) fail();
  if (HEADER_BYTES + count * (record + LINK_BYTES) > bytes.byteLength) fail();

  const checkLinks = (at: number, limit: number) => {
    const links = view.getUint16(at, true);
    if (links > limit) fail();
    for (let i = 1; i <= links; i += 1) if (word(at + i * LINK_BYTES) >= count) fail();
  };
  // Read here: asking the library for its labels one by one takes ten times as long.
  const labels = new Set<number>();
  for (let row = 0, at = HEADER_BYTES; row < count; row += 1, at += record) {
    checkLinks(at, 2 * GRAPH.m);
    if ((view.getUint8(at + REMOVED_AT) & 1) === 0) labels.add(word(at + record - LINK_BYTES));
  }

  const level = GRAPH.m * LINK_BYTES + LINK_BYTES;
  const levels = new Uint8Array(count);
  let at = HEADER_BYTES + count * record;
  for (let row = 0; row < count; row += 1) {
    if (at + LINK_BYTES > bytes.byteLength) fail();
    const size = word(at);
    at += LINK_BYTES;
    if (size % level !== 0 || size / level > 255 || at + size > bytes.byteLength) fail();
    levels[row] = size / level;
    for (let end = at + size; at < end; at += level) checkLinks(at, GRAPH.m);
  }
  const [top, entry] = [view.getInt32(24, true), word(28)];
  if (at !== bytes.byteLength || (count > 0 && (entry >= count || top !== levels[entry]))) fail();
  checkUpperLinks(view, HEADER_BYTES + count * record, levels, level);
  return { count, labels };
}

/** A link on an upper level must lead to a vector that reaches that level: hnswlib follows it without looking. */
function checkUpperLinks(view: DataView, start: number, levels: Uint8Array, level: number): void {
  let at = start;
  for (const height of levels) {
    at += LINK_BYTES;
    for (let depth = 1; depth <= height; depth += 1, at += level) {
      const links = view.getUint16(at, true);
      for (let i = 1; i <= links; i += 1) {
        const target = view.getUint32(at + i * LINK_BYTES, true);
        if ((levels[target] ?? 0) < depth) throw new Error('This index is damaged');
      }
    }
  }
}
