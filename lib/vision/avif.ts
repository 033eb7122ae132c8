import { lettersAt } from './bytes';

/** Letters and length of a box. */
const HEAD = 8;
/** Version and flags, where a box has them. */
const FULL = 4;
/** Boxes of one list that are looked at: a picture of 500 tiles lists fewer. */
const MOST_BOXES = 10_000;

interface Box {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What an AVIF says of its primary picture: pixels before it is turned, and whether it lies on its side. */
export interface AvifSize {
  readonly width: number;
  readonly height: number;
  readonly turned: boolean;
}

/**
 * Size of an AVIF's primary picture (ISO/IEC 23008-12). A file lists the sizes of everything in it, the tiles that the
 * picture is made of first. Undefined where it does not say; throws where the bytes end early.
 */
export function sizeOfAvif({ buffer, byteOffset, byteLength }: Uint8Array): AvifSize | undefined {
  const view = new DataView(buffer, byteOffset, byteLength);
  const meta = child(view, { from: 0, to: byteLength }, 'meta');
  const inside = meta && { from: meta.from + FULL, to: meta.to };
  const [pitm, iprp] = ['pitm', 'iprp'].map((name) => inside && child(view, inside, name));
  const [ipco, ipma] = ['ipco', 'ipma'].map((name) => iprp && child(view, iprp, name));
  if (!pitm || !ipco || !ipma) return undefined;
  const { value } = idAt(view, pitm.from + FULL, versionOf(view, pitm) > 0);
  const all = [...boxes(view, ipco)];
  const own = propertiesOf(view, ipma, value).flatMap((index) => all[index - 1] ?? []);
  const size = own.find(({ name }) => name === 'ispe');
  if (!size) return undefined;
  const turn = own.find(({ name }) => name === 'irot');
  return {
    width: view.getUint32(size.from + FULL),
    height: view.getUint32(size.from + FULL + 4),
    // Quarters of a turn.
    turned: turn !== undefined && (view.getUint8(turn.from) & 1) === 1,
  };
}

function* boxes(view: DataView, { from, to }: Pick<Box, 'from' | 'to'>): Generator<Box> {
  for (let at = from, count = 0; at + HEAD <= to && count < MOST_BOXES; count += 1) {
    const length = view.getUint32(at);
    // One that runs to the end of the file, or is longer than four gigabytes, holds pixels: nothing of use comes behind.
    const end = length < HEAD ? to : at + length;
    yield { name: lettersAt(view, at + 4), from: at + HEAD, to: end };
    at = end;
  }
}

function child(view: DataView, parent: Pick<Box, 'from' | 'to'>, name: string): Box | undefined {
  for (const box of boxes(view, parent)) if (box.name === name) return box;
  return undefined;
}

const versionOf = (view: DataView, { from }: Box): number => view.getUint8(from);

function idAt(view: DataView, at: number, isLong: boolean): { readonly value: number; readonly next: number } {
  return isLong ? { value: view.getUint32(at), next: at + 4 } : { value: view.getUint16(at), next: at + 2 };
}

/** Which properties belong to an item, counted from 1. */
function propertiesOf(view: DataView, ipma: Box, item: number): number[] {
  const isLong = versionOf(view, ipma) > 0;
  const isWide = (view.getUint8(ipma.from + 3) & 1) === 1;
  let at = ipma.from + FULL + 4;
  for (let left = view.getUint32(ipma.from + FULL); left > 0; left -= 1) {
    const { value, next } = idAt(view, at, isLong);
    const count = view.getUint8(next);
    const read = (i: number): number =>
      isWide ? view.getUint16(next + 1 + 2 * i) & 0x7fff : view.getUint8(next + 1 + i) & 0x7f;
    if (value === item) return Array.from({ length: count }, (_, i) => read(i));
    at = next + 1 + count * (isWide ? 2 : 1);
  }
  return [];
}
