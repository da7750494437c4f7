import { convertCheckpoint, type ConvertedModel } from '@earmark/converter';
import { chunkStarts } from '@earmark/core/audio';
import type { Architecture } from '@earmark/core/model';
import { createChunkScorer, meanOfChunks, type ScoringSteps } from '../chunk-scorer.ts';
import { editCheckpoint, type EditTensor } from '../edit-checkpoint.ts';
import { createModelInput, type ToLogMel } from '../model-input.ts';
import { tinyCheckpoint, tinyClip } from '../tiny-models.ts';

/** The way from a checkpoint and a waveform to scores; a mistake does some of it otherwise. */
export interface Steps {
  readonly tensor: EditTensor;
  readonly model: (model: ConvertedModel) => ConvertedModel;
  readonly toLogMel: ToLogMel;
  readonly starts: ScoringSteps['starts'];
  readonly mean: (chunks: readonly Float32Array[]) => readonly number[];
}

export type Mistake = Partial<Steps>;

/** The scores that a tiny model gives its clip if someone makes this mistake. */
export async function scoreWith(
  mistake: Mistake,
  architecture: Architecture,
): Promise<readonly number[]> {
  const { tensor, model: alter, toLogMel, starts, mean } = { ...CORRECT, ...mistake };
  const checkpoint = editCheckpoint(tinyCheckpoint(architecture), tensor);
  const model = alter(convertCheckpoint(checkpoint, architecture));
  const toInput = createModelInput(model, toLogMel);
  const score = await createChunkScorer(model, { toInput, starts });
  return mean(await score(tinyClip()));
}

const CORRECT: Steps = {
  tensor: (_, tensor) => tensor,
  model: (model) => model,
  toLogMel: (logMel, chunk) => logMel.transform(chunk),
  starts: chunkStarts,
  mean: meanOfChunks,
};
