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

/** What both builds of ONNX Runtime share: `run` over tensors of their own class. */
interface Network<T> {
  run(
    feeds: Record<string, T>,
  ): Promise<Readonly<Record<string, { readonly data: unknown; readonly dims: readonly number[] }>>>;
}

/** Runs a float32 network of either runtime; `wrap` makes a tensor of that runtime. */
export async function runNetwork<T>(
  network: Network<T>,
  feeds: Readonly<Record<string, Tensor>>,
  wrap: (tensor: Tensor) => T,
): Promise<Record<string, Tensor>> {
  const given = Object.entries(feeds).map(([name, tensor]) => [name, wrap(tensor)]);
  const outputs = await network.run(Object.fromEntries(given));
  const answer: Record<string, Tensor> = {};
  for (const [name, { data, dims }] of Object.entries(outputs)) answer[name] = { data: data as Float32Array, dims };
  return answer;
}
