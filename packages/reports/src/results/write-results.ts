import { join } from 'node:path';
import type { RunReport } from '@earmark/core/report';
import type { RunId } from '@earmark/core/run';
import { type Pool, readRunModels, readTrackFacts } from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import { writeFileAtomic } from '@earmark/runtime/files';
import { countRows } from './count-rows.ts';
import { tracksCsvFile } from './result-files.ts';
import { tracksCsv } from './tracks-csv.ts';
import { readModelResults, writeBestTags, writeScores } from './model-results.ts';

/** Passes over the rows of a model: for the best tags as CSV and as JSON, and for every score. */
const N_PASSES = 3;

export interface WriteResultsOptions {
  readonly report: RunReport;
  readonly folder: string;
  readonly onWork?: OnWork | undefined;
}

/**
 * Writes report.html, report.json, the lengths and levels of the tracks and, for every model, its three result files into
 * `folder`; returns the paths.
 *
 * @throws DISK_FULL, USAGE_INVALID when the folder cannot be written to, STORE_UNAVAILABLE
 */
export async function writeResults(
  pool: Pool,
  runId: RunId,
  { report, folder, onWork }: WriteResultsOptions,
): Promise<readonly string[]> {
  const date = new Date(report.run.completedAt ?? report.run.createdAt);
  const { topK: k, threshold } = report.options;
  const models = await readRunModels(pool, runId);
  const tracks = await readTrackFacts(pool, runId);
  const { onRow, end } = countRows(N_PASSES * models.length * tracks.length, onWork);
  const paths: string[] = [];
  for (const model of models) {
    const results = await readModelResults(pool, runId, model, { date, onRow });
    paths.push(...(await writeBestTags(results, folder, { k, threshold })));
    paths.push(...(await writeScores(results, folder)));
  }
  end();
  // The charts take a second of CPU to load: only for programs that write a page.
  const { renderReportHtml } = await import('../page/render-report-html.ts');
  const files = [
    { name: tracksCsvFile(date), content: tracksCsv(tracks) },
    { name: 'report.json', content: [`${JSON.stringify(report, null, 2)}\n`] },
    { name: 'report.html', content: [renderReportHtml(report)] },
  ];
  for (const { name, content } of files) {
    await writeFileAtomic(join(folder, name), content);
    paths.push(join(folder, name));
  }
  return paths;
}
