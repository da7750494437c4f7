import { spawn } from 'node:child_process';
import { groupBy } from '../support/group-by.ts';

/** What nvidia-smi says of a GPU at a moment. */
export interface GpuReading {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly gpu: string;
  /** Share of the last moments in which something ran on it, from 0 to 1; NaN where it cannot tell. */
  readonly busy: number;
  readonly usedBytes: number;
}

export interface GpuMeter {
  readonly readings: readonly GpuReading[];
  stop(): void;
}

const QUERY = ['--query-gpu=index,utilization.gpu,memory.used', '--format=csv,noheader,nounits'];
const EVERY_MS = 200;

/** Reads all NVIDIA GPUs five times a second; there are no readings where there is no nvidia-smi. */
export function startGpuMeter(): GpuMeter {
  const readings: GpuReading[] = [];
  const child = spawn('nvidia-smi', [...QUERY, '-lms', String(EVERY_MS)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.on('error', () => undefined);
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const reading = parseReading(line, Date.now());
      if (reading) readings.push(reading);
    }
  });
  return { readings, stop: () => void child.kill() };
}

/** `0, 87, 1432`: index, percent, MiB. */
export function parseReading(line: string, time: number): GpuReading | undefined {
  const [gpu = '', percent, mebibytes] = line.split(', ');
  const usedBytes = 2 ** 20 * Number(mebibytes);
  if (gpu === '' || Number.isNaN(usedBytes)) return undefined;
  return { time, gpu, busy: Number(percent) / 100, usedBytes };
}

export interface GpuUse {
  readonly busy: number;
  /** More than was used before. */
  readonly bytes: number;
}

/**
 * How busy the GPU that gained most memory was between two moments, and how much it gained.
 *
 * @param started the moment from which on its memory counts
 */
export function gpuUse(
  readings: readonly GpuReading[],
  {
    started,
    begin,
    end,
  }: { readonly started: number; readonly begin: number; readonly end: number },
): GpuUse | undefined {
  const uses = groupBy(readings, ({ gpu }) => gpu).flatMap((ofGpu) => {
    const before = ofGpu.findLast(({ time }) => time <= started) ?? ofGpu[0];
    const during = ofGpu.filter(({ time }) => time >= begin && time <= end);
    if (during.length === 0) return [];
    const busy = during.reduce((sum, reading) => sum + reading.busy, 0) / during.length;
    const bytes = Math.max(...during.map(({ usedBytes }) => usedBytes)) - before.usedBytes;
    return [{ busy, bytes }];
  });
  return uses.toSorted((a, b) => b.bytes - a.bytes)[0];
}
