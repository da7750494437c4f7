import type { RunReport } from '@earmark/core/report';
import type { RunId } from '@earmark/core/run';
import { concludeRun, type Pool, storeReport } from '@earmark/ledger';
import { buildReport } from './build-report.ts';
import { writeResults } from './results/write-results.ts';

/** Concludes a run, computes its report, writes the result files if there is a folder for them, and stores the report in the ledger. */
export async function reportRun(
  pool: Pool,
  runId: RunId,
  folder: string | null,
): Promise<RunReport> {
  await concludeRun(pool, runId);
  const report = await buildReport(pool, runId);
  // The ledger comes last: when a run has a report, its files are written.
  if (folder !== null) await writeResults(pool, runId, report, folder);
  await storeReport(pool, runId, report);
  return report;
}
