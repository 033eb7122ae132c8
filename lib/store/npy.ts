import { Float16Array } from '@petamoriken/float16';

const MAGIC = '\x93NUMPY\x01\x00';

/** NumPy's .npy (format 1.0): float16, little-endian, C order, shape `rows × columns`. */
export function writeNpy(numbers: Float32Array, columns: number): Uint8Array<ArrayBuffer> {
  const shape = `(${numbers.length / columns}, ${columns})`;
  const facts = `{'descr': '<f2', 'fortran_order': False, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + facts.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + 2 * numbers.length);
  const header = `${MAGIC}\0\0${facts.padEnd(length - 11)}\n`;
  for (let i = 0; i < header.length; i += 1) bytes[i] = header.charCodeAt(i);
  new DataView(bytes.buffer).setUint16(8, length - 10, true);
  bytes.set(new Uint8Array(new Float16Array(numbers).buffer as ArrayBuffer), length);
  return bytes;
}

/** Reads what `writeNpy` writes. Throws unless it is float16, C order, exactly `rows × columns`. */
export function readNpy(bytes: Uint8Array<ArrayBuffer>, rows: number, columns: number): Float32Array {
  const start = 10 + (bytes[8] ?? 0) + 256 * (bytes[9] ?? 0);
  const header = String.fromCharCode(...bytes.subarray(0, Math.min(start, 512)));
  const found = /'descr': '<f2', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/.exec(header);
  const fits = found && Number(found[1]) === rows && Number(found[2]) === columns;
  if (!header.startsWith(MAGIC) || !fits || bytes.byteLength !== start + 2 * rows * columns) {
    throw new Error('Not the expected float16 array');
  }
  const halves = new Uint16Array(bytes.slice(start).buffer);
  const values = allHalves();
  const numbers = new Float32Array(halves.length);
  // The library reads one number after the other through an iterator: 50 times slower than this.
  for (let i = 0; i < halves.length; i += 1) numbers[i] = values[halves[i] ?? 0] ?? 0;
  return numbers;
}

let halvesRead: Float32Array | undefined;

/** What every half-precision number is, by its bits. */
function allHalves(): Float32Array {
  halvesRead ??= new Float32Array(new Float16Array(Uint16Array.from({ length: 65_536 }, (_, bits) => bits).buffer));
  return halvesRead;
}
