const FIRST_CHUNK = 8;
/** A chunk's length, name and checksum. */
const AROUND = 12;
/** Tag of the orientation in EXIF, and the type of its value. */
const ORIENTATION = 0x0112;
const SHORT = 3;
const ENTRY = 12;

/** EXIF orientation 1–8 of a PNG, as Chrome heeds it; undefined where none is stated. Throws where the bytes end early. */
export function orientationOfPng({ buffer, byteOffset, byteLength }: Uint8Array): number | undefined {
  const view = new DataView(buffer, byteOffset, byteLength);
  for (let at = FIRST_CHUNK; lettersAt(view, at + 4) !== 'IDAT'; at += view.getUint32(at) + AROUND) {
    if (lettersAt(view, at + 4) !== 'eXIf') continue;
    return orientationOf(new DataView(buffer, byteOffset + at + 8, view.getUint32(at)));
  }
  return undefined;
}

function orientationOf(tiff: DataView): number | undefined {
  const little = lettersAt(tiff, 0).startsWith('II');
  const start = tiff.getUint32(4, little);
  const count = tiff.getUint16(start, little);
  for (let at = start + 2; at < start + 2 + count * ENTRY; at += ENTRY) {
    if (tiff.getUint16(at, little) !== ORIENTATION) continue;
    return tiff.getUint16(at + 2, little) === SHORT ? tiff.getUint16(at + 8, little) : undefined;
  }
  return undefined;
}

function lettersAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
