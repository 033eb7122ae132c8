const MARKER = 0xff;
const START_OF_SCAN = 0xda;
/** A marker, and the length behind it. */
const HEAD = 4;

/**
 * The header of a JPEG without the fill bytes that may stand before every marker (ITU-T T.81, B.1.1.2): `image-size`
 * takes them for markers.
 */
export function withoutFill(bytes: Uint8Array): Uint8Array {
  const kept = bytes.slice();
  let to = 2;
  for (let at = 2; at + HEAD <= bytes.length && bytes[at] === MARKER; ) {
    if (bytes[at + 1] === MARKER) {
      at += 1;
      continue;
    }
    if (bytes[at + 1] === START_OF_SCAN) break;
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    kept.set(bytes.subarray(at, end), to);
    to += Math.min(end, bytes.length) - at;
    at = end;
  }
  return kept.subarray(0, to);
}
