import type { InstalledModel, ModelName } from '@earmark/core/model';
import type { PlanOptions } from '@earmark/core/run';
import { inTransaction, type PlannedRun, type Pool, registerModels } from '@earmark/ledger';
import { readVocabulary } from '@earmark/models';
import { fillWindow, type TagQueue } from '@earmark/queue';
import { type Logger, logOutages } from '@earmark/runtime/log';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import type { Ignored, Source } from '@earmark/source';
import { planRun } from './plan-run.ts';

export interface ProducedRun extends PlannedRun {
  readonly models: readonly ModelName[];
  readonly ignored: Ignored;
}

export interface ProduceDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly log: Logger;
  readonly settledBy: string;
}

/** The producer: plans a run in the ledger and enqueues its first jobs. */
export async function produce(
  source: Source,
  models: readonly InstalledModel[],
  options: PlanOptions,
  { pool, queue, log, settledBy }: ProduceDeps,
  signal: AbortSignal,
): Promise<ProducedRun> {
  const withVocabulary = await Promise.all(
    models.map(async ({ spec }) => ({
      spec,
      vocabulary: await readVocabulary(spec.vocabulary),
    })),
  );
  const retryWhileUnavailable = createRetryWhileUnavailable({ signal, ...logOutages(log) });
  const rowIds = await retryWhileUnavailable(() =>
    inTransaction(pool, (client) => registerModels(client, withVocabulary)),
  );
  const planned = await planRun(pool, source, rowIds, options, {
    settledBy,
    retryWhileUnavailable,
    signal,
  });
  log.info({ ...planned, ignored: source.ignored }, 'run planned');
  const begin = { runId: planned.runId, priority: options.priority, enqueuedTo: 0 };
  const nEnqueued = await retryWhileUnavailable(() => fillWindow(pool, queue, begin));
  log.info({ runId: planned.runId, nEnqueued }, 'first jobs enqueued');
  return {
    ...planned,
    models: models.map(({ spec }) => spec.name),
    ignored: { ...source.ignored },
  };
}
