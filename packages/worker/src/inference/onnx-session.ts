import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelAtHand } from '@earmark/runtime/models/model-registry.js';

// Warnings about unused graph parts are for whoever makes a model, not for whoever uses it.
env.logLevel = 'error';

/** Version of the runtime that computes the scores. */
export const RUNTIME = `onnxruntime-node ${env.versions.node ?? 'unknown'}`;

/** One model on one device, for one thread. */
export interface OnnxSession {
  /**
   * Scores of one chunk, [nTags]. Blocks the thread until it is done.
   *
   * @param features [1, ...shape] as the front end makes them; read before the promise resolves
   */
  score(features: Float32Array, shape: readonly number[]): Promise<Float32Array>;
  /** Gives its memory back, which can be several times that of the weights. */
  close(): Promise<void>;
}

export async function openOnnxSession({ model, folder }: ModelAtHand): Promise<OnnxSession> {
  const session = await InferenceSession.create(join(folder, model.onnx.file), {
    executionProviders: ['cpu'],
    // 'all' rather than 'extended': the blocked layout of convolutions comes with it, see docs/decisions.
    graphOptimizationLevel: 'all',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
  });
  const [input = ''] = session.inputNames;
  const [output = ''] = session.outputNames;
  return {
    async score(features, shape) {
      const feeds = { [input]: new Tensor('float32', features, [1, ...shape]) };
      const scores = (await session.run(feeds))[output]?.data;
      if (!(scores instanceof Float32Array))
        throw new Error('the network returned no float32 scores');
      return scores;
    },
    close: () => session.release(),
  };
}
