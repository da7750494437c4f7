import { parseThresholds } from '@earmark/core/corpus';
import {
  knownThresholds,
  parseEvaluationThresholds,
  thresholdsLearntOn,
  type ThresholdSource,
} from '@earmark/core/evaluation';
import { EarmarkError } from '@earmark/core/failure';
import { isNpy, readInputText } from './read-file.ts';
import { parseTruth, readTruth } from './read-truth.ts';

/**
 * Thresholds from a file: the truth for other tracks, on which they are learnt; the evaluation.json
 * of an earlier evaluation, of the same model or of only one; or lines `tag<TAB>threshold`.
 *
 * @throws USAGE_INVALID
 */
export async function readThresholds(
  path: string,
  tagsFile: string | null,
): Promise<ThresholdSource> {
  if (isNpy(path)) return thresholdsLearntOn(await readTruth(path, tagsFile), path);
  const text = await readInputText(path);
  if (text.startsWith('{')) return ofEarlierEvaluation(text, path);
  const thresholds = parseThresholds(text, path);
  if (thresholds) return knownThresholds(() => thresholds, path);
  const truth = parseTruth(text, path);
  if (truth) return thresholdsLearntOn(truth, path);
  throw new EarmarkError(
    'USAGE_INVALID',
    `${path} gives no thresholds. Name a table of truth, an evaluation.json, or lines of a tag, a tab and a threshold.`,
  );
}

function ofEarlierEvaluation(text: string, path: string): ThresholdSource {
  const models = parseEvaluationThresholds(text);
  if (models === undefined) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${path} is not an evaluation.json. Name one that earmark evaluate wrote.`,
    );
  }
  // A single model is taken whatever its name is: arrays of other tracks have other names.
  const [only] = models.values();
  return knownThresholds((name) => (models.size === 1 ? only : models.get(name)), path);
}
