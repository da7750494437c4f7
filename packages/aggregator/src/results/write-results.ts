import { join } from 'node:path';
import type { RunId } from '@earmark/core/ids.js';
import type { RunReport } from '@earmark/core/report/run-report.js';
import { readLedgerVocabulary, readRunModels } from '@earmark/runtime/ledger/run-facts.js';
import { writeFileAtomic } from '@earmark/runtime/files/write-file-atomic.js';
import { scoredFiles } from '@earmark/runtime/ledger/scored-files.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { renderReportHtml } from '../report/render-report-html.ts';
import { resultFiles } from './result-files.ts';
import { resultsCsv } from './results-csv.ts';
import { resultsJson } from './results-json.ts';
import { scoresCsv } from './scores-csv.ts';

/**
 * Writes report.html, report.json and, for every model, its three result files into `folder`.
 *
 * @throws DISK_FULL, USAGE_INVALID when the folder cannot be written to, STORE_UNAVAILABLE
 */
export async function writeResults(
  pool: Pool,
  runId: RunId,
  report: RunReport,
  folder: string,
): Promise<void> {
  const date = new Date(report.run.completedAt ?? report.run.createdAt);
  for (const { key, id, vocabulary: vocabularyId } of await readRunModels(pool, runId)) {
    const vocabulary = await readLedgerVocabulary(pool, vocabularyId);
    const names = resultFiles(id, date);
    const model = id.slice(id.indexOf('/') + 1);
    const options = { model, vocabulary, k: report.options.topK, threshold: report.options.threshold };
    const rows = () => scoredFiles(pool, runId, key);
    await writeFileAtomic(join(folder, names.resultsCsv), resultsCsv(rows(), options));
    await writeFileAtomic(join(folder, names.resultsJson), resultsJson(rows(), options));
    await writeFileAtomic(join(folder, names.scoresCsv), scoresCsv(rows(), vocabulary));
  }
  await writeFileAtomic(join(folder, 'report.json'), [`${JSON.stringify(report, null, 2)}\n`]);
  await writeFileAtomic(join(folder, 'report.html'), [renderReportHtml(report)]);
}
