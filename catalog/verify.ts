import { ExactIndex } from '../lib/index/exact';
import { HnswIndex } from '../lib/index/hnsw';
import { SMALL } from '../lib/index/open';
import { DIMENSIONS, type Pack } from '../lib/store/pack-format';
import type { VectorSet } from '../lib/types';
import { isPrivateAddress } from './fetch/private-network';

/** Recall of an index below which a pack is not good. */
export const LEAST_RECALL = 0.98;
const QUERIES = 100;
const K = 10;
/** How far a query lies from a stored vector: about cosine 0.9, as a photo of the same thing does. */
const NOISE = 0.5;

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Nearby unit vectors of stored ones, the same at every call. */
function queriesOf({ ids, vectors }: VectorSet): Float32Array[] {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const step = Math.max(1, ids.length / QUERIES);
  return Array.from({ length: Math.min(QUERIES, ids.length) }, (_, i) => {
    const row = Math.floor(i * step);
    const noisy = vectors.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS);
    const scale = NOISE / Math.sqrt(DIMENSIONS / 12);
    for (let at = 0; at < DIMENSIONS; at += 1) noisy[at] = (noisy[at] ?? 0) + scale * random();
    const length = Math.hypot(...noisy);
    return noisy.map((number) => number / length);
  });
}

function setOf({ rows, embeddings }: Pack, category: string): VectorSet {
  const ids = Uint32Array.from([...rows.keys()].filter((row) => rows[row]?.category === category));
  const vectors = new Float32Array(ids.length * DIMENSIONS);
  for (const [at, row] of ids.entries()) {
    vectors.set(embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), at * DIMENSIONS);
  }
  return { ids, vectors };
}

/** Share of the true ten nearest that the graph finds. Throws when the graph's bytes are damaged. */
async function recallOf(set: VectorSet, graph: Uint8Array<ArrayBuffer>): Promise<{ recall: number; same: boolean }> {
  const index = await HnswIndex.fromBytes(graph, DIMENSIONS);
  const exact = new ExactIndex(set);
  let [hits, wanted] = [0, 0];
  for (const query of queriesOf(set)) {
    const truth = new Set(exact.search(query, K).map(({ id }) => id));
    hits += index.search(query, K).filter(({ id }) => truth.has(id)).length;
    wanted += truth.size;
  }
  const known = new Set(set.ids);
  const same = index.size === known.size && [...index.ids()].every((id) => known.has(id));
  index.close();
  return { recall: wanted > 0 ? hits / wanted : 1, same };
}

async function checkGraph(pack: Pack, category: string): Promise<Check> {
  const name = `index of ${category}`;
  const set = setOf(pack, category);
  const graph = pack.graphs.get(category);
  if (!graph) return { name, ok: set.ids.length <= SMALL, detail: `${set.ids.length} vectors, no graph` };
  try {
    const { recall, same } = await recallOf(set, graph);
    const detail = same ? `${set.ids.length} vectors, recall@10 ${recall.toFixed(3)}` : 'holds other products';
    return { name, ok: same && recall >= LEAST_RECALL, detail };
  } catch {
    return { name, ok: false, detail: 'damaged' };
  }
}

function checkAddresses({ rows }: Pack): Check {
  const inside = rows.flatMap(({ url, imageUrl }) => [url, imageUrl]).filter((address) => {
    const url = /^https?:/i.test(address) && URL.canParse(address) ? new URL(address) : undefined;
    return url !== undefined && isPrivateAddress(url);
  }); // biome-ignore format: one thought
  const [first] = inside;
  const pictureless = rows.filter(({ imageUrl }) => imageUrl === '').length;
  const detail = first ? `${inside.length} in a private network, as ${first}` : `all public, ${pictureless} products without picture`; // biome-ignore format: one thought
  return { name: 'addresses', ok: inside.length === 0, detail };
}

/** Looks at everything in a pack that reading it does not check: every index against the exact scan, every address. */
export async function verifyPack(pack: Pack): Promise<Check[]> {
  const checks = [checkAddresses(pack)];
  for (const category of new Set(pack.rows.map((row) => row.category))) checks.push(await checkGraph(pack, category));
  return checks;
}
