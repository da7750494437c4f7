import type { InstalledModel, ModelName } from '@earmark/core/model';
import type { PlanOptions } from '@earmark/core/run';
import { inTransaction, type PlannedRun, type Pool, registerModels } from '@earmark/ledger';
import { vocabularyOf } from '@earmark/models';
import { fillWindow, type TagQueue } from '@earmark/queue';
import { isProgressDue, type Moment, type OnWork } from '@earmark/runtime/display';
import type { Log } from '@earmark/runtime/log';
import { createRetryWhileUnavailable, type Outages } from '@earmark/runtime/process';
import type { Ignored, Source } from '@earmark/source';
import { planRun } from './plan-run.ts';

export interface ProducedRun extends PlannedRun {
  readonly models: readonly ModelName[];
  readonly ignored: Ignored;
}

export interface ProduceDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly log: Log;
  readonly outages: Outages;
  readonly settledBy: string;
  /** Receives how many tracks are listed. */
  readonly onListed?: OnWork | undefined;
}

/** The producer: plans a run in the ledger and enqueues its first jobs. */
export async function produce(
  source: Source,
  models: readonly InstalledModel[],
  options: PlanOptions,
  { pool, queue, log, outages, settledBy, onListed }: ProduceDeps,
  signal: AbortSignal,
): Promise<ProducedRun> {
  const withVocabulary = await Promise.all(
    models.map(async (model) => ({ model, vocabulary: await vocabularyOf(model.spec) })),
  );
  const retryWhileUnavailable = createRetryWhileUnavailable({ signal, outages });
  const rowIds = await retryWhileUnavailable(() =>
    inTransaction(pool, (client) => registerModels(client, withVocabulary)),
  );
  const logListed = logListing(log, source);
  const planned = await planRun(pool, source, rowIds, options, {
    settledBy,
    retryWhileUnavailable,
    onWork: (listed) => {
      logListed(listed);
      onListed?.(listed);
    },
    signal,
  });
  const { runId: run, nTracks, nTasks, nSettled } = planned;
  log.event('run_planned', {
    run,
    source: source.name,
    models: models.map(({ spec }) => spec.name),
    tracks: nTracks,
    tasks: nTasks,
    owed: nTasks - nSettled,
    paused: planned.isPaused,
    ignored: source.ignored,
  });
  const begin = { runId: run, priority: options.priority, enqueuedTo: 0 };
  const nEnqueued = await retryWhileUnavailable(() => fillWindow(pool, queue, begin));
  log.event('run_enqueued', { run, jobs: nEnqueued });
  return {
    ...planned,
    models: models.map(({ spec }) => spec.name),
    ignored: { ...source.ignored },
  };
}

/** Logs how many tracks are listed, as often as lines of progress are printed. */
function logListing(log: Log, { name }: Source): OnWork {
  const beganMs = Date.now();
  let shown: Moment | null = null;
  return ({ nDone }) => {
    const now = { ms: Date.now(), share: null };
    if (!isProgressDue('lines', { beganMs, shown, now })) return;
    shown = now;
    log.event('source_listing', { source: name, tracks: nDone });
  };
}
