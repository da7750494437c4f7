import type { InstalledModel } from '@earmark/core/model';
import { toArguments } from '@earmark/core/run';
import type { DeviceName } from '@earmark/inference/devices';
import { type PlanArguments, toPlanOptions } from '@earmark/producer/options';
import { coresPerWorker, type WorkArguments } from '@earmark/worker/options';

/** The options of `earmark run`; most of them are for the programs that it starts. */
export interface RunOptions extends PlanArguments, WorkArguments {
  readonly out: string;
  readonly json?: true;
}

/** What `earmark produce` is called with. */
export function planArgs(
  sourceName: string,
  models: readonly InstalledModel[],
  options: RunOptions,
): string[] {
  return [
    ...(options.audio === undefined ? [] : ['--audio', options.audio]),
    ...['--models', models.map(({ spec }) => spec.name).join(',')],
    ...toArguments(toPlanOptions(options)),
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
