import * as v from 'valibot';
import { readNpy } from './npy';
import { DIMENSIONS, type Pack, PackManifest, PackRow, packInvalid, sha256 } from './pack-format';
import { unzip } from './unzip';

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const DAMAGED = 'This catalogue file is damaged. Download or export it again.';
const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

function fileOf(files: Files, name: string): Uint8Array<ArrayBuffer> {
  const bytes = files.get(name);
  if (!bytes) throw packInvalid(`This is not a catalogue file: ${name} is missing.`);
  return bytes;
}

function readManifest(files: Files): PackManifest {
  const bytes = fileOf(files, 'manifest.json');
  try {
    return v.parse(PackManifest, JSON.parse(decode(bytes)));
  } catch (error) {
    throw packInvalid('This catalogue file was made for another version of the extension, or is damaged.', error);
  }
}

async function checkEntries(files: Files, manifest: PackManifest): Promise<void> {
  for (const name of files.keys()) {
    if (name !== 'manifest.json' && !Object.hasOwn(manifest.entries, name)) throw packInvalid(DAMAGED);
  }
  for (const [name, { bytes, sha256: sum }] of Object.entries(manifest.entries)) {
    const file = fileOf(files, name);
    if (file.byteLength !== bytes || (await sha256(file)) !== sum) throw packInvalid(DAMAGED);
  }
}

function readRows(files: Files, manifest: PackManifest): PackRow[] {
  const lines = decode(fileOf(files, 'products.ndjson')).split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length !== manifest.products) throw packInvalid(DAMAGED);
  const known = new Set(manifest.sources.map(({ id }) => id));
  const seen = new Set<string>();
  return lines.map((line, i) => {
    try {
      const row = v.parse(PackRow, JSON.parse(line));
      const id = `${row.source}/${row.productId}`;
      if (!known.has(row.source) || seen.has(id)) throw new Error('Unknown source or repeated product');
      seen.add(id);
      return row;
    } catch (error) {
      throw packInvalid(`Product ${i + 1} of this catalogue file is not valid, so nothing was imported.`, error);
    }
  });
}

function readEmbeddings(files: Files, rows: number): Float32Array {
  try {
    const embeddings = readNpy(fileOf(files, 'embeddings.npy'), rows, DIMENSIONS);
    for (let row = 0; row < rows; row += 1) normalise(embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS));
    return embeddings;
  } catch (error) {
    throw packInvalid('A part of this catalogue file is damaged, so nothing was imported.', error);
  }
}

/** float16 rounding leaves lengths of 1 ± 0.001; anything else is not an embedding. */
function normalise(vector: Float32Array): void {
  let square = 0;
  for (const number of vector) square += number * number;
  // Written so that NaN fails too.
  if (!(Math.abs(square - 1) < 0.02)) throw new Error('Not a unit vector');
  const length = Math.sqrt(square);
  for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) / length;
}

/**
 * Reads and checks a whole pack: archive, checksums, embedder, every product, every vector.
 * @param embedder the embedder in use as `name@version`.
 * @throws UserError `PackInvalid` with a sentence that says what is wrong.
 */
export async function readPack(archive: Blob, embedder: string): Promise<Pack> {
  const files = await unzip(archive);
  const manifest = readManifest(files);
  await checkEntries(files, manifest);
  if (manifest.embedder !== embedder) {
    throw packInvalid(
      `This catalogue file was made with ${manifest.embedder}, but this version needs ${embedder}. Build it again.`,
    );
  }
  const rows = readRows(files, manifest);
  const graphs = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [name, bytes] of files) {
    const category = /^index\/(\w+)\.hnsw$/.exec(name)?.[1];
    if (category) graphs.set(category, bytes);
  }
  const sources = manifest.sources.map(({ id, shop }) => ({ id, shop }));
  return { embedder, sources, rows, embeddings: readEmbeddings(files, rows.length), graphs };
}

/** The facts about a pack, unchecked against its content. Throws `PackInvalid`. */
export async function readPackManifest(archive: Blob): Promise<PackManifest> {
  return readManifest(await unzip(archive));
}
