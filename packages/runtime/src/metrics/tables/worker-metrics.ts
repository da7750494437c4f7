import type { MetricRows } from '../metric-row.ts';

/** Six a decade: a quantile between two of them is off by a third at most. Seconds. */
const STAGE_BUCKETS = [
  ...[0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7],
  ...[1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 300],
];
/** From a queue that is empty to one whose window is full on a slow machine. Seconds. */
const WAIT_BUCKETS = [
  0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400,
];

export const WORKER_METRICS = {
  workerInfo: {
    name: 'earmark_worker_info',
    type: 'gauge',
    labels: ['worker', 'device', 'decoder', 'runtime'],
    help: '1; the labels name the worker as the ledger does, its device, audio decoder and onnxruntime.',
  },
  modelInfo: {
    name: 'earmark_model_info',
    type: 'gauge',
    labels: ['model', 'weights', 'conversion', 'scoring'],
    help: '1 for each model that this worker has used: the first 12 digits of the SHA-256 of its weights, and the versions of conversion and scoring.',
  },
  tasks: {
    name: 'earmark_tasks_total',
    type: 'counter',
    labels: ['run', 'model', 'outcome'],
    help: 'Tasks that this worker settled, by outcome: tagged, reused or failed. A second delivery of a job is not counted.',
  },
  taskFailures: {
    name: 'earmark_task_failures_total',
    type: 'counter',
    labels: ['run', 'model', 'code'],
    help: 'Tasks that this worker settled as failed, by failure code.',
  },
  tracks: {
    name: 'earmark_tracks_total',
    type: 'counter',
    labels: ['run'],
    help: 'Tracks that this worker settled; with --split-jobs once for each model.',
  },
  audioSeconds: {
    name: 'earmark_audio_seconds_total',
    type: 'counter',
    labels: ['run'],
    help: 'Seconds of audio of these tracks.',
  },
  sourceBytes: {
    name: 'earmark_source_bytes_total',
    type: 'counter',
    labels: [],
    help: 'Bytes of audio files read.',
  },
  jobRetries: {
    name: 'earmark_job_retries_total',
    type: 'counter',
    labels: ['code'],
    help: 'Attempts at a job that failed and will be repeated, by failure code.',
  },
  stalledJobs: {
    name: 'earmark_stalled_jobs_total',
    type: 'counter',
    labels: [],
    help: 'Jobs received that another worker had when it died.',
  },
  jobWait: {
    name: 'earmark_job_wait_seconds',
    type: 'histogram',
    labels: [],
    buckets: WAIT_BUCKETS,
    help: 'Time from enqueueing a job to the start of its first attempt.',
  },
  stageSeconds: {
    name: 'earmark_stage_seconds',
    type: 'histogram',
    labels: ['stage', 'model'],
    buckets: STAGE_BUCKETS,
    help: 'Time a track spent in a stage: fetch, decode (each sample rate), frontend, infer (by model), settle.',
  },
  stageSlots: {
    name: 'earmark_stage_slots',
    type: 'gauge',
    labels: ['stage'],
    help: 'Tracks that a stage can hold at a time: fetch, decode, score. Those of score are the inference threads.',
  },
  stageSlotsUsed: {
    name: 'earmark_stage_slots_used',
    type: 'gauge',
    labels: ['stage'],
    help: 'Tracks that the stage holds.',
  },
  stageBusySeconds: {
    name: 'earmark_stage_busy_seconds_total',
    type: 'counter',
    labels: ['stage'],
    help: 'Seconds that the slots of a stage were in use, added up. Its rate divided by the slots is the busy ratio.',
  },
  stageWaitSeconds: {
    name: 'earmark_stage_wait_seconds_total',
    type: 'counter',
    labels: ['stage'],
    help: 'Seconds that tracks waited for a slot of a stage, added up. Its rate is the mean number of tracks that wait.',
  },
  inflightTracks: {
    name: 'earmark_inflight_tracks',
    type: 'gauge',
    labels: [],
    help: 'Jobs that this worker has taken and not finished.',
  },
  lastSettled: {
    name: 'earmark_last_settled_timestamp_seconds',
    type: 'gauge',
    labels: [],
    help: 'Unix time at which this worker last settled a job; 0 before the first.',
  },
} as const satisfies MetricRows;
