import { join } from 'node:path';
import type { RunReport } from '@earmark/core/report';
import type { RunId } from '@earmark/core/run';
import { type Pool, readRunModels, readTrackAudio } from '@earmark/ledger';
import { writeFileAtomic } from '@earmark/runtime/files';
import { tracksCsvFile } from './result-files.ts';
import { tracksCsv } from './tracks-csv.ts';
import { readModelResults, writeBestTags, writeScores } from './model-results.ts';

/**
 * Writes report.html, report.json, the lengths and levels of the tracks and, for every model, its three result files into
 * `folder`.
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
  const { topK: k, threshold } = report.options;
  for (const model of await readRunModels(pool, runId)) {
    const results = await readModelResults(pool, runId, model, date);
    await writeBestTags(results, folder, { k, threshold });
    await writeScores(results, folder);
  }
  await writeFileAtomic(join(folder, tracksCsvFile(date)), tracksCsv(await readTrackAudio(pool, runId)));
  await writeFileAtomic(join(folder, 'report.json'), [`${JSON.stringify(report, null, 2)}\n`]);
  // The charts take a second of CPU to load: only for programs that write a page.
  const { renderReportHtml } = await import('../page/render-report-html.ts');
  await writeFileAtomic(join(folder, 'report.html'), [renderReportHtml(report)]);
}
