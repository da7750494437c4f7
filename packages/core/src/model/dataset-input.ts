import { DATASET_LOG_MEL } from '../audio/dataset-log-mel.ts';
import type { ModelSpec } from './model-spec.ts';

/** Whether a model reads what the dataset publishes as mel-spectrograms: the frames in the middle of a track. */
export function readsDatasetLogMel({
  frontEnd,
  scoring,
}: Pick<ModelSpec, 'frontEnd' | 'scoring'>): boolean {
  if (frontEnd.kind !== 'log-mel' || scoring !== 'centre-1') return false;
  return FIELDS.every((field) => frontEnd[field] === DATASET_LOG_MEL[field]);
}

const FIELDS = ['sampleRate', 'nFft', 'hopLength', 'edges', 'nMels'] as const;
