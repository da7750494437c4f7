import type { ModelAtHand } from '@earmark/core/model';
import type { DeviceName, DeviceWish } from '@earmark/inference/devices';
import { coresPerWorker } from '../options.ts';

/** The options of `earmark run`; most of them are for the programs that it starts. */
export interface RunOptions {
  readonly audio?: string;
  readonly models?: readonly string[];
  readonly topK: number;
  readonly threshold: number;
  readonly out: string;
  readonly limit?: number;
  readonly force?: true;
  readonly splitJobs?: true;
  readonly device: DeviceWish;
  readonly threads?: number;
  readonly fetch: number;
  readonly decode?: number;
  readonly maxDuration: number;
  readonly json?: true;
}

/** What `earmark produce` is called with. */
export function planArgs(
  sourceName: string,
  models: readonly ModelAtHand[],
  options: RunOptions,
): string[] {
  return [
    ...(options.audio === undefined ? [] : ['--audio', options.audio]),
    ...['--models', models.map(({ model }) => model.id).join(',')],
    ...['--top-k', String(options.topK)],
    ...['--threshold', String(options.threshold)],
    ...(options.limit === undefined ? [] : ['--limit', String(options.limit)]),
    ...(options.force ? ['--force'] : []),
    ...(options.splitJobs ? ['--split-jobs'] : []),
    ...['--', sourceName],
  ];
}

/** What `earmark work` is called with, when there are so many workers. */
export function workArgs(options: RunOptions, device: DeviceName, nWorkers: number): string[] {
  return [
    ...['--device', device],
    ...['--threads', String(options.threads ?? coresPerWorker(nWorkers))],
    ...['--fetch', String(options.fetch)],
    ...['--decode', String(options.decode ?? coresPerWorker(nWorkers))],
    ...['--max-duration', String(options.maxDuration)],
  ];
}
