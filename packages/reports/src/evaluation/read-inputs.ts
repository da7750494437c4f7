import {
  type EvaluationRequest,
  LEARNT_ON_EVALUATED_TRACKS,
  selectListed,
} from '@earmark/core/evaluation';
import { readInputText } from './read-file.ts';
import { readThresholds } from './read-thresholds.ts';
import { parseTruth, readTruth } from './read-truth.ts';

/** The input files of an evaluation; null where an option is not given. */
export interface InputFiles {
  readonly truth: string;
  /** Lists the tags of arrays. */
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
    thresholds: files.thresholds
      ? await readThresholds(files.thresholds, files.tags)
      : LEARNT_ON_EVALUATED_TRACKS,
  };
}

/** The paths that a file names: those of a table of truth, else one path per line. @throws USAGE_INVALID */
export async function readFileList(path: string): Promise<readonly string[]> {
  const text = await readInputText(path);
  const files = parseTruth(text, path)?.files;
  return (
    files ??
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean)
  );
}
