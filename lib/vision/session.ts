/** Dense float32 tensor, row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A loaded network; the browser's and Node's ONNX Runtime both fit behind it. */
export interface Session {
  /** Runs the network. Rejects when the feeds do not fit the graph or the runtime fails. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  /** Frees the network's memory. */
  release(): Promise<void>;
}

/** Where a network runs. */
export type Backend = 'webgpu' | 'wasm' | 'native';

/** Loads a network from its bytes. */
export interface Runtime {
  readonly threads: number;
  /** Candidates in order of preference; the last one always works. */
  backends(): Promise<readonly Backend[]>;
  open(bytes: Uint8Array, backend: Backend): Promise<Session>;
}
