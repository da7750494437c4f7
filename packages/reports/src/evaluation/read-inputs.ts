import { type EvaluationRequest, OWN_TRACKS, selectListed } from '@earmark/core/evaluation';
import { readFileList } from './read-file-list.ts';
import { readThresholds } from './read-thresholds.ts';
import { readTruth } from './read-truth.ts';

/** The files that an evaluation is asked with; null where none is named. */
export interface InputFiles {
  readonly truth: string;
  /** Tags of arrays. */
  readonly tags: string | null;
  /** Names the tracks to evaluate. */
  readonly split: string | null;
  readonly thresholds: string | null;
}

/** Truth and thresholds of an evaluation. @throws USAGE_INVALID */
export async function readInputs(
  files: InputFiles,
): Promise<Pick<EvaluationRequest, 'truth' | 'truthName' | 'splitName' | 'thresholds'>> {
  const truth = await readTruth(files.truth, files.tags);
  return {
    truth: files.split ? selectListed(truth, await readFileList(files.split), files.split) : truth,
    truthName: files.truth,
    splitName: files.split,
    thresholds: files.thresholds ? await readThresholds(files.thresholds, files.tags) : OWN_TRACKS,
  };
}
