import { activeAggregator, otherAggregator, otherWorker, worker } from './healthy-system.ts';
import { runSeries } from './run-series.ts';
import { type Case, constant, from, rising, step, until } from './series.ts';

const WAITING = { [activeAggregator('earmark_queue_jobs', { state: 'waiting' })]: constant(2_000) };
const IDLE = activeAggregator('earmark_workers', { state: 'idle' });
const NONE_ALIVE = { [IDLE]: constant(0) };
/** Nothing of it is settled. */
const OWING = { run: '7', settled: constant(0), lastSettled: constant(0) };

export const WORKER_CASES: readonly Case[] = [
  {
    about: 'EarmarkNoWorkers',
    title: 'fires when tasks are owed and no worker is alive',
    series: { ...runSeries({ ...OWING, lastSettled: '_x240' }), ...NONE_ALIVE },
    at: [12],
    fires: [
      {
        alert: 'EarmarkNoWorkers',
        labels: {},
        summary: 'No worker takes jobs, and 200000 tasks are owed.',
      },
    ],
  },
  {
    about: 'EarmarkNoWorkers',
    title: 'fires when all workers are draining',
    series: {
      ...runSeries({ ...OWING, lastSettled: '_x240' }),
      ...NONE_ALIVE,
      [activeAggregator('earmark_workers', { state: 'draining' })]: constant(2),
    },
    at: [12],
    fires: [
      {
        alert: 'EarmarkNoWorkers',
        labels: {},
        summary: 'No worker takes jobs, and 200000 tasks are owed.',
      },
    ],
  },
  {
    about: 'EarmarkNoWorkers',
    title: 'does not fire when workers start within ten minutes, nor when nothing is owed',
    series: {
      ...runSeries({ run: '7', state: { running: until(30, 1), complete: from(30, constant(1)) } }),
      [IDLE]: '0+0x8 2+0x20 0+0x200',
    },
    at: [5, 12, 28, 45],
    fires: [],
  },
  {
    about: 'EarmarkQueueNotConsumed',
    title: 'fires when jobs wait and the workers that run settle none',
    series: { ...runSeries({ ...OWING }), ...WAITING },
    at: [16],
    fires: [
      {
        alert: 'EarmarkQueueNotConsumed',
        labels: {},
        summary: '2000 jobs wait in the queue, and no worker settles any although workers run.',
      },
    ],
  },
  {
    about: 'EarmarkQueueNotConsumed',
    title: 'does not fire while tasks are settled',
    series: { ...runSeries({ run: '7' }), ...WAITING },
    at: [16, 30],
    fires: [],
  },
  {
    about: 'EarmarkStalledJobsRepeated',
    title: 'fires when workers die again and again for an hour',
    series: {
      [worker('earmark_stalled_jobs_total')]: rising(0, 1),
      [otherWorker('earmark_stalled_jobs_total')]: rising(0, 0.5),
    },
    at: [67],
    fires: [
      {
        alert: 'EarmarkStalledJobsRepeated',
        labels: {},
        summary: 'Workers keep dying: jobs stalled in 12 of the last 12 five-minute periods.',
      },
    ],
  },
  {
    about: 'EarmarkStalledJobsRepeated',
    title: 'does not fire when two workers die with all their jobs',
    series: {
      [worker('earmark_stalled_jobs_total')]: step(0, 30, 24),
      [otherWorker('earmark_stalled_jobs_total')]: step(0, 52, 24),
    },
    at: [31, 36, 53, 60, 80],
    fires: [],
  },
  {
    about: 'EarmarkCrashLooping',
    title: 'fires when a program is restarted three times in 15 minutes',
    series: { [worker('process_start_time_seconds')]: '1+0x20 1201+0x3 1441+0x3 1681+0x200' },
    at: [30],
    fires: [
      {
        alert: 'EarmarkCrashLooping',
        labels: { job: 'earmark-worker', instance: 'worker-1:9465' },
        summary:
          'The program at worker-1:9465 (earmark-worker) was restarted 3 times in 15 minutes.',
      },
    ],
  },
  {
    about: 'EarmarkCrashLooping',
    title: 'does not fire when all programs are restarted once or twice',
    series: {
      [worker('process_start_time_seconds')]: step(1, 20, 1_201),
      [otherWorker('process_start_time_seconds')]: '1+0x20 1201+0x3 1441+0x200',
      [activeAggregator('process_start_time_seconds')]: step(1, 21, 1_261),
      [otherAggregator('process_start_time_seconds')]: step(1, 22, 1_321),
    },
    at: [22, 30],
    fires: [],
  },
  {
    about: 'EarmarkEventLoopDelayed',
    title: 'fires when one timer in ten is more than half a second late',
    series: Object.fromEntries(
      ['0.005', '0.2', '0.5'].map((le) => [
        worker('earmark_event_loop_delay_seconds_bucket', { le }),
        rising(0, 540),
      ]),
    ),
    at: [20],
    fires: [
      {
        alert: 'EarmarkEventLoopDelayed',
        labels: { job: 'earmark-worker', instance: 'worker-1:9465' },
        summary: 'The event loop of the program at worker-1:9465 (earmark-worker) is 950ms late.',
      },
    ],
  },
  {
    about: 'EarmarkEventLoopDelayed',
    title: 'does not fire for a few minutes in which models are loaded',
    series: Object.fromEntries(
      ['0.005', '0.2', '0.5'].map((le) => [
        worker('earmark_event_loop_delay_seconds_bucket', { le }),
        '0+600x10 6540+540x3 8700+600x200',
      ]),
    ),
    at: [12, 16, 20],
    fires: [],
  },
  {
    about: 'EarmarkNoActiveAggregator',
    title: 'fires when the active aggregator is gone and no other one becomes active',
    series: { [activeAggregator('earmark_aggregator_active')]: until(30, 1) },
    at: [36],
    fires: [
      {
        alert: 'EarmarkNoActiveAggregator',
        labels: {},
        summary:
          'No aggregator is active: the queue is not filled, no run is reported, and no metric of a run is known.',
      },
    ],
  },
  {
    about: 'EarmarkNoActiveAggregator',
    title: 'does not fire when another aggregator takes over within a minute or two',
    series: {
      [activeAggregator('earmark_aggregator_active')]: step(1, 30, 0),
      [otherAggregator('earmark_aggregator_active')]: step(0, 32, 1),
    },
    at: [31, 36, 45],
    fires: [],
  },
  {
    about: 'EarmarkRepairsRepeated',
    title: 'fires when reconciliations repair something again and again',
    series: {
      [activeAggregator('earmark_repairs_total', { repair: 'reenqueued' })]: '0+0x9 1+3x5 16+0x200',
    },
    at: [20],
    fires: [
      {
        alert: 'EarmarkRepairsRepeated',
        labels: { repair: 'reenqueued' },
        summary: 'Ledger and queue disagreed 6 times within an hour (repair: reenqueued).',
      },
    ],
  },
  {
    about: 'EarmarkRepairsRepeated',
    title: 'does not fire when Redis loses all its jobs once, nor when the aggregator is restarted',
    series: {
      [activeAggregator('earmark_repairs_total', { repair: 'reenqueued' })]:
        '0+0x9 1500+0x1 2000+0x20 0+0x200',
    },
    at: [12, 20, 40],
    fires: [],
  },
];
