import {
  activeAggregator,
  otherAggregator,
  otherWorker,
  postgres,
  redis,
  worker,
} from './healthy-system.ts';
import { runSeries } from './run-series.ts';
import { type Case, constant, from, rising, type Series, step, until } from './series.ts';

const upIs = (service: string, samples: string) =>
  Object.fromEntries(
    [activeAggregator, otherAggregator, worker, otherWorker].map((program) => [
      program('earmark_service_up', { service }),
      samples,
    ]),
  );

/** Each slot of a stage is in use for so many seconds a minute. */
const busyFor = (seconds: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(seconds).flatMap(([stage, perMinute]) =>
      [worker, otherWorker].flatMap((program) => [
        [program('earmark_stage_slots', { stage }), constant(4)],
        [program('earmark_stage_busy_seconds_total', { stage }), rising(0, 4 * perMinute)],
      ]),
    ),
  ) as Series;

export const SERVICE_CASES: readonly Case[] = [
  {
    about: 'EarmarkServiceUnavailable',
    title: 'fires once for all programs that cannot reach a service',
    series: upIs('postgres', step(1, 30, 0)),
    at: [33],
    fires: [
      {
        alert: 'EarmarkServiceUnavailable',
        labels: { service: 'postgres' },
        summary: '4 programs of Earmark cannot use postgres.',
      },
    ],
  },
  {
    about: 'EarmarkServiceUnavailable',
    title: 'does not fire when a service is restarted',
    series: upIs('redis', '1+0x29 0 1+0x200'),
    at: [30, 31, 33],
    fires: [],
  },
  {
    about: 'EarmarkServiceUnavailable',
    title: 'fires alone when a run stands still and no aggregator can be active because of it',
    series: {
      ...runSeries({ run: '7', settled: constant(500), lastSettled: constant(0) }),
      ...upIs('postgres', constant(0)),
      [activeAggregator('earmark_aggregator_active')]: constant(0),
      [activeAggregator('earmark_queue_jobs', { state: 'waiting' })]: constant(2_000),
    },
    at: [5, 30],
    fires: [
      {
        alert: 'EarmarkServiceUnavailable',
        labels: { service: 'postgres' },
        summary: '4 programs of Earmark cannot use postgres.',
      },
    ],
  },
  {
    about: 'EarmarkSourceSlow',
    title: 'fires when workers fetch all the time and their inference threads wait',
    series: { ...runSeries({ run: '7' }), ...busyFor({ fetch: 57, score: 20 }) },
    at: [25],
    fires: [
      {
        alert: 'EarmarkSourceSlow',
        labels: { stage: 'fetch' },
        summary:
          'The source is too slow: workers fetch 95% of the time, while most inference threads wait.',
      },
    ],
  },
  {
    about: 'EarmarkSourceSlow',
    title: 'does not fire when the inference threads are busy, nor without a run',
    series: {
      ...runSeries({
        run: '7',
        state: { running: until(40, 1), complete: from(40, constant(1)) },
        settled: step(500, 40, 200_000),
      }),
      ...busyFor({ fetch: 57, score: 50 }),
    },
    at: [25, 38, 60],
    fires: [],
  },
  {
    about: 'EarmarkServiceUnstable',
    title: 'fires when a service becomes unavailable again and again',
    series: {
      [worker('earmark_outages_total', { service: 's3' })]: rising(0, 0.1),
      [otherWorker('earmark_outages_total', { service: 's3' })]: rising(0, 0.05),
    },
    at: [65],
    fires: [
      {
        alert: 'EarmarkServiceUnstable',
        labels: { service: 's3' },
        summary: 'The service s3 became unavailable 6 times within an hour.',
      },
    ],
  },
  {
    about: 'EarmarkServiceUnstable',
    title: 'does not fire for one outage that every program notices',
    series: Object.fromEntries(
      [activeAggregator, otherAggregator, worker, otherWorker].map((program) => [
        program('earmark_outages_total', { service: 'postgres' }),
        step(0, 30, 1),
      ]),
    ),
    at: [31, 60],
    fires: [],
  },
  {
    about: 'EarmarkTargetDown',
    title: 'fires for an exporter, for an aggregator, and for a worker while a run goes on',
    series: {
      ...runSeries({ run: '7' }),
      [postgres('up')]: step(1, 30, 0),
      [otherAggregator('up')]: step(1, 30, 0),
      [otherWorker('up')]: step(1, 30, 0),
    },
    at: [36],
    fires: [
      {
        alert: 'EarmarkTargetDown',
        labels: { job: 'postgres', instance: 'postgres-exporter:9187' },
        summary: 'Prometheus cannot reach postgres-exporter:9187 (postgres).',
      },
      {
        alert: 'EarmarkTargetDown',
        labels: { job: 'earmark-aggregator', instance: 'queue-2:9466' },
        summary: 'Prometheus cannot reach queue-2:9466 (earmark-aggregator).',
      },
      {
        alert: 'EarmarkTargetDown',
        labels: { job: 'earmark-worker', instance: 'worker-2:9465' },
        summary: 'Prometheus cannot reach worker-2:9465 (earmark-worker).',
      },
    ],
  },
  {
    about: 'EarmarkTargetDown',
    title: 'does not fire for the exporter of a service that no program reaches either',
    series: {
      [redis('up')]: step(1, 30, 0),
      [worker('earmark_service_up', { service: 'redis' })]: step(1, 30, 0),
      [otherWorker('earmark_service_up', { service: 'redis' })]: step(1, 30, 0),
    },
    at: [45],
    fires: [
      {
        alert: 'EarmarkServiceUnavailable',
        labels: { service: 'redis' },
        summary: '2 programs of Earmark cannot use redis.',
      },
    ],
  },
  {
    about: 'EarmarkTargetDown',
    title: 'does not fire when workers are switched off after a run, nor for a producer that ended',
    series: {
      [worker('up')]: step(1, 30, 0),
      [otherWorker('up')]: step(1, 30, 0),
      ['up{job="earmark-producer",instance="queue-1:9464"}']: step(1, 10, 0),
    },
    at: [20, 40],
    fires: [],
  },
  {
    about: 'EarmarkTargetMissing',
    title: 'fires when a job has no target any more',
    series: { [redis('up')]: until(30, 1) },
    at: [45, 60],
    fires: [
      {
        alert: 'EarmarkTargetMissing',
        labels: { job: 'redis' },
        summary:
          'Prometheus no longer has a target of the job redis, which it had within the last day.',
      },
    ],
  },
  {
    about: 'EarmarkTargetMissing',
    title: 'does not fire for one of several targets that is removed, nor for removed workers',
    series: {
      [otherAggregator('up')]: until(30, 1),
      [worker('up')]: until(30, 1),
      [otherWorker('up')]: until(30, 1),
    },
    at: [45, 60],
    fires: [],
  },
];
