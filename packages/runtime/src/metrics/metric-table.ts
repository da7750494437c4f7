// Every metric of Earmark. What programs serve, the table in docs/operations.md, and the checks of dashboards and
// alerts follow from these rows. No track, file or job is a label: the number of series is that of models and codes.

export interface MetricRow {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
  /** Upper bounds, of histograms only. */
  readonly buckets?: readonly number[];
}

export type MetricRows = Readonly<Record<string, MetricRow>>;

/** Six a decade: a quantile between two of them is off by a third at most. Seconds. */
const STAGE_BUCKETS = [
  ...[0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7],
  ...[1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 300],
];
/** From a queue that is empty to one whose window is full on a slow machine. Seconds. */
const WAIT_BUCKETS = [
  0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400,
];
const DELAY_BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** Served by producer, worker and aggregator alike. */
const PROGRAM_METRICS = {
  buildInfo: {
    name: 'earmark_build_info',
    type: 'gauge',
    labels: ['program', 'version', 'node'],
    help: '1; the labels say which program this is, and its versions.',
  },
  serviceUp: {
    name: 'earmark_service_up',
    type: 'gauge',
    labels: ['service'],
    help: 'Whether this program reaches a service that it uses: postgres, redis, s3. 1 or 0.',
  },
  outages: {
    name: 'earmark_outages_total',
    type: 'counter',
    labels: ['service'],
    help: 'Times at which a service became unavailable for this program.',
  },
  outageSeconds: {
    name: 'earmark_outage_seconds_total',
    type: 'counter',
    labels: ['service'],
    help: 'Seconds for which a service was unavailable, those of the current outage included.',
  },
  databaseConnections: {
    name: 'earmark_database_connections',
    type: 'gauge',
    labels: ['state'],
    help: 'Connections of this program to the ledger that are idle or busy, and requests waiting for one.',
  },
  eventLoopDelay: {
    name: 'earmark_event_loop_delay_seconds',
    type: 'histogram',
    labels: [],
    buckets: DELAY_BUCKETS,
    help: 'How late the event loop ran a timer, ten times a second.',
  },
  diskFree: {
    name: 'earmark_disk_free_bytes',
    type: 'gauge',
    labels: ['folder'],
    help: 'Free space of the file system that holds the folder: temporary (TMPDIR), and home (EARMARK_HOME) where it exists.',
  },
  diskSize: {
    name: 'earmark_disk_size_bytes',
    type: 'gauge',
    labels: ['folder'],
    help: 'Size of that file system.',
  },
} as const satisfies MetricRows;

const WORKER_METRICS = {
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
    help: 'Time a track spent in a stage: fetch, decode, frontend, infer (by model), settle.',
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

/** Only the active aggregator serves what belongs to the whole ledger: the first three rows are those of every one. */
const AGGREGATOR_METRICS = {
  active: {
    name: 'earmark_aggregator_active',
    type: 'gauge',
    labels: [],
    help: '1 for the aggregator that serves the metrics of the ledger and the queue, 0 for the others.',
  },
  reconciliations: {
    name: 'earmark_reconciliations_total',
    type: 'counter',
    labels: [],
    help: 'Comparisons of ledger and queue that this aggregator made.',
  },
  repairs: {
    name: 'earmark_repairs_total',
    type: 'counter',
    labels: ['repair'],
    help: 'What these comparisons repaired: jobs enqueued again, orphaned jobs removed, runs recounted.',
  },
  queueJobs: {
    name: 'earmark_queue_jobs',
    type: 'gauge',
    labels: ['state'],
    help: 'Jobs in the queue: waiting, active, delayed, failed.',
  },
  oldestJobSeconds: {
    name: 'earmark_queue_oldest_job_seconds',
    type: 'gauge',
    labels: [],
    help: 'Time since the job that is delivered next was enqueued; 0 when none waits.',
  },
  workers: {
    name: 'earmark_workers',
    type: 'gauge',
    labels: ['state'],
    help: 'Workers that were seen in the last minute: idle, working, blocked, draining.',
  },
  runInfo: {
    name: 'earmark_run_info',
    type: 'gauge',
    labels: ['run', 'source', 'state'],
    help: '1; the source and the state of a run: planning, running, paused, complete, cancelled. This and all metrics of runs: from planning until a day after the end.',
  },
  runTracks: {
    name: 'earmark_run_tracks',
    type: 'gauge',
    labels: ['run'],
    help: 'Tracks of a run.',
  },
  runTasks: {
    name: 'earmark_run_tasks',
    type: 'gauge',
    labels: ['run'],
    help: 'Tasks of a run.',
  },
  runSettledTasks: {
    name: 'earmark_run_settled_tasks',
    type: 'gauge',
    labels: ['run'],
    help: 'Tasks of a run that are settled, failed ones included. The others are owed.',
  },
  runFailedTasks: {
    name: 'earmark_run_failed_tasks',
    type: 'gauge',
    labels: ['run', 'code'],
    help: 'Tasks of a run that are settled as failed, by failure code; every code is there from the beginning, with 0.',
  },
  runPlanned: {
    name: 'earmark_run_planned_timestamp_seconds',
    type: 'gauge',
    labels: ['run'],
    help: 'Unix time at which the run was planned; none while it is being planned.',
  },
  runLastSettled: {
    name: 'earmark_run_last_settled_timestamp_seconds',
    type: 'gauge',
    labels: ['run'],
    help: 'Unix time at which a task of the run was last settled; none before the first.',
  },
  runEnd: {
    name: 'earmark_run_estimated_end_timestamp_seconds',
    type: 'gauge',
    labels: ['run'],
    help: 'Unix time at which the run ends, estimated from the last ten minutes; none while nothing is settled. Of a complete run the time at which it ended.',
  },
  runDeadline: {
    name: 'earmark_run_deadline_timestamp_seconds',
    type: 'gauge',
    labels: ['run'],
    help: 'Unix time given with --deadline.',
  },
} as const satisfies MetricRows;

export const METRICS = {
  program: PROGRAM_METRICS,
  worker: WORKER_METRICS,
  aggregator: AGGREGATOR_METRICS,
} as const;
