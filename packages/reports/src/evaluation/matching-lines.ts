import type { EvaluationReport, ModelEvaluation } from '@earmark/core/evaluation';
import { formatCount, formatCounted } from '@earmark/core/text';

/** More names than this are counted. */
const MAX_NAMES = 5;

export interface Matching {
  /** Models of which the same was compared. */
  readonly models: readonly string[];
  /** Sentences that say which tracks and tags were compared, and what was left out. */
  readonly lines: readonly string[];
}

/** What was compared, for every model; nothing is left out unsaid. */
export function matchings({ models, truth }: EvaluationReport): readonly Matching[] {
  const byText = new Map<string, Matching>();
  for (const model of models) {
    const lines = matchingLines(model, truth.name);
    const same = byText.get(lines.join())?.models ?? [];
    byText.set(lines.join(), { models: [...same, model.id], lines });
  }
  return [...byText.values()];
}

function matchingLines(model: ModelEvaluation, truthName: string): string[] {
  const { matched, tagsOfModelOnly, tagsOfTruthOnly, evaluation } = model;
  const lines = [
    `${formatCounted(matched.nTracks, 'track')} of ${truthName} ${matched.nTracks === 1 ? 'is' : 'are'} among the files${byRule(matched.byRule)}.`,
    leftOut(
      'track',
      matched.nTruthWithoutFile,
      matched.truthWithoutFile,
      'of the truth without a file',
    ),
    leftOut('file', matched.nFilesWithoutTruth, matched.filesWithoutTruth, 'without truth'),
    matched.nUnscored > 0 ? `${formatCounted(matched.nUnscored, 'track')} without scores.` : '',
    `${formatCounted(evaluation.tags.length, 'tag')} compared.`,
    leftOut(
      'tag',
      tagsOfModelOnly.length,
      tagsOfModelOnly,
      'of the model that the truth never names',
    ),
    leftOut(
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

function leftOut(noun: string, count: number, names: readonly string[], what: string): string {
  if (count === 0) return '';
  const shown = names.slice(0, MAX_NAMES);
  const rest = count > shown.length ? [`and ${formatCount(count - shown.length)} more`] : [];
  return `Left out: ${formatCounted(count, noun)} ${what}: ${[...shown, ...rest].join(', ')}.`;
}
