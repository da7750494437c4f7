import { join } from 'node:path';
import type { ModelName } from '@earmark/core/model';
import type { RunId } from '@earmark/core/run';
import {
  firstPredictions,
  type Pool,
  readFailures,
  readRunFacts,
  readRunModels,
  type RunFailure,
  type TrackPrediction,
} from '@earmark/ledger';
import { resultFiles, type ResultFiles } from '@earmark/reports/results';

export interface SummaryOptions {
  readonly topK: number;
  readonly threshold: number;
  readonly out: string;
}

/** What a finished run came to: the same facts for people and, with --json, for machines. */
export interface Summary {
  readonly run: RunId;
  readonly models: readonly ModelName[];
  readonly tracks: number;
  readonly tasks: { tagged: number; reused: number; failed: number };
  readonly audioSeconds: number;
  readonly failures: readonly RunFailure[];
  readonly files: { report: string; results: readonly ResultFiles[] };
  readonly predictions: readonly TrackPrediction[];
}

/** The rest is in the files. */
const MAX_ROWS = 20;

export async function summarise(
  pool: Pool,
  runId: RunId,
  { topK, threshold, out }: SummaryOptions,
): Promise<Summary> {
  const facts = await readRunFacts(pool, runId);
  const { tagged, reused, failed, nTracks, audioSeconds } = facts;
  const date = facts.completedAt ?? facts.createdAt;
  const models = await readRunModels(pool, runId);
  return {
    run: runId,
    models: models.map(({ name }) => name),
    tracks: nTracks,
    tasks: { tagged, reused, failed },
    audioSeconds,
    failures: await readFailures(pool, runId, MAX_ROWS * models.length),
    files: {
      report: join(out, 'report.html'),
      results: models.map(({ name }) => {
        const { resultsCsv, resultsJson, scoresCsv } = resultFiles(name, date);
        return {
          resultsCsv: join(out, resultsCsv),
          resultsJson: join(out, resultsJson),
          scoresCsv: join(out, scoresCsv),
        };
      }),
    },
    predictions: await firstPredictions(pool, runId, { limit: MAX_ROWS, topK, threshold }),
  };
}
