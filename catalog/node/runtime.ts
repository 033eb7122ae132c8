import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-node';
import { type Runtime, runNetwork, type Session, type Tensor } from '../../lib/vision/session.ts';

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
      return { run: (feeds) => runNetwork(session, feeds, wrap), release: () => session.release() };
    },
  };
}

const wrap = ({ data, dims }: Tensor): ort.Tensor => new ort.Tensor('float32', data, [...dims]);
