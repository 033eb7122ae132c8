import { buildGraph } from '../../lib/index/hnsw';
import { SMALL } from '../../lib/index/open';
import type { VectorSet } from '../../lib/types';

/** The graph of a shelf as bytes; undefined for one that is searched as fast without. */
export async function graphOf(set: VectorSet): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (set.ids.length <= SMALL) return undefined;
  // A task of its own lets messages through.
  const graph = await buildGraph(set, () => new Promise((resolve) => setTimeout(resolve)));
  const bytes = graph.toBytes();
  graph.close();
  return bytes;
}
