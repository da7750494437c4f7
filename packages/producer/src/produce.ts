import type { ModelAtHand, ModelId } from '@earmark/core/model';
import { inTransaction, type PlannedRun, type Pool, registerModels } from '@earmark/ledger';
import { readVocabulary } from '@earmark/models';
import { fillWindow, type TagQueue } from '@earmark/queue';
import { type Logger, logOutages } from '@earmark/runtime/log';
import { createPatience } from '@earmark/runtime/process';
import type { Ignored, Source } from '@earmark/source';
import { type PlanOptions, planRun } from './plan-run.ts';

export interface ProducedRun extends PlannedRun {
  readonly models: readonly ModelId[];
  readonly ignored: Ignored;
}

export interface ProduceDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly log: Logger;
  readonly plannedBy: string;
}

/** The producer: plans a run in the ledger and hands its first jobs to the queue. */
export async function produce(
  source: Source,
  models: readonly ModelAtHand[],
  options: PlanOptions,
  { pool, queue, log, plannedBy }: ProduceDeps,
  signal: AbortSignal,
): Promise<ProducedRun> {
  const withVocabulary = await Promise.all(
    models.map(async ({ model }) => ({
      model,
      vocabulary: await readVocabulary(model.vocabulary),
    })),
  );
  const patiently = createPatience({ signal, ...logOutages(log) });
  const keys = await patiently(() =>
    inTransaction(pool, (client) => registerModels(client, withVocabulary)),
  );
  const planned = await planRun(pool, source, keys, options, { plannedBy, patiently, signal });
  log.info({ ...planned, ignored: source.ignored }, 'run planned');
  const begin = { runId: planned.runId, enqueuedTo: 0 };
  const nEnqueued = await patiently(() => fillWindow(pool, queue, begin));
  log.info({ runId: planned.runId, nEnqueued }, 'first jobs enqueued');
  return {
    ...planned,
    models: models.map(({ model }) => model.id),
    ignored: { ...source.ignored },
  };
}
