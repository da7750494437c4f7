import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import { Profile } from '@earmark/core/model';
import { DeviceName, type RequestedDevice } from '@earmark/inference/devices';
import { positiveNumber, wholeNumber } from '@earmark/runtime/command';

// How a worker uses its machine: the options of `work`, and of `run` for the workers that it starts.

export interface WorkArguments {
  readonly device: RequestedDevice;
  readonly profile: Profile;
  readonly threads?: number;
  readonly fetch: number;
  readonly decode?: number;
  readonly maxDuration: number;
  readonly maxRequests?: number;
  readonly maxBandwidth?: number;
}

export const device = () =>
  new Option(
    '--device <name>',
    'where the networks run; auto is cuda where it is ready, else cpu; webgpu is used only when it is named, ' +
      'as it may be a software driver',
  )
    .choices(['auto', ...DeviceName.options])
    .default('auto');

export const profile = () =>
  new Option(
    '--profile <name>',
    'int8: also tag with the models in int8 that were compared with fp32 on this machine, on the CPU',
  )
    .choices(Profile.options)
    .default('fp32');

export const threads = () =>
  new Option('--threads <n>', 'inference threads of a worker (default: one per core)').argParser(
    wholeNumber(1),
  );

export const fetch = () =>
  new Option('--fetch <n>', 'tracks fetched at a time').default(4).argParser(wholeNumber(1));

export const decode = () =>
  new Option('--decode <n>', 'tracks a worker decodes at a time (default: one per core)').argParser(
    wholeNumber(1),
  );

export const maxDuration = () =>
  new Option('--max-duration <minutes>', 'longer tracks fail as AUDIO_TOO_LONG')
    .default(180)
    .argParser(wholeNumber(1));

export const maxRequests = () =>
  new Option(
    '--max-requests <n>',
    'files or objects of the source that a worker opens per second (default: any number)',
  ).argParser(positiveNumber);

export const maxBandwidth = () =>
  new Option(
    '--max-bandwidth <MB/s>',
    'megabytes of the source that a worker reads per second (default: any number)',
  ).argParser(positiveNumber);

/** Threads, and also decoders, of each worker of this machine unless an option sets them. */
export function coresPerWorker(nWorkers = 1): number {
  return Math.max(1, Math.floor(availableParallelism() / nWorkers));
}
