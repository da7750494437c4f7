import type { InstalledModel } from '@earmark/core/model';
import { type DeviceName, DEVICES } from '@earmark/inference/devices';
import { isOfNine } from './models.ts';
import { subject, type Task } from './task.ts';

export interface Planned {
  readonly title: string;
  readonly limitSeconds: number;
  readonly task: Task;
}

export interface PlanOptions {
  /** Those that can be used here. */
  readonly devices: readonly DeviceName[];
  readonly models: readonly InstalledModel[];
  readonly nCores: number;
  readonly isQuick: boolean;
}

/** The batch size of the product comes first: where time ends, the last ones are missing. */
const BATCH_SIZES = [8, 1, 16, 4, 32, 2, 64];
const CPU_BATCH_SIZES = [1, 8];
const QUICK_BATCH_SIZES = [1];

/** Starts of sessions, and what a slow driver compiles for them, included. */
const LIMITS = { equality: 120, network: 60, tracks: 90, 'front-ends': 60, decode: 60 } as const;

/**
 * What is measured, the most important first: what is there without a GPU and short, then for GPUs equality, the nine
 * networks together, each with each batch size and with several session threads; at last the CPU, whose speed other
 * benchmarks measure as well.
 */
export function planMeasurements(options: PlanOptions): readonly Planned[] {
  const gpus = options.devices.filter((device) => device !== 'cpu');
  const cpu = options.devices.filter((device) => device === 'cpu');
  return [
    planned('front ends on the CPU', {
      kind: 'front-ends',
      models: options.models.filter(isOfNine),
    }),
    planned('decoders', { kind: 'decode' }),
    ...[...cpu, ...gpus].flatMap((device) => equalities(device, options)),
    ...gpus.flatMap((device) => togetherOn(device, options)),
    ...gpus.flatMap((device) => eachAlone(device, options)),
    ...(options.isQuick ? [] : gpus.flatMap((device) => eachWithTracks(device, options))),
    ...cpu.flatMap((device) => [...eachAlone(device, options), ...togetherOn(device, options)]),
  ];
}

function planned(title: string, task: Task): Planned {
  return { title, limitSeconds: LIMITS[task.kind], task };
}

/** So few that a software driver can compute them, and enough to find chunks that are mixed up. */
const QUICK_CHUNKS = 2;

function equalities(device: DeviceName, { models, isQuick }: PlanOptions): readonly Planned[] {
  const nChunks = isQuick ? QUICK_CHUNKS : Math.max(QUICK_CHUNKS, DEVICES[device].chunksPerRun);
  return models.map((model) =>
    planned(`equality of ${subject(device, model)}`, { kind: 'equality', device, model, nChunks }),
  );
}

/** Whole tracks with all nine networks: as a worker does it, then with other numbers of threads. */
function togetherOn(device: DeviceName, options: PlanOptions): readonly Planned[] {
  const { models, nCores, isQuick } = options;
  const { sessionThreads } = DEVICES[device];
  const counts =
    sessionThreads > 0
      ? [
          ...[sessionThreads, ...[1, 2].filter((count) => count !== sessionThreads)].map(
            (nSessionThreads) => ({ nSessionThreads, nThreads: nCores }),
          ),
          { nSessionThreads: 1, nThreads: 1 },
        ]
      : [1, nCores].map((nThreads) => ({ nSessionThreads: 0, nThreads }));
  return counts.slice(0, isQuick ? 1 : undefined).map((count) =>
    planned(`tracks with all nine on ${device}, ${inWords(count)}`, {
      kind: 'tracks',
      device,
      models: models.filter(isOfNine),
      ...count,
      seconds: isQuick ? 1 : 6,
    }),
  );
}

interface ThreadCounts {
  readonly nSessionThreads: number;
  readonly nThreads: number;
}

function inWords({ nSessionThreads, nThreads }: ThreadCounts): string {
  const threads = nThreads === 1 ? '1 thread' : `${nThreads} threads`;
  return nSessionThreads === 0 ? threads : `${threads} and ${nSessionThreads} with sessions`;
}

function eachAlone(device: DeviceName, options: PlanOptions): readonly Planned[] {
  const { models, isQuick } = options;
  const normal = device === 'cpu' ? CPU_BATCH_SIZES : BATCH_SIZES;
  const batchSizes = isQuick ? QUICK_BATCH_SIZES : normal;
  const seconds = isQuick ? 0.2 : 1;
  return models
    .filter(isOfNine)
    .map((model) =>
      planned(subject(device, model), { kind: 'network', device, model, batchSizes, seconds }),
    );
}

/** Whole tracks with one network, which one session thread holds. */
function eachWithTracks(device: DeviceName, { models, nCores }: PlanOptions): readonly Planned[] {
  const count = { nSessionThreads: 1, nThreads: nCores };
  return models.filter(isOfNine).map((model) =>
    planned(`tracks of ${subject(device, model)}, ${inWords(count)}`, {
      ...{ kind: 'tracks', device, models: [model], ...count, seconds: 2 },
    }),
  );
}

/** Less is not worth the start of a process. */
const LEAST_SECONDS = 3;

/** How long a measurement may take of the time that is left; undefined when it is to be left out. */
export function limitWithin({ limitSeconds }: Planned, secondsLeft: number): number | undefined {
  return secondsLeft < LEAST_SECONDS ? undefined : Math.min(limitSeconds, secondsLeft);
}

/** Networks that a task times, which must first be proved to compute what the CPU computes. */
export function subjectsOf(task: Task): readonly string[] {
  switch (task.kind) {
    case 'network':
      return [subject(task.device, task.model)];
    case 'tracks':
      return task.models.map((model) => subject(task.device, model));
    case 'equality':
    case 'front-ends':
    case 'decode':
      return [];
  }
}
