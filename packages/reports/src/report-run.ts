import type { RunId } from '@earmark/core/run';
import { concludeRun, type Pool, storeReport } from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import { buildReport } from './build-report.ts';
import { writeResults } from './results/write-results.ts';

/**
 * Concludes a run, computes its report, writes the result files if there is a folder for them, and stores the report in
 * the ledger; returns the paths of the files.
 */
export async function reportRun(
  pool: Pool,
  runId: RunId,
  folder: string | null,
  onWork?: OnWork,
): Promise<readonly string[]> {
  await concludeRun(pool, runId);
  const report = await buildReport(pool, runId, onWork);
  // The ledger comes last: when a run has a report, its files are written.
  const paths = folder === null ? [] : await writeResults(pool, runId, { report, folder, onWork });
  await storeReport(pool, runId, report);
  return paths;
}
