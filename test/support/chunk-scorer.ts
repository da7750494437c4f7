import { InferenceSession } from 'onnxruntime-node';
import type { ConvertedModel } from '@earmark/converter';
import { chunkAt, chunkStarts } from '@earmark/core/audio';
import { createModelInput, type ModelInput } from './model-input.ts';

/** The scores of every chunk of a waveform, by the model just converted. */
export type ChunkScorer = (waveform: Float32Array) => Promise<Float32Array[]>;

/** The steps before the network; those of the product unless told otherwise. */
export interface ScoringSteps {
  readonly starts: typeof chunkStarts;
  readonly toInput: ModelInput;
}

/** Runs a converted model as a worker does: one thread, one chunk at a time. */
export async function createChunkScorer(
  model: ConvertedModel,
  steps: Partial<ScoringSteps> = {},
): Promise<ChunkScorer> {
  const { starts = chunkStarts, toInput = createModelInput(model) } = steps;
  const { chunks } = model.cut;
  const session = await createSession(model.onnx);
  return async (waveform) => {
    const scores: Float32Array[] = [];
    for (const start of starts(chunks, waveform.length)) {
      const chunk = chunkAt(waveform, { start, length: chunks.length, fill: chunks.short });
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

/** A network on one thread, so that the order of additions is the same every time. */
export function createSession(onnx: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(onnx, {
    graphOptimizationLevel: 'all',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
}
