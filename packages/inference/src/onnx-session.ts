import { join } from 'node:path';
import type { InferenceSession as Session } from 'onnxruntime-node';
import type { InstalledModel, NetworkSpec } from '@earmark/core/model';
import { type DeviceName, DEVICES } from './device/devices.ts';
import { env, InferenceSession, Tensor } from './onnxruntime.ts';

// Warnings about unused parts of a graph concern the author of a model, not its user.
env.logLevel = 'error';

/** Version of the runtime that computes the scores. */
export const RUNTIME = `onnxruntime-node ${env.versions.node ?? 'unknown'}`;

/** What a network gives for some chunks: a row for each, or more where it cuts them itself. */
export interface NetworkOutput {
  /** [nTags] each, as the network gives them; none of a network without tags. */
  readonly scores: readonly Float32Array[];
  /** [nDimensions] each; none where they are not wanted. */
  readonly embeddings: readonly Float32Array[];
}

/** One model on one device. */
export interface OnnxSession {
  /**
   * Blocks the thread that holds the session until it is done.
   *
   * @param features [nChunks, ...shape] as the front end makes them; read before the promise resolves
   */
  run(features: Float32Array, shape: readonly number[]): Promise<NetworkOutput>;
  /** Frees its memory, which can be several times that of the weights. */
  close(): Promise<void>;
}

/** How many chunks these features are of, [nChunks, ...shape]. */
export function countChunks(features: Float32Array, shape: readonly number[]): number {
  return features.length / sizeOf(shape);
}

export function openOnnxSession(
  { spec, folder }: InstalledModel,
  device: DeviceName,
): Promise<OnnxSession> {
  const { network, nTags } = spec;
  return openNetwork(join(folder, network.file), device, { ...network, hasScores: nTags > 0 });
}

/** How a network is fed and read. */
export interface NetworkUse extends Pick<NetworkSpec, 'input' | 'output' | 'batch'> {
  readonly hasScores: boolean;
}

/** For networks with one input, which has a batch axis, and one output, the scores. */
const ONLY_ONE: NetworkUse = {
  input: { name: null, axes: ['batch'] },
  output: { scores: null, embedding: null },
  batch: 'any',
  hasScores: true,
};

/** @param network an `.onnx` file, or its bytes */
export async function openNetwork(
  network: string | Uint8Array,
  device: DeviceName,
  { input, output, batch, hasScores }: NetworkUse = ONLY_ONE,
): Promise<OnnxSession> {
  const session = await createSession(network, {
    executionProviders: [DEVICES[device].provider],
    // 'all' rather than 'extended': the blocked layout of convolutions comes with it, see docs/decisions.
    graphOptimizationLevel: 'all',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
  });
  const [firstInput = ''] = session.inputNames;
  const [firstOutput = ''] = session.outputNames;
  const feed = input.name ?? firstInput;
  const fetches = {
    scores: hasScores ? (output.scores ?? firstOutput) : null,
    embeddings: output.embedding,
  };
  const fetched = Object.values(fetches).filter((name) => name !== null);
  const hasBatch = input.axes.includes('batch');

  const runOnce = async (features: Float32Array, dimensions: readonly number[]) => {
    const results = await session.run({ [feed]: new Tensor('float32', features, dimensions) }, [
      ...new Set(fetched),
    ]);
    const rows = (name: string | null) => (name === null ? [] : rowsOf(name, results[name]));
    return { scores: rows(fetches.scores), embeddings: rows(fetches.embeddings) };
  };
  return {
    async run(features, shape) {
      const nChunks = countChunks(features, shape);
      if (batch === 'any') return runOnce(features, [nChunks, ...shape]);
      const size = batch * sizeOf(shape);
      const outputs: NetworkOutput[] = [];
      for (let first = 0; first < nChunks; first += batch) {
        const given = features.subarray(first * sizeOf(shape)).subarray(0, size);
        const filled = given.length < size ? filledUp(given, size) : given;
        const all = await runOnce(filled, hasBatch ? [batch, ...shape] : shape);
        outputs.push(firstRows(all, Math.min(batch, nChunks - first) / batch));
      }
      return {
        scores: outputs.flatMap(({ scores }) => scores),
        embeddings: outputs.flatMap(({ embeddings }) => embeddings),
      };
    },
    close: () => session.release(),
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** With zeros, for chunks that are not there in a batch of a fixed size. */
function filledUp(features: Float32Array, size: number): Float32Array {
  const filled = new Float32Array(size);
  filled.set(features);
  return filled;
}

/** The rows of the first chunks of a batch. */
function firstRows({ scores, embeddings }: NetworkOutput, share: number): NetworkOutput {
  return {
    scores: scores.slice(0, Math.round(scores.length * share)),
    embeddings: embeddings.slice(0, Math.round(embeddings.length * share)),
  };
}

/** The vectors along the last axis. */
function rowsOf(
  name: string,
  tensor: Session.OnnxValueMapType[string] | undefined,
): readonly Float32Array[] {
  const values = tensor?.data;
  if (!(values instanceof Float32Array)) {
    throw new Error(`the network returned no float32 values for ${name || 'its output'}`);
  }
  const length = tensor?.dims.at(-1) ?? 1;
  const nRows = length === 0 ? 0 : values.length / length;
  return Array.from({ length: nRows }, (_, i) => values.subarray(i * length, (i + 1) * length));
}

function createSession(
  network: string | Uint8Array,
  options: Session.SessionOptions,
): Promise<Session> {
  return typeof network === 'string'
    ? InferenceSession.create(network, options)
    : InferenceSession.create(network, options);
}
