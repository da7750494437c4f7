import type { EvaluationReport, Measures, ModelEvaluation } from '@earmark/core/evaluation';
import { csvLine } from '../results/csv.ts';

const HEADER = [
  ...['model', 'scope', 'name', 'tracks', 'positives'],
  ...['roc_auc', 'pr_auc', 'threshold', 'precision', 'recall', 'f_score'],
];

/**
 * Text of evaluation.csv, a line at a time: for every model its averages (scope `macro`, `micro` and
 * `samples`), its categories and its tags. What is not defined is an empty cell.
 */
export function* evaluationCsv({ models }: EvaluationReport): Generator<string> {
  yield csvLine(HEADER);
  for (const model of models) yield* modelLines(model);
}

function* modelLines({ id, evaluation }: ModelEvaluation): Generator<string> {
  const { nTracks, macro, micro, samples, categories, tags } = evaluation;
  const row = (scope: string, name: string, measures: Measures, tag?: TagCells) =>
    csvLine([id, scope, name, String(nTracks), ...cells(measures, tag)]);
  yield row('macro', '', macro);
  yield row('micro', '', micro);
  yield row('samples', '', samples);
  for (const category of categories) yield row('category', category.category, category);
  for (const tag of tags) yield row('tag', tag.tag, tag, tag);
}

interface TagCells {
  readonly nPositive: number;
  readonly threshold: number | null;
}

function cells(measures: Measures, tag?: TagCells): string[] {
  const { rocAuc, prAuc, precision, recall, fScore } = measures;
  const text = (value: number | null | undefined) => String(value ?? '');
  return [tag?.nPositive, rocAuc, prAuc, tag?.threshold, precision, recall, fScore].map(text);
}
