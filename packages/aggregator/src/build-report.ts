import type { RunId } from '@earmark/core/ids.js';
import { buildRunReport, MAX_LISTED_FAILURES } from '@earmark/core/report/build-run-report.js';
import type { RunReport } from '@earmark/core/report/run-report.js';
import {
  readLedgerVocabulary,
  readRunFacts,
  readRunModels,
  readRunTaggers,
} from '@earmark/runtime/ledger/run-facts.js';
import { countFailures, readFailures } from '@earmark/runtime/ledger/run-failures.js';
import { readRunFiles } from '@earmark/runtime/ledger/scored-files.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { readScores } from './read-scores.ts';
import { parseReportOptions } from './run-options.ts';

/** The report of a run, computed from what the ledger holds. @throws USAGE_INVALID when there is no such run */
export async function buildReport(pool: Pool, runId: RunId): Promise<RunReport> {
  const facts = await readRunFacts(pool, runId);
  const { source, state, createdAt, completedAt, nTracks, nTasks, audioSeconds } = facts;
  const { tagged, reused, failed } = facts;
  const rowOf = new Map((await readRunFiles(pool, runId)).map((file, row) => [file, row] as const));
  const models = [];
  for (const runModel of await readRunModels(pool, runId)) {
    const { key, vocabulary: vocabularyId, ...model } = runModel;
    const vocabulary = await readLedgerVocabulary(pool, vocabularyId);
    models.push({
      model,
      vocabulary,
      scores: await readScores(pool, runId, key, vocabulary, rowOf),
    });
  }
  return buildRunReport({
    run: {
      id: runId,
      source,
      state,
      createdAt: createdAt.toISOString(),
      completedAt: completedAt?.toISOString() ?? null,
      nTracks,
      tasks: { planned: nTasks, tagged, reused, failed },
      audioSeconds,
    },
    options: parseReportOptions(facts.options),
    models,
    taggers: await readRunTaggers(pool, runId),
    failureCounts: await countFailures(pool, runId),
    failures: await readFailures(pool, runId, MAX_LISTED_FAILURES),
  });
}
