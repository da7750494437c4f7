import { DATASET_LOG_MEL } from '../audio/dataset-log-mel.ts';
import type { ModelSpec } from './model-spec.ts';

/** Whether a model reads what the dataset publishes as mel-spectrograms: the frames in the middle of a track. */
export function readsDatasetLogMel({
  input,
  network,
}: Pick<ModelSpec, 'input' | 'network'>): boolean {
  if (network.input.axes.join() !== 'batch,bands,frames') return false;
  if (input.kind !== 'spectrogram' || input.chunks.rule !== 'centre') return false;
  return JSON.stringify(input.spectrogram) === DATASET_TEXT;
}

const DATASET_TEXT = JSON.stringify(DATASET_LOG_MEL);
