import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import { EarmarkError } from '@earmark/core/failure';
import type { ArchiveResult, ArchiveTask } from './archive-task.ts';

/** So many archives in a row that the server does not deliver are no coincidence. */
const MAX_UNAVAILABLE = 2;

/**
 * Does the work for each archive, a few at a time, and tells of the results in the order of the tasks.
 *
 * @throws SOURCE_UNAVAILABLE when the server cannot be reached any more, what `work` throws, the reason of the signal; but
 *   not before all that has begun has ended
 */
export async function runTasks(
  tasks: readonly ArchiveTask[],
  work: (task: ArchiveTask, signal: AbortSignal) => Promise<ArchiveResult>,
  options: {
    readonly parallel: number;
    readonly onResult: (result: ArchiveResult) => void;
    readonly signal: AbortSignal;
  },
): Promise<readonly ArchiveResult[]> {
  const { parallel, onResult, signal } = options;
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  // Each request to a bucket listens to it, and there are many at a time.
  setMaxListeners(0, stop);
  const results: ArchiveResult[] = [];
  let nTold = 0;
  let nUnavailable = 0;
  const note = (i: number, result: ArchiveResult) => {
    results[i] = result;
    for (let next = results[nTold]; next; next = results[++nTold]) onResult(next);
    nUnavailable = result.isUnavailable ? nUnavailable + 1 : 0;
    if (nUnavailable < MAX_UNAVAILABLE) return;
    failure.abort(new EarmarkError('SOURCE_UNAVAILABLE', result.reason ?? ''));
  };
  const limit = pLimit(parallel);
  await limit.map([...tasks.entries()], async ([i, task]) => {
    if (stop.aborted) return;
    await work(task, stop).then(
      (result) => note(i, result),
      (error: unknown) => failure.abort(error),
    );
  });
  stop.throwIfAborted();
  return results;
}
