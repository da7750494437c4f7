import { parseThresholds } from '@earmark/core/corpus';
import { EvaluationReport, given, learntOn, type ThresholdSource } from '@earmark/core/evaluation';
import { EarmarkError } from '@earmark/core/failure';
import { isNpy, readInputText } from './read-input.ts';
import { parseTruth, readTruth } from './read-truth.ts';

/**
 * Thresholds from a file: the truth about other tracks, on which they are learnt; the evaluation.json
 * of an earlier evaluation, of the same model or of only one; or lines `tag<TAB>threshold`.
 *
 * @throws USAGE_INVALID
 */
export async function readThresholds(
  path: string,
  tagsFile: string | null,
): Promise<ThresholdSource> {
  if (isNpy(path)) return learntOn(await readTruth(path, tagsFile), path);
  const text = await readInputText(path);
  if (text.startsWith('{')) return ofEarlierEvaluation(text, path);
  const thresholds = parseThresholds(text, path);
  if (thresholds) return given(() => thresholds, path);
  const truth = parseTruth(text, path);
  if (truth) return learntOn(truth, path);
  throw new EarmarkError(
    'USAGE_INVALID',
    `${path} gives no thresholds. Name a table of truth, an evaluation.json, or lines of a tag, a tab and a threshold.`,
  );
}

function ofEarlierEvaluation(text: string, path: string): ThresholdSource {
  const report = parseReport(text);
  if (report === undefined) {
    throw new EarmarkError('USAGE_INVALID', `${path} is not an evaluation.json of this version.`);
  }
  return given((id) => {
    const { models } = report;
    // The only one, whatever it is called: arrays of other tracks have other names.
    const model = models.length === 1 ? models[0] : models.find((other) => other.id === id);
    const tags = model?.evaluation.tags;
    return (
      tags &&
      new Map(
        tags.flatMap(({ tag, threshold }) =>
          threshold === null ? [] : [[tag, threshold] as const],
        ),
      )
    );
  }, path);
}

function parseReport(text: string): EvaluationReport | undefined {
  try {
    return EvaluationReport.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
