import type { ChildProcess } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { peakMemory } from './peak-memory.ts';

/** What a worker's metrics said while it worked. */
export interface Watched {
  readonly nFetched: number;
  readonly nDecoded: number;
  readonly sourceBytes: number;
  /** Time in the networks, of all tracks and models together; it is CPU time where each thread has a core. */
  readonly networkSeconds: number;
  /** Worst delay of the control thread's event loop after the first track was settled, in seconds: the bound of its bucket. */
  readonly loopDelaySeconds: number;
  /** The same of a process beside it that does next to nothing: what the machine itself is to blame for. */
  readonly idleDelaySeconds: number;
  /** Mean share of the inference threads' time, from the first settled track until the queue ran dry. */
  readonly busyRatio: number;
  readonly peakBytes: number;
}

/** Each look costs the worker some milliseconds of CPU. */
const INTERVAL_MS = 2_000;

/** Reads a worker's metrics and memory again and again until it is stopped. */
export function watchWorker(worker: ChildProcess, url: string): { stop(): Promise<Watched> } {
  const stop = new AbortController();
  const samples: Sample[] = [];
  const idle = monitorEventLoopDelay({ resolution: 10 });
  idle.enable();
  let peakBytes = 0;
  const look = async (): Promise<void> => {
    peakBytes = Math.max(peakBytes, peakMemory(worker.pid));
    const answer = await fetch(url).catch(() => undefined);
    if (answer) samples.push(parseSample(await answer.text()));
  };
  const watching = (async () => {
    while (!stop.signal.aborted) {
      await look();
      await sleep(INTERVAL_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    await look();
  })();
  return {
    async stop() {
      stop.abort();
      await watching;
      return { ...summary(samples), idleDelaySeconds: idle.max / 1e9, peakBytes };
    },
  };
}

type Sample = ReturnType<typeof parseSample>;

function parseSample(metrics: string) {
  const lines = metrics.split('\n').filter((line) => !line.startsWith('#'));
  /** The sum over the labels that are not named. */
  const read = (name: string, label = '') =>
    lines
      .filter((line) => line.startsWith(name) && /^[ {]/.test(line.slice(name.length)))
      .filter((line) => line.includes(label))
      .reduce((sum, line) => sum + valueOf(line), 0);
  return {
    seconds: performance.now() / 1_000,
    nFetched: read('earmark_stage_seconds_count', 'stage="fetch"'),
    nDecoded: read('earmark_stage_seconds_count', 'stage="decode"'),
    nTracks: read('earmark_tracks_total'),
    nInFlight: read('earmark_inflight_tracks'),
    sourceBytes: read('earmark_source_bytes_total'),
    networkSeconds: read('earmark_stage_seconds_sum', 'stage="infer"'),
    nThreads: read('earmark_stage_slots', 'stage="score"'),
    busySeconds: read('earmark_stage_busy_seconds_total', 'stage="score"'),
    /** [upper bound in seconds, delays up to it so far], in ascending order. */
    delays: lines.flatMap((line): [number, number][] => {
      const bound = /^earmark_event_loop_delay_seconds_bucket\{le="([^"]+)"/.exec(line)?.[1];
      return bound === undefined
        ? []
        : [[bound === '+Inf' ? Infinity : Number(bound), valueOf(line)]];
    }),
  };
}

function valueOf(line: string): number {
  return Number(line.split(' ').at(-1));
}

function summary(samples: readonly Sample[]): Omit<Watched, 'idleDelaySeconds' | 'peakBytes'> {
  const { nFetched = 0, nDecoded = 0, sourceBytes = 0, networkSeconds = 0 } = samples.at(-1) ?? {};
  const settling = samples.filter(({ nTracks }) => nTracks > 0);
  const most = Math.max(...settling.map(({ nInFlight }) => nInFlight));
  return {
    nFetched,
    nDecoded,
    sourceBytes,
    networkSeconds,
    loopDelaySeconds: worstDelay(settling),
    busyRatio: busyRatio(settling.filter(({ nInFlight }) => nInFlight === most)),
  };
}

/** Between the first of the samples and the last. */
function busyRatio(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return NaN;
  return (last.busySeconds - first.busySeconds) / (last.nThreads * (last.seconds - first.seconds));
}

function worstDelay(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  const added = (last?.delays ?? []).map(([bound, count], i) => {
    return [bound, count - (first?.delays[i]?.[1] ?? 0)] as const;
  });
  const all = added.at(-1)?.[1];
  return added.find(([, count]) => count === all)?.[0] ?? NaN;
}
