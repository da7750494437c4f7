import { N_CHUNKS } from '../support/networks-alone.ts';
import { textTable } from '@earmark/runtime/terminal';
import type { GpuUse } from './gpu-meter.ts';
import type { DeviceState, Machine } from './machine.ts';
import type { Measured, MeasuredSample, Results } from './results.ts';

export function machineText({ facts, nCores, memoryBytes, glibc, gpus }: Machine): string {
  const gpuLines = gpus.length > 0 ? gpus : ['none is listed: there is no nvidia-smi, or no GPU'];
  return [
    facts,
    `${nCores} cores for this process, ${gigabytes(memoryBytes)} of memory, glibc ${glibc}`,
    ...gpuLines.map((gpu) => `GPU: ${gpu}`),
    '',
  ].join('\n');
}

export function devicesText(devices: readonly DeviceState[]): string {
  return textTable([
    ['device', 'state', 'reason'],
    ...devices.map(({ device, isReady, isMissing, reason }) => [
      device,
      isReady ? 'ready' : isMissing ? 'not here' : 'FAILS',
      reason ?? '',
    ]),
  ]);
}

/** Tables of everything that was measured, then what has failed and what was left out. */
export function resultsText({ networks, measured, failures, leftOut }: Results): string {
  return [
    `Networks: ${networks}. A track has ${N_CHUNKS} chunks.`,
    section('Equality with the CPU', equalityRows(measured)),
    section('Each network alone, features ready', speedRows(measured, 'network')),
    section('Whole tracks, front ends included', speedRows(measured, 'tracks')),
    section('Front ends, CPU s a track; models of a line share one', frontEndRows(measured)),
    section('Decoding 240 s of mp3', decodeRows(measured)),
    list('FAILED', failures),
    list('Left out', leftOut),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

type Rows = readonly (readonly string[])[];

function section(title: string, [head, ...rows]: Rows): string {
  return head && rows.length > 0 ? `${title}\n${textTable([head, ...rows]).trimEnd()}` : '';
}

function list(title: string, lines: readonly string[]): string {
  return lines.length > 0 ? [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n') : '';
}

type SampleOf<Kind extends MeasuredSample['kind']> = MeasuredSample & { readonly kind: Kind };

function samplesOf<Kind extends MeasuredSample['kind']>(
  measured: readonly Measured[],
  kind: Kind,
): readonly { readonly of: Measured; readonly sample: SampleOf<Kind> }[] {
  return measured.flatMap((of) =>
    of.samples.flatMap((sample) =>
      sample.kind === kind ? [{ of, sample: sample as SampleOf<Kind> }] : [],
    ),
  );
}

function equalityRows(measured: readonly Measured[]): Rows {
  return [
    ['device', 'model', 'state', 'difference', 'scores'],
    ...samplesOf(measured, 'equality').map(({ of, sample }) => [
      of.device ?? '',
      of.models.join(),
      of.ending.state === 'done' ? 'equal' : 'DIFFERS',
      sample.difference.toExponential(1),
      `${sample.lowest.toFixed(3)} to ${sample.highest.toFixed(3)}`,
    ]),
  ];
}

/** `16 + 2`: those that compute front ends, and those that hold sessions where these are others. */
function threadsOf({ nThreads, nSessionThreads }: Measured): string {
  return [nThreads ?? 1, ...(nSessionThreads ? [nSessionThreads] : [])].join(' + ');
}

function speedRows(measured: readonly Measured[], kind: string): Rows {
  const ofKind = measured.filter((one) => one.kind === kind);
  return [
    [
      ...['device', 'model', 'batch', 'threads', 'tracks/s', 'ms a track', 'CPU ms a track'],
      ...['GPU busy', 'GPU memory', 'memory'],
    ],
    ...samplesOf(ofKind, 'speed').map(({ of, sample }) => [
      of.device ?? '',
      of.models.length === 1 ? of.models.join() : `all ${of.models.length}`,
      String(sample.batchSize).padStart(5),
      threadsOf(of),
      sample.tracksPerSecond.toFixed(2).padStart(8),
      (1_000 / sample.tracksPerSecond).toFixed(1).padStart(10),
      (1_000 * sample.cpuSecondsPerTrack).toFixed(0).padStart(14),
      ...gpuCells(of, sample.gpu),
      gigabytes(sample.peakBytes),
    ]),
  ];
}

/** How busy the GPU was, and how much of its memory was used. */
function gpuCells({ device }: Measured, gpu: GpuUse | null): readonly string[] {
  if (device === 'cpu') return ['', ''];
  const busy =
    gpu && Number.isFinite(gpu.busy) ? `${(100 * gpu.busy).toFixed(0)} %` : 'not measured';
  return [busy, gpu ? gigabytes(gpu.bytes) : 'not measured'];
}

function frontEndRows(measured: readonly Measured[]): Rows {
  const samples = samplesOf(measured, 'front-end').map(({ sample }) => sample);
  const sum = samples.reduce((total, { cpuSecondsPerTrack }) => total + cpuSecondsPerTrack, 0);
  return [
    ['CPU s', 'models'],
    ...samples.map(({ cpuSecondsPerTrack, models }) => [
      cpuSecondsPerTrack.toFixed(3),
      models.join(', '),
    ]),
    ...(samples.length > 0 ? [[sum.toFixed(3), 'all of them']] : []),
  ];
}

function decodeRows(measured: readonly Measured[]): Rows {
  return [
    ['decoder', 's', 'CPU s'],
    ...samplesOf(measured, 'decode').map(({ sample }) => [
      sample.decoder,
      sample.seconds.toFixed(2),
      sample.cpuSeconds.toFixed(2),
    ]),
  ];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
