import type { RunId } from '@earmark/core/ids.js';
import {
  buildRunReport,
  MAX_LISTED_FAILURES,
  type ModelScores,
  type RunReportInput,
} from '@earmark/core/report/build-run-report.js';
import type { RunReport, Tagger } from '@earmark/core/report/run-report.js';
import {
  readRunFacts,
  readRunModels,
  readRunTaggers,
  type RunFacts,
  type RunModel,
} from '@earmark/runtime/ledger/run-facts.js';
import { countFailures, readFailures } from '@earmark/runtime/ledger/run-failures.js';
import { readRunTracks } from '@earmark/runtime/ledger/scored-files.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { readScores } from './read-scores.ts';
import { parseReportOptions } from './run-options.ts';

/** The report of a run, computed from what the ledger holds. @throws USAGE_INVALID when there is no such run */
export async function buildReport(pool: Pool, runId: RunId): Promise<RunReport> {
  const facts = await readRunFacts(pool, runId);
  const tracks = await readRunTracks(pool, runId);
  const rowOf = new Map(tracks.map(({ file }, row) => [file, row] as const));
  const readModelScores = async (runModel: RunModel): Promise<ModelScores> => {
    const { key, vocabulary, ...model } = runModel;
    return { model, ...(await readScores(pool, runId, { key, vocabulary }, rowOf)) };
  };
  const runModels = await readRunModels(pool, runId);
  // All at once: while Postgres reads for one, the numbers of another are unpacked here.
  const [models, taggers, failureCounts, failures] = await Promise.all([
    Promise.all(runModels.map(readModelScores)),
    readTaggers(pool, runId),
    countFailures(pool, runId),
    readFailures(pool, runId, MAX_LISTED_FAILURES),
  ]);
  return buildRunReport({
    run: toRun(runId, facts),
    options: parseReportOptions(facts.options),
    tracks,
    models,
    taggers,
    failureCounts,
    failures,
  });
}

function toRun(id: RunId, facts: RunFacts): RunReportInput['run'] {
  const { source, state, createdAt, completedAt, nTasks, audioSeconds } = facts;
  const { tagged, reused, failed } = facts;
  return {
    id,
    source,
    state,
    createdAt: createdAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
    tasks: { planned: nTasks, tagged, reused, failed },
    audioSeconds,
  };
}

async function readTaggers(pool: Pool, runId: RunId): Promise<Tagger[]> {
  const taggers = await readRunTaggers(pool, runId);
  return taggers.map(({ firstAt, lastAt, ...tagger }) => ({
    ...tagger,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }));
}
