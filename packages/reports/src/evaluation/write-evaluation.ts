import { join } from 'node:path';
import type { EvaluationReport } from '@earmark/core/evaluation';
import { writeFileAtomic } from '@earmark/runtime/files';
import { evaluationCsv } from './evaluation-csv.ts';
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
