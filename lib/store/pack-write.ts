import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { writeNpy } from './npy';
import { DIMENSIONS, PACK_FORMAT, type Pack, type PackManifest, sha256 } from './pack-format';

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** Packs a catalogue into one zip file; the same input gives the same bytes. */
export async function writePack(pack: Pack): Promise<Blob> {
  const lines = pack.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const files = new Map<string, Uint8Array<ArrayBuffer>>([
    ['products.ndjson', new TextEncoder().encode(lines)],
    ['embeddings.npy', writeNpy(pack.embeddings, DIMENSIONS)],
  ]);
  for (const [category, graph] of pack.graphs) files.set(`index/${category}.hnsw`, graph);
  const entries: PackManifest['entries'] = {};
  for (const [name, bytes] of files) entries[name] = { bytes: bytes.byteLength, sha256: await sha256(bytes) };
  const perSource = countBy(pack.rows.map(({ source }) => source));
  const manifest: PackManifest = {
    format: PACK_FORMAT,
    embedder: pack.embedder,
    dimensions: DIMENSIONS,
    products: pack.rows.length,
    categories: countBy(pack.rows.map(({ category }) => category)),
    sources: pack.sources.map(({ id, shop }) => ({ id, shop, products: perSource[id] ?? 0 })),
    entries,
  };
  const writer = new ZipWriter(new BlobWriter('application/zip'), {
    useWebWorkers: false,
    lastModDate: new Date(1980, 0, 1),
    extendedTimestamp: false,
  });
  await writer.add('manifest.json', new Uint8ArrayReader(new TextEncoder().encode(JSON.stringify(manifest, null, 1))));
  for (const [name, bytes] of files) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}
