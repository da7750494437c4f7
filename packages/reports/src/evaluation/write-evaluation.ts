import { join } from 'node:path';
import type { EvaluationReport, Measures, ModelEvaluation } from '@earmark/core/evaluation';
import { spreadsheetText } from '@earmark/core/text';
import { writeFileAtomic } from '@earmark/runtime/files';
import { csvLine } from '../results/csv.ts';
import { renderEvaluationHtml } from './page/render-evaluation-html.ts';

/**
 * Writes evaluation.html, evaluation.json and evaluation.csv into `folder`; returns their paths.
 *
 * @throws DISK_FULL, USAGE_INVALID when the folder cannot be written to
 */
export async function writeEvaluation(
  report: EvaluationReport,
  folder: string,
): Promise<readonly string[]> {
  const files = [
    { name: 'evaluation.html', content: [renderEvaluationHtml(report)] },
    { name: 'evaluation.json', content: [`${JSON.stringify(report, null, 2)}\n`] },
    { name: 'evaluation.csv', content: evaluationCsv(report) },
  ];
  for (const { name, content } of files) await writeFileAtomic(join(folder, name), content);
  return files.map(({ name }) => join(folder, name));
}

const HEADER = [
  ...['model', 'scope', 'name', 'tracks', 'positives'],
  ...['roc_auc', 'pr_auc', 'threshold', 'precision', 'recall', 'f_score'],
];

/**
 * Text of evaluation.csv, a line at a time: for every model its averages (scope `macro`, `micro` and
 * `samples`), its categories and its tags. An undefined measure is an empty cell.
 */
export function* evaluationCsv({ models }: EvaluationReport): Generator<string> {
  yield csvLine(HEADER);
  for (const model of models) yield* modelLines(model);
}

function* modelLines({ name: model, evaluation }: ModelEvaluation): Generator<string> {
  const { nTracks, macro, micro, samples, categories, tags } = evaluation;
  const row = (scope: string, name: string, measures: Measures, tag?: TagCells) =>
    csvLine([
      ...[model, scope, name].map(spreadsheetText),
      ...[String(nTracks), ...cells(measures, tag)],
    ]);
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
