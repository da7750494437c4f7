import type { InstalledModel } from '@earmark/core/model';
import type { PlanOptions } from '@earmark/core/run';
import {
  findModelRowId,
  type Pool,
  type Preview,
  previewRun,
  secondsPerTask,
} from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import type { Source } from '@earmark/source';
import { listPages } from './pages.ts';
import { fingerprint, nothingToTag } from './plan-run.ts';

export interface RunPreview extends Omit<Preview, 'owedByModel'> {
  /** By model: tasks owed, and how long this host recently took for one; null when it never ran the model. */
  readonly models: readonly {
    readonly model: string;
    readonly nOwed: number;
    readonly secondsPerTask: number | null;
  }[];
  /** Seconds that the owed tasks take on this host; null when it never ran one of the owed models. */
  readonly seconds: number | null;
}

/**
 * What planning would result in, without planning: lists the source and counts. Nothing is written.
 *
 * @throws USAGE_INVALID when the source holds no audio; SOURCE_NOT_FOUND, SOURCE_DENIED, STORE_UNAVAILABLE
 */
export async function preview(
  pool: Pool,
  source: Source,
  models: readonly InstalledModel[],
  options: PlanOptions,
  { host, signal, onWork }: { host: string; signal: AbortSignal; onWork?: OnWork },
): Promise<RunPreview> {
  const rowIds = await Promise.all(models.map(async ({ spec }) => findModelRowId(pool, spec)));
  const registered = rowIds.filter((rowId) => rowId !== undefined);
  const { owedByModel, ...totals } = await previewRun(
    pool,
    listPages(source, { limit: options.limit, onWork, signal }),
    {
      // A model that is not registered is in no run.
      fingerprint:
        registered.length === rowIds.length ? fingerprint(source, registered, options) : null,
      models: rowIds.map((rowId) => rowId ?? null),
      force: options.force,
    },
  );
  if (totals.nTracks === 0) throw nothingToTag(source);
  const timed = await Promise.all(
    models.map(async ({ spec }, i) => {
      const rowId = rowIds[i];
      const seconds = rowId === undefined ? null : await secondsPerTask(pool, host, rowId);
      return { model: spec.name, nOwed: owedByModel[i] ?? 0, secondsPerTask: seconds };
    }),
  );
  return { ...totals, models: timed, seconds: sumOfSeconds(timed) };
}

function sumOfSeconds(timed: RunPreview['models']): number | null {
  const owed = timed.filter(({ nOwed }) => nOwed > 0);
  if (owed.some((model) => model.secondsPerTask === null)) return null;
  return owed.reduce((sum, { nOwed, secondsPerTask: each }) => sum + nOwed * (each ?? 0), 0);
}
