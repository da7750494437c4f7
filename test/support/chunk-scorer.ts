import { chunkAt, chunkStarts } from '@earmark/core/audio/chunk.js';
import { createLogMel } from '@earmark/core/audio/log-mel.js';
import type { ConvertedModel } from '@earmark/converter/convert-checkpoint.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** The scores of every chunk of a waveform, by the model just converted. */
export type ChunkScorer = (waveform: Float32Array) => Promise<Float32Array[]>;

/** Runs a converted model as a worker does: one thread, one chunk at a time. */
export async function createChunkScorer(model: ConvertedModel): Promise<ChunkScorer> {
  const { inputLength } = model;
  const toInput = createInput(model);
  const session = await InferenceSession.create(model.onnx, {
    graphOptimizationLevel: 'all',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  return async (waveform) => {
    const scores: Float32Array[] = [];
    for (const start of chunkStarts({ nSamples: waveform.length, inputLength })) {
      const chunk = chunkAt(waveform, { start, length: inputLength });
      const output = await session.run(toInput(chunk));
      scores.push(output['scores']?.data as Float32Array);
    }
    return scores;
  };
}

/** Mean of the chunks' scores, tag by tag. */
export function meanOfChunks(chunks: readonly Float32Array[]): number[] {
  const [first = []] = chunks;
  return Array.from(first, (_, tag) => {
    return chunks.reduce((sum, scores) => sum + (scores[tag] ?? NaN), 0) / chunks.length;
  });
}

/** Largest difference, NaN if a value is missing. */
export function maxDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return Array.from(expected).reduce((worst, value, i) => {
    return Math.max(worst, Math.abs(value - (actual[i] ?? NaN)));
  }, 0);
}

function createInput({ frontEnd, inputLength }: ConvertedModel) {
  if (frontEnd.kind === 'waveform') {
    return (chunk: Float32Array) => ({ waveform: new Tensor('float32', chunk, [1, inputLength]) });
  }
  const { nFft, nMels, coefficients } = frontEnd;
  const window = coefficients.subarray(0, nFft);
  const filterbank = coefficients.subarray(nFft);
  const logMel = createLogMel({ ...frontEnd, window, filterbank });
  const shape = [1, nMels, logMel.nFrames(inputLength)];
  return (chunk: Float32Array) => ({
    log_mel: new Tensor('float32', logMel.transform(chunk), shape),
  });
}
