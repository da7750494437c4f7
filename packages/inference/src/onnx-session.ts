import { join } from 'node:path';
import type { InferenceSession as Session } from 'onnxruntime-node';
import type { InstalledModel } from '@earmark/core/model';
import { type DeviceName, DEVICES } from './device/devices.ts';
import { env, InferenceSession, Tensor } from './onnxruntime.ts';

// Warnings about unused parts of a graph concern the author of a model, not its user.
env.logLevel = 'error';

/** Version of the runtime that computes the scores. */
export const RUNTIME = `onnxruntime-node ${env.versions.node ?? 'unknown'}`;

/** One model on one device. */
export interface OnnxSession {
  /**
   * Scores of each chunk, [nTags]. Blocks the thread that holds the session until it is done.
   *
   * @param features [nChunks, ...shape] as the front end makes them; read before the promise resolves
   */
  score(features: Float32Array, shape: readonly number[]): Promise<readonly Float32Array[]>;
  /** Frees its memory, which can be several times that of the weights. */
  close(): Promise<void>;
}

/** How many chunks these features are of, [nChunks, ...shape]. */
export function countChunks(features: Float32Array, shape: readonly number[]): number {
  return features.length / shape.reduce((product, length) => product * length, 1);
}

export function openOnnxSession(
  { spec, folder }: InstalledModel,
  device: DeviceName,
): Promise<OnnxSession> {
  return openNetwork(join(folder, spec.onnx.file), device);
}

/** @param network an `.onnx` file with one input and one output, or its bytes */
export async function openNetwork(
  network: string | Uint8Array,
  device: DeviceName,
): Promise<OnnxSession> {
  const session = await createSession(network, {
    executionProviders: [DEVICES[device].provider],
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
      const nChunks = countChunks(features, shape);
      const feeds = { [input]: new Tensor('float32', features, [nChunks, ...shape]) };
      const scores = (await session.run(feeds))[output]?.data;
      if (!(scores instanceof Float32Array))
        throw new Error('the network returned no float32 scores');
      const nTags = scores.length / nChunks;
      return Array.from({ length: nChunks }, (_, i) => scores.subarray(i * nTags, (i + 1) * nTags));
    },
    close: () => session.release(),
  };
}

function createSession(
  network: string | Uint8Array,
  options: Session.SessionOptions,
): Promise<Session> {
  return typeof network === 'string'
    ? InferenceSession.create(network, options)
    : InferenceSession.create(network, options);
}
