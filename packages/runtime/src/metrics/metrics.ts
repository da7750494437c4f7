import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const STAGE_BUCKETS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

/** Every metric of Earmark, on a registry of its own. No track ids in labels. */
export function createMetrics() {
  const registry = new Registry();
  const readers: (() => Promise<void> | void)[] = [];
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const loopDelay = monitorEventLoopDelay({ resolution: 10 });
  loopDelay.enable();
  return {
    /** Registers a function that updates gauges at each scrape. */
    onScrape: (read: () => Promise<void> | void): void => void readers.push(read),
    /** All metrics in the text format of Prometheus. */
    async scrape(): Promise<string> {
      await Promise.all(readers.map(async (read) => read()));
      return registry.metrics();
    },
    contentType: registry.contentType,
    tasks: new Counter({
      name: 'earmark_tasks_total',
      help: 'Tasks settled, by model and outcome.',
      labelNames: ['model', 'outcome'],
      registers,
    }),
    taskFailures: new Counter({
      name: 'earmark_task_failures_total',
      help: 'Tasks settled as failed, by failure code.',
      labelNames: ['code'],
      registers,
    }),
    tracks: new Counter({
      name: 'earmark_tracks_total',
      help: 'Tracks whose tasks were settled; with --split-jobs once for each model.',
      registers,
    }),
    audioSeconds: new Counter({
      name: 'earmark_audio_seconds_total',
      help: 'Seconds of audio decoded.',
      registers,
    }),
    sourceBytes: new Counter({
      name: 'earmark_source_bytes_total',
      help: 'Bytes of audio files read.',
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'earmark_stage_seconds',
      help: 'Time a track spent in a stage: fetch, decode, frontend, infer, settle.',
      labelNames: ['stage', 'model'],
      buckets: STAGE_BUCKETS,
      registers,
    }),
    inflightTracks: new Gauge({
      name: 'earmark_inflight_tracks',
      help: 'Tracks in flight: fetched, decoded or scored by this worker.',
      registers,
    }),
    inferenceBusyRatio: new Gauge({
      name: 'earmark_inference_busy_ratio',
      help: 'Share of the inference threads that were busy since the last scrape, 0 to 1.',
      registers,
    }),
    eventLoopDelay: new Gauge({
      name: 'earmark_event_loop_delay_seconds',
      help: 'Longest delay of the event loop since the last scrape.',
      registers,
      collect() {
        this.set(loopDelay.max / 1e9);
        loopDelay.reset();
      },
    }),
    queueJobs: new Gauge({
      name: 'earmark_queue_jobs',
      help: 'Jobs in the queue, by state.',
      labelNames: ['state'],
      registers,
    }),
    runTasks: new Gauge({
      name: 'earmark_run_tasks',
      help: 'Tasks of each unfinished run, by state: owed, settled, failed.',
      labelNames: ['run', 'state'],
      registers,
    }),
  } as const;
}

export type Metrics = ReturnType<typeof createMetrics>;
