import { EarmarkError } from '../failure/earmark-error.ts';
import { decide, type DecisionRule } from './decisions.ts';
import { evaluateScores } from './evaluate-scores.ts';
import {
  EVALUATION_VERSION,
  type Evaluation,
  type EvaluationReport,
  type ModelEvaluation,
  type PublishedFigures,
} from './evaluation-report.ts';
import { type JoinedTruth, joinTruth, matchRows, type RowMatches } from './join-truth.ts';
import type { MeanMode } from './mean-measures.ts';
import type { Predictions } from './predictions.ts';
import type { ThresholdSource } from './thresholds.ts';
import type { Truth } from './truth.ts';

/** Unmatched files beyond this number are counted but not named. */
const MAX_NAMED_FILES = 20;

export interface EvaluatedModel extends Predictions {
  readonly vocabulary: string | null;
  readonly published: PublishedFigures | null;
}

export interface EvaluationRequest {
  /** What is evaluated, for the heading. */
  readonly subject: string;
  readonly models: readonly EvaluatedModel[];
  readonly truth: Truth;
  readonly truthName: string;
  /** Name of the list that selected the tracks of the truth. */
  readonly splitName: string | null;
  readonly thresholds: ThresholdSource;
  readonly rule: DecisionRule;
  readonly mode: MeanMode;
}

/**
 * The evaluation of some models against the truth.
 *
 * @param onModel called after each model with the number of those that are evaluated
 * @throws USAGE_INVALID when no model can be evaluated, or, in strict mode, when a mean is not defined
 */
export function buildEvaluationReport(
  request: EvaluationRequest,
  onModel?: (nDone: number) => void,
): EvaluationReport {
  const { subject, truth, truthName, splitName, thresholds, rule, mode } = request;
  const results = request.models.map((model, i) => {
    const result = evaluateModel(model, request);
    onModel?.(i + 1);
    return result;
  });
  const models = results.filter((result) => 'evaluation' in result);
  const excluded = results.filter((result) => 'reason' in result);
  if (models.length === 0) throw nothingToEvaluate(request, excluded);
  return {
    version: EVALUATION_VERSION,
    subject,
    truth: {
      name: truthName,
      nTracks: truth.nTracks,
      nTags: truth.tags.length,
      split: splitName,
    },
    mode,
    decisions: {
      by: request.models.some(({ decisions }) => decisions) ? 'array' : 'thresholds',
      from: thresholds.name,
      rule,
    },
    models,
    excluded,
  };
}

type ExcludedModel = EvaluationReport['excluded'][number];

function evaluateModel(
  model: EvaluatedModel,
  request: EvaluationRequest,
): ModelEvaluation | ExcludedModel {
  const { name, vocabulary, published } = model;
  const matches = matchRows(model, request.truth);
  const joined = joinTruth(model, request.truth, matches.pairs);
  const reason = whyNotEvaluated(matches, joined);
  if (reason !== null) return { name, reason };
  const evaluation = evaluateJoined(model, joined, request);
  if (request.mode === 'strict') checkDefined(name, evaluation);
  return {
    name,
    vocabulary,
    matched: {
      nTracks: matches.pairs.length,
      byRule: matches.byRule,
      nFilesWithoutTruth: matches.filesWithoutTruth.length,
      filesWithoutTruth: matches.filesWithoutTruth.slice(0, MAX_NAMED_FILES),
      nTruthWithoutFile: matches.truthWithoutFile.length,
      truthWithoutFile: matches.truthWithoutFile.slice(0, MAX_NAMED_FILES),
      nUnscored: joined.nUnscored,
    },
    tagsOfModelOnly: joined.tagsOfModelOnly,
    tagsOfTruthOnly: joined.tagsOfTruthOnly,
    evaluation,
    published,
  };
}

function whyNotEvaluated({ pairs }: RowMatches, { labelled, tags }: JoinedTruth): string | null {
  if (pairs.length === 0) return 'none of its files is in the truth';
  if (tags.length === 0) return 'none of its tags is in the truth';
  return labelled.nTracks === 0 ? 'it scored no track of the truth' : null;
}

function evaluateJoined(
  model: EvaluatedModel,
  joined: JoinedTruth,
  { thresholds: source, rule, mode }: EvaluationRequest,
): Evaluation {
  const { labelled, tags, decisions } = joined;
  if (decisions) return evaluateScores({ labelled, tags, decisions, thresholds: null, mode });
  const thresholds = source.thresholdsFor(model, joined);
  const decided = decide(labelled.scores, thresholds, rule);
  return evaluateScores({ labelled, tags, decisions: decided, thresholds, mode });
}

function checkDefined(name: string, { tags, nTracks }: Evaluation): void {
  const undefinedTags = tags.filter(({ rocAuc }) => rocAuc === null).map(({ tag }) => tag);
  if (undefinedTags.length === 0) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `The mean ROC-AUC of ${name} is not defined: all or none of the ${nTracks} tracks have ${undefinedTags.join(', ')}. ` +
      'Evaluate more tracks, or without --strict, which leaves such tags out.',
  );
}

function nothingToEvaluate(
  { models, truth, truthName }: EvaluationRequest,
  excluded: readonly ExcludedModel[],
): EarmarkError {
  const reasons = excluded.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  const [model] = models;
  const sides = [
    `${truthName} has ${examples(truth.files ?? [])} and the tags ${examples(truth.tags)}`,
    `the predictions have ${examples(model?.files ?? [])} and the tags ${examples(model?.tags.map(({ tag }) => tag) ?? [])}`,
  ];
  return new EarmarkError(
    'USAGE_INVALID',
    `There is nothing to evaluate (${reasons}). ${sides.join('; ')}. ` +
      'Paths must be the same, or one the end of the other, extensions aside; tags must be the same.',
  );
}

/** `"a", "b", ... (12)`. */
function examples(names: readonly string[]): string {
  const shown = names.slice(0, 2).map((name) => `"${name}"`);
  return `${[...shown, ...(names.length > shown.length ? ['...'] : [])].join(', ')} (${names.length})`;
}
