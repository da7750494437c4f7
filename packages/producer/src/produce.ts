import type { ModelId } from '@earmark/core/model/model-spec.js';
import type { PlannedRun } from '@earmark/runtime/ledger/planning.js';
import { registerModels } from '@earmark/runtime/ledger/register-models.js';
import { logOutages } from '@earmark/runtime/log/log-outages.js';
import type { Logger } from '@earmark/runtime/log/logger.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import { readVocabulary } from '@earmark/runtime/models/model-registry.js';
import { inTransaction, type Pool } from '@earmark/runtime/postgres/pool.js';
import { createPatience } from '@earmark/runtime/process/patience.js';
import { fillWindow } from '@earmark/runtime/queue/fill-window.js';
import type { TagQueue } from '@earmark/runtime/queue/tag-queue.js';
import type { Ignored, Source } from '@earmark/runtime/source/source.js';
import { planRun, type PlanOptions } from './plan-run.ts';

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
