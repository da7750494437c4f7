import type { EvaluationReport, ModelEvaluation, PublishedFigures } from '@earmark/core/evaluation';
import { formatCount, formatCounted } from '@earmark/core/text';

/** Names beyond this number are counted but not listed. */
const MAX_NAMES = 5;

export interface MatchDescription {
  /** Models for which the same tracks and tags were compared. */
  readonly models: readonly string[];
  /** Sentences about the tracks and tags that were compared, and those that were excluded. */
  readonly lines: readonly string[];
}

/** Which tracks and tags were compared for every model, and which were excluded. */
export function describeMatches({ models, truth }: EvaluationReport): readonly MatchDescription[] {
  const byText = new Map<string, MatchDescription>();
  for (const model of models) {
    const lines = describeMatch(model, truth.name);
    const same = byText.get(lines.join())?.models ?? [];
    byText.set(lines.join(), { models: [...same, model.name], lines });
  }
  return [...byText.values()];
}

function describeMatch(model: ModelEvaluation, truthName: string): string[] {
  const { matched, tagsOfModelOnly, tagsOfTruthOnly, evaluation } = model;
  const lines = [
    `${formatCounted(matched.nTracks, 'track')} of ${truthName} ${matched.nTracks === 1 ? 'was' : 'were'} matched to files${byRule(matched.byRule)}.`,
    excluded(
      'track',
      matched.nTruthWithoutFile,
      matched.truthWithoutFile,
      'of the truth without a file',
    ),
    excluded('file', matched.nFilesWithoutTruth, matched.filesWithoutTruth, 'without truth'),
    matched.nUnscored > 0
      ? `Excluded: ${formatCounted(matched.nUnscored, 'track')} without scores.`
      : '',
    `${formatCounted(evaluation.tags.length, 'tag')} compared.`,
    excluded(
      'tag',
      tagsOfModelOnly.length,
      tagsOfModelOnly,
      'of the model that the truth does not have',
    ),
    excluded(
      'tag',
      tagsOfTruthOnly.length,
      tagsOfTruthOnly,
      'of the truth that the model does not score',
    ),
  ];
  return lines.filter(Boolean);
}

const RULES = {
  path: 'by the same path',
  extension: 'by the path without its extension',
  end: 'by the end of the path',
} as const;

function byRule(counts: ModelEvaluation['matched']['byRule']): string {
  if (counts === null) return ', row by row';
  const parts = (['path', 'extension', 'end'] as const)
    .filter((rule) => counts[rule] > 0)
    .map((rule) => `${formatCount(counts[rule])} ${RULES[rule]}`);
  return ` (${parts.join(', ')})`;
}

function excluded(noun: string, count: number, names: readonly string[], what: string): string {
  if (count === 0) return '';
  const shown = names.slice(0, MAX_NAMES);
  const rest = count > shown.length ? [`and ${formatCount(count - shown.length)} more`] : [];
  return `Excluded: ${formatCounted(count, noun)} ${what}: ${[...shown, ...rest].join(', ')}.`;
}

/** A sentence about the rule by which a track gets a tag, on which precision, recall and F depend. */
export function describeDecisions({ by, from, rule }: EvaluationReport['decisions']): string {
  if (by === 'array')
    return 'The tags of a track are the decisions that were given with the scores.';
  const relation = rule === '>' ? 'above' : 'at or above';
  const threshold =
    from === null
      ? 'which was learnt on the evaluated tracks themselves: precision, recall and F are optimistic'
      : `which comes from ${from}`;
  return `A track gets a tag when its score is ${relation} the threshold of the tag, ${threshold}.`;
}

const DECIMALS = 4;

/** A measure with four decimals, as the published tables have them; an en dash where it is not defined. */
export function formatMeasure(value: number | null): string {
  return value === null ? '–' : value.toFixed(DECIMALS);
}

/** `0.8255, 0.2801`: ROC-AUC and PR-AUC as published; an en dash where nothing was. */
export function formatPublished(figures: PublishedFigures | null): string {
  return figures ? `${formatMeasure(figures.rocAuc)}, ${formatMeasure(figures.prAuc)}` : '–';
}
