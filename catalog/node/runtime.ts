import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-node';
import type { Runtime, Session, Tensor } from '../../lib/vision/session.ts';

/** ONNX Runtime's native build; threads default to the machine's. */
export function createNodeRuntime(threads: number = availableParallelism()): Runtime {
  return {
    threads,
    backends: async () => ['native'],
    open: async (bytes): Promise<Session> => {
      const session = await ort.InferenceSession.create(bytes, {
        executionProviders: ['cpu'],
        graphOptimizationLevel: 'all',
        intraOpNumThreads: threads,
        enableMemPattern: false,
        logSeverityLevel: 3,
      });
      return { run: (feeds) => run(session, feeds), release: () => session.release() };
    },
  };
}

async function run(session: ort.InferenceSession, feeds: Readonly<Record<string, Tensor>>) {
  const given = Object.entries(feeds).map(([name, { data, dims }]) => [
    name,
    new ort.Tensor('float32', data, [...dims]),
  ]);
  const outputs = await session.run(Object.fromEntries(given));
  const answer: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    answer[name] = { data: tensor.data as Float32Array, dims: tensor.dims };
  }
  return answer;
}
