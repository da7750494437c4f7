import type { ChildProcess } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { peakMemory } from './peak-memory.ts';

/** What a worker's metrics said while it worked. */
export interface Watched {
  readonly nFetched: number;
  readonly nDecoded: number;
  readonly sourceBytes: number;
  /** Worst delay of the control thread's event loop after the first track was settled, in seconds. */
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
  const read = (beginning: string) => {
    const line = metrics.split('\n').find((one) => one.startsWith(`${beginning} `));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  return {
    nFetched: read('earmark_stage_seconds_count{stage="fetch",model=""}'),
    nDecoded: read('earmark_stage_seconds_count{stage="decode",model=""}'),
    nTracks: read('earmark_tracks_total'),
    nInFlight: read('earmark_inflight_tracks'),
    sourceBytes: read('earmark_source_bytes_total'),
    loopDelaySeconds: read('earmark_event_loop_delay_seconds'),
    busyRatio: read('earmark_inference_busy_ratio'),
  };
}

function summary(samples: readonly Sample[]): Omit<Watched, 'idleDelaySeconds' | 'peakBytes'> {
  const { nFetched = 0, nDecoded = 0, sourceBytes = 0 } = samples.at(-1) ?? {};
  // What was read first covers the time before it too.
  const settling = samples.filter(({ nTracks }) => nTracks > 0).slice(1);
  const most = Math.max(...settling.map(({ nInFlight }) => nInFlight));
  const busy = settling.filter(({ nInFlight }) => nInFlight === most);
  return {
    nFetched,
    nDecoded,
    sourceBytes,
    loopDelaySeconds: Math.max(...settling.map(({ loopDelaySeconds }) => loopDelaySeconds)),
    busyRatio: busy.reduce((sum, { busyRatio }) => sum + busyRatio, 0) / busy.length,
  };
}
