import { createHash } from 'node:crypto';
import { EarmarkError } from '@earmark/core/failure';
import type { ModelRowId, PlanOptions, RunId, SourceItem } from '@earmark/core/run';
import {
  addTracks,
  finishPlanning,
  openRun,
  type PlannedRun,
  type Pool,
  type RunRequest,
} from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import type { RetryWhileUnavailable } from '@earmark/runtime/process';
import { ignoredText, type Source } from '@earmark/source';
import { listPages } from './pages.ts';

export interface PlanContext {
  /** Host and process id, for tasks that are settled as reused. */
  readonly settledBy: string;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly onWork?: OnWork;
  readonly signal: AbortSignal;
}

/**
 * Lists the source into the ledger and plans every (track, model) that is owed. The same request again resumes its
 * unfinished run; after that it makes a new one, which owes only what is not stored yet. While the ledger is
 * unavailable, it is retried.
 *
 * @throws USAGE_INVALID when the source holds no audio; SOURCE_NOT_FOUND, SOURCE_DENIED, SOURCE_UNAVAILABLE
 */
export async function planRun(
  pool: Pool,
  source: Source,
  models: readonly ModelRowId[],
  options: PlanOptions,
  { settledBy, retryWhileUnavailable, onWork, signal }: PlanContext,
): Promise<PlannedRun> {
  const request = {
    source: source.name,
    uriPrefix: options.limit === null ? source.uriPrefix : null,
    fingerprint: fingerprint(source, models, options),
    models,
    options: { ...options, source: source.args },
  };
  const pages = listPages(source, { limit: options.limit, onWork, signal });
  const runId = await registerTracks(pool, pages, { request, retryWhileUnavailable });
  if (runId === undefined) throw nothingToTag(source);
  const { force } = options;
  return retryWhileUnavailable(() => finishPlanning(pool, runId, { force, settledBy }));
}

/** The run that has the items as tracks; undefined when there are none: a folder without audio leaves no run behind. */
async function registerTracks(
  pool: Pool,
  pages: AsyncIterable<readonly SourceItem[]>,
  {
    request,
    retryWhileUnavailable,
  }: { request: RunRequest; retryWhileUnavailable: RetryWhileUnavailable },
): Promise<RunId | undefined> {
  let opened: RunId | undefined;
  for await (const page of pages) {
    const runId = opened ?? (await retryWhileUnavailable(() => openRun(pool, request)));
    await retryWhileUnavailable(() => addTracks(pool, runId, page));
    opened = runId;
  }
  return opened;
}

export function nothingToTag({ name, ignored }: Source): EarmarkError {
  const left = ignoredText(ignored);
  return new EarmarkError(
    'USAGE_INVALID',
    `Nothing to tag was found in ${name}${left && ` (${left})`}. Earmark reads mp3, wav, flac, ogg, opus, m4a, aac, aiff, wma and others, and with --input melspecs .npy.`,
  );
}

/** A hash of what determines the tasks of a run, and of nothing else: another --top-k resumes the same run. */
export function fingerprint(
  source: Source,
  models: readonly ModelRowId[],
  { force, limit }: PlanOptions,
): string {
  const determinants = JSON.stringify([
    source.name,
    [...models].sort((a, b) => a - b),
    force,
    limit,
  ]);
  return createHash('sha256').update(determinants).digest('hex');
}
