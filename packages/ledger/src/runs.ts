import { EarmarkError } from '@earmark/core/failure';
import { REPORT_VERSION } from '@earmark/core/report';
import { parseRunOptions, type Priority, RunId, type RunOptions } from '@earmark/core/run';
import type { Queryable } from './pool.ts';

export type RunState = 'planning' | 'running' | 'complete' | 'cancelled';

/** A report of a later version stays: else programs of two versions would replace each other's for ever. */
const IS_CURRENT = `(report ->> 'version')::integer >= ${String(REPORT_VERSION)}`;

/** Nothing of a paused run is enqueued or started. */
const IS_PAUSED = `(paused_at is not null and state in ('planning', 'running'))`;

/** Earlier versions stored no priority. */
const PRIORITY = `coalesce(options ->> 'priority', 'normal')`;

export interface RunProgress {
  readonly state: RunState;
  readonly isPaused: boolean;
  readonly nTracks: number;
  readonly nTasks: number;
  readonly nSettled: number;
  readonly nFailed: number;
  /** Whether a report of this version is stored. */
  readonly hasReport: boolean;
}

export async function runProgress(db: Queryable, runId: RunId): Promise<RunProgress | undefined> {
  const { rows } = await db.query<RunProgress>(
    `select state, ${IS_PAUSED} as "isPaused", n_tracks as "nTracks", n_tasks as "nTasks", n_settled as "nSettled", n_failed as "nFailed",
       exists (select from report where run_id = id and ${IS_CURRENT}) as "hasReport"
     from run where id = $1`,
    [runId],
  );
  return rows[0];
}

/** Whether nothing is left to do about a run: it is reported, or was cancelled. */
export async function isRunOver(db: Queryable, runId: RunId): Promise<boolean> {
  const progress = await runProgress(db, runId);
  return progress?.state === 'cancelled' || progress?.hasReport === true;
}

export interface RunningRun {
  readonly runId: RunId;
  readonly isPaused: boolean;
  readonly priority: Priority;
  /** Jobs of tracks up to this one were enqueued. */
  readonly enqueuedTo: number;
  readonly nTasks: number;
  readonly nSettled: number;
  readonly nFailed: number;
}

/** The runs that are planned and not complete, paused ones included. */
export async function runningRuns(db: Queryable): Promise<readonly RunningRun[]> {
  const { rows } = await db.query<RunningRun>(
    `select id as "runId", ${IS_PAUSED} as "isPaused", ${PRIORITY} as priority, enqueued_to as "enqueuedTo", n_tasks as "nTasks", n_settled as "nSettled",
       n_failed as "nFailed"
     from run where state = 'running' order by id`,
  );
  return rows;
}

/** The runs whose source is being listed, or was when their producer was lost. */
export async function planningRuns(db: Queryable): Promise<readonly RunId[]> {
  const { rows } = await db.query<{ id: number }>(`select id from run where state = 'planning'`);
  return rows.map(({ id }) => RunId.parse(id));
}

export async function setEnqueuedTo(db: Queryable, runId: RunId, trackId: number): Promise<void> {
  await db.query('update run set enqueued_to = $2 where id = $1', [runId, trackId]);
}

/** Complete runs without a report, or with one of an earlier version. */
export async function runsWithoutReport(db: Queryable): Promise<readonly RunId[]> {
  const { rows } = await db.query<{ id: number }>(
    `select id from run where state = 'complete'
       and not exists (select from report where run_id = id and ${IS_CURRENT}) order by id`,
  );
  return rows.map(({ id }) => RunId.parse(id));
}

/**
 * Stores the report of a run that has ended, in place of an earlier one. The report of a run that is unfinished, or
 * was reopened while it was computed, is not stored: it would be taken for the one that is made at the end.
 */
export async function storeReport(db: Queryable, runId: RunId, report: unknown): Promise<void> {
  await db.query(
    `insert into report (run_id, report)
     select id, $2 from run where id = $1 and state in ('complete', 'cancelled') for share
     on conflict (run_id) do update set report = excluded.report, created_at = now()`,
    [runId, JSON.stringify(report)],
  );
}

/** The names of a run's models, in the order of the run. */
const MODEL_NAMES = `array(select m.name from run_model rm join model m on m.id = rm.model_id
  where rm.run_id = run.id order by rm.position)`;

/** What a run was requested with. */
export interface RequestedRun {
  readonly runId: RunId;
  readonly source: string;
  readonly state: RunState;
  readonly fingerprint: string;
  readonly options: RunOptions;
  /** In the order of the run. */
  readonly models: readonly string[];
}

/** A run by its number. @throws USAGE_INVALID when there is no such run */
export async function findRun(db: Queryable, runId: RunId): Promise<RequestedRun> {
  const { rows } = await db.query<RequestedRun>(
    `select id as "runId", source, state, fingerprint, options,
       ${MODEL_NAMES} as models
     from run where id = $1`,
    [runId],
  );
  const run = rows[0] ?? throwUnknownRun(runId);
  return { ...run, options: parseRunOptions(run.options) };
}

/** @throws USAGE_INVALID */
export function throwUnknownRun(runId: RunId): never {
  throw new EarmarkError('USAGE_INVALID', `There is no run ${String(runId)}. See: earmark status`);
}

/** A run at a glance. */
export interface ListedRun {
  readonly runId: RunId;
  readonly source: string;
  readonly state: RunState;
  /** When it was paused; null unless it is unfinished and paused. */
  readonly pausedAt: Date | null;
  readonly priority: Priority;
  /** When it should be complete, as an ISO 8601 time in UTC; null when it does not matter. */
  readonly deadline: string | null;
  /** While it is being planned: tracks listed so far. */
  readonly nTracks: number;
  readonly nTasks: number;
  readonly nSettled: number;
  readonly nFailed: number;
  readonly models: readonly string[];
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

const LISTED = `select id as "runId", source, state, case when ${IS_PAUSED} then paused_at end as "pausedAt", ${PRIORITY} as priority,
    options ->> 'deadline' as deadline, n_tasks as "nTasks", n_settled as "nSettled", n_failed as "nFailed",
    case when state = 'planning' then (select count(*) from run_track where run_id = id) else n_tracks end as "nTracks",
    ${MODEL_NAMES} as models,
    created_at as "createdAt", completed_at as "completedAt"
  from run`;

/** The latest runs, the newest first. */
export async function latestRuns(db: Queryable, limit: number): Promise<readonly ListedRun[]> {
  const { rows } = await db.query<ListedRun>(`${LISTED} order by id desc limit $1`, [limit]);
  return rows;
}

/** Undefined when there is no such run. */
export async function listedRun(db: Queryable, runId: RunId): Promise<ListedRun | undefined> {
  const { rows } = await db.query<ListedRun>(`${LISTED} where id = $1`, [runId]);
  return rows[0];
}

/** The error of a program that works on a run when it is cancelled. */
export function runCancelledError(runId: RunId): EarmarkError {
  return new EarmarkError(
    'RUN_CANCELLED',
    `Run ${String(runId)} was cancelled. What is stored stays; the same command starts a new run, which owes the rest.`,
  );
}
