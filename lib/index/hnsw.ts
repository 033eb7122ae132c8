import type { Embedding, Neighbor, VectorIndex, VectorSet } from '../types';
import { checkGraph } from './graph-check';
import { GRAPH } from './hnsw-format';

/** Width of a search. Not part of the file, so it is set again after every load. Measured in tests/bench. */
const EF = 200;
const FOLDER = '/hnswlib-index';

interface Graph {
  initIndex(maxElements: number, m: number, efConstruction: number, seed: number): void;
  readIndex(file: string, maxElements: number): void;
  writeIndex(file: string): void;
  resizeIndex(maxElements: number): void;
  addPoint(point: Embedding, label: number, replaceDeleted: boolean): void;
  markDeleteItems(labels: number[]): void;
  searchKnn(point: Embedding, k: number, filter: undefined): { distances: number[]; neighbors: number[] };
  getMaxElements(): number;
  getCurrentCount(): number;
  setEfSearch(ef: number): void;
  delete(): void;
}

interface Library {
  readonly HierarchicalNSW: new (space: 'ip', dimensions: number, autoSaveFilename: '') => Graph;
  readonly EmscriptenFileSystemManager: { initializeFileSystem(type: 'IDBFS'): void };
  readonly FileSystem: {
    readFile(path: string): Uint8Array<ArrayBuffer>;
    writeFile(path: string, bytes: Uint8Array, how: { canOwn: boolean }): void;
    unlink(path: string): void;
  };
}

/** The patched glue's factory: what its default export is. */
export type HnswlibFactory = (overrides: object) => Promise<object>;

let loadFactory = async (): Promise<HnswlibFactory> =>
  (await import('hnswlib-wasm/dist/hnswlib-317962d7.js')).default as HnswlibFactory;
let library: Promise<Library> | undefined;

/** Replaces how the patched glue is loaded, where no bundler patches it (Node). Call it before the first index. */
export function provideHnswlib(load: () => Promise<HnswlibFactory>): void {
  loadFactory = load;
  library = undefined;
}

async function start(): Promise<Library> {
  const silent = () => undefined;
  const module = (await (await loadFactory())({ print: silent, printErr: silent })) as Library;
  module.EmscriptenFileSystemManager.initializeFileSystem('IDBFS');
  return module;
}

function hnswlib(): Promise<Library> {
  library ??= start().catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}

/** HNSW graph over unit vectors by inner product (hnswlib compiled to WebAssembly). */
export class HnswIndex implements VectorIndex {
  readonly #library: Library;
  readonly #graph: Graph;
  readonly #ids: Set<number>;
  readonly #removed = new Set<number>();

  private constructor(library: Library, graph: Graph, ids: Iterable<number>) {
    this.#library = library;
    this.#graph = graph;
    this.#ids = new Set(ids);
    graph.setEfSearch(EF);
  }

  /** An empty index with room for `capacity` vectors (it grows when needed). */
  static async create(dimensions: number, capacity: number): Promise<HnswIndex> {
    const lib = await hnswlib();
    const graph = new lib.HierarchicalNSW('ip', dimensions, '');
    graph.initIndex(Math.max(1, capacity), GRAPH.m, GRAPH.efConstruction, GRAPH.seed);
    return new HnswIndex(lib, graph, []);
  }

  /** Opens a file in hnswlib's own format. Throws when its structure does not hold. */
  static async fromBytes(bytes: Uint8Array<ArrayBuffer>, dimensions: number): Promise<HnswIndex> {
    const lib = await hnswlib();
    const { count, labels } = checkGraph(bytes, dimensions);
    const graph = new lib.HierarchicalNSW('ip', dimensions, '');
    try {
      // The file system keeps these very bytes instead of a copy, until they are read.
      lib.FileSystem.writeFile(`${FOLDER}/read`, bytes, { canOwn: true });
      graph.readIndex('read', Math.max(1, count));
      return new HnswIndex(lib, graph, labels);
    } catch (error) {
      // A graph object is unusable after a failed read.
      graph.delete();
      throw new Error('This index cannot be read', { cause: error });
    } finally {
      lib.FileSystem.unlink(`${FOLDER}/read`);
    }
  }

  get size(): number {
    return this.#ids.size;
  }

  /** The ids it holds. */
  ids(): IterableIterator<number> {
    return this.#ids.values();
  }

  add(id: number, embedding: Embedding): void {
    this.#flush();
    // The binding refuses even a replacement once the graph is full; removed vectors keep their place.
    if (this.#graph.getCurrentCount() >= this.#graph.getMaxElements()) {
      this.#graph.resizeIndex(this.#graph.getMaxElements() * 2);
    }
    this.#graph.addPoint(embedding, id, false);
    this.#ids.add(id);
  }

  remove(id: number): void {
    if (this.#ids.delete(id)) this.#removed.add(id);
  }

  search(embedding: Embedding, k: number, filter?: (id: number) => boolean): readonly Neighbor[] {
    this.#flush();
    const wanted = Math.min(filter ? Math.max(2 * EF, 8 * k) : k, this.size);
    if (wanted <= 0) return [];
    this.#graph.setEfSearch(Math.max(EF, wanted));
    const { neighbors, distances } = this.#graph.searchKnn(embedding, wanted, undefined);
    const found = neighbors.map((id, i) => ({ id, similarity: 1 - (distances[i] ?? 2) }));
    return (filter ? found.filter(({ id }) => filter(id)) : found).slice(0, k);
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    this.#flush();
    this.#graph.writeIndex('write');
    const bytes = this.#library.FileSystem.readFile(`${FOLDER}/write`);
    this.#library.FileSystem.unlink(`${FOLDER}/write`);
    return bytes;
  }

  close(): void {
    this.#graph.delete();
    this.#ids.clear();
  }

  /** hnswlib walks all labels for every deleting call, so removals are handed over together. */
  #flush(): void {
    if (this.#removed.size === 0) return;
    this.#graph.markDeleteItems([...this.#removed]);
    this.#removed.clear();
  }
}

/** Builds a graph over `set`; `pause` is awaited after every 32 vectors, so that the thread stays answerable. */
export async function buildGraph(
  set: VectorSet,
  pause: (done: number) => Promise<void> = async () => undefined,
): Promise<HnswIndex> {
  const dimensions = set.ids.length > 0 ? set.vectors.length / set.ids.length : 1;
  const index = await HnswIndex.create(dimensions, set.ids.length);
  for (const [row, id] of set.ids.entries()) {
    index.add(id, set.vectors.subarray(row * dimensions, (row + 1) * dimensions));
    if (row % 32 === 31) await pause(row + 1);
  }
  return index;
}
