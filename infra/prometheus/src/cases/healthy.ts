import {
  activeAggregator,
  otherAggregator,
  otherWorker,
  servedByActive,
  worker,
} from './healthy-system.ts';
import { runSeries } from './run-series.ts';
import { type Case, constant, from, rising, type Series, step, until } from './series.ts';

/** A whole life: planned after 10 minutes, complete after an hour. */
const WHOLE_RUN = {
  state: {
    planning: until(10, 1),
    running: `_x10 1+0x49 stale`,
    complete: from(60, constant(1)),
  },
  tasks: constant(30_000),
  settled: `0+0x9 0+600x50 30000+0x120`,
  planned: from(10, constant(600)),
  lastSettled: from(10, `600+60x50 3600+0x120`),
  end: from(12, constant(3_600)),
  deadline: constant(5_400),
};

/** No alert fires. */
export const HEALTHY_CASES: readonly Case[] = [
  quiet('is idle', {}),
  quiet('tags one run from its planning to its end', {
    ...runSeries({ run: '7', ...WHOLE_RUN }),
    [activeAggregator('earmark_workers', { state: 'working' })]: '0+0x9 2+0x50 0+0x120',
    [activeAggregator('earmark_queue_jobs', { state: 'waiting' })]:
      '0+0x9 2000+0x30 1900-90x18 0+0x120',
  }),
  quiet('switches its workers off when the run is complete', {
    ...runSeries({ run: '7', ...WHOLE_RUN }),
    [worker('up')]: step(1, 61, 0),
    [otherWorker('up')]: step(1, 62, 0),
    [activeAggregator('earmark_workers', { state: 'idle' })]: step(2, 62, 0),
  }),
  quiet('tags two runs, the second after the first', {
    ...runSeries({ run: '7', ...WHOLE_RUN }),
    ...runSeries({
      run: '8',
      planned: constant(1_200),
      settled: `0+0x59 0+600x120`,
      lastSettled: from(60, rising(3_600, 60)),
      end: from(62, constant(30_000)),
    }),
    [activeAggregator('earmark_queue_jobs', { state: 'waiting' })]: constant(2_000),
  }),
  quiet('goes on with a run that was retried an hour after its end', {
    ...runSeries({
      run: '7',
      state: { complete: until(60, 1), running: from(60, constant(1)) },
      settled: `66000+0x59 65000+0x3 65010+5x120`,
      tasks: constant(66_000),
      planned: constant(0),
      lastSettled: `60+0x63 3840+60x120`,
      end: constant(14_000),
    }),
  }),
  quiet('has another aggregator take over from one that goes away for three minutes', {
    ...ends(30, servedByActive(activeAggregator)),
    ...ends(30, runSeries({ run: '7' })),
    [activeAggregator('up')]: '1+0x29 0+0x2 1+0x200',
    [activeAggregator('earmark_aggregator_active')]: '1+0x29 _x3 0+0x200',
    ...begins(31, servedByActive(otherAggregator)),
    ...begins(
      31,
      runSeries(
        { run: '7', settled: rising(18_600, 600), lastSettled: rising(1_860, 60) },
        otherAggregator,
      ),
    ),
    [otherAggregator('earmark_aggregator_active')]: step(0, 31, 1),
  }),
  quiet('is restarted, one program after the other, while Postgres is restarted too', {
    ...runSeries({ run: '7' }),
    [worker('process_start_time_seconds')]: step(1, 30, 1_800),
    [otherWorker('process_start_time_seconds')]: step(1, 32, 1_920),
    [activeAggregator('process_start_time_seconds')]: step(1, 34, 2_040),
    [worker('up')]: '1+0x29 0 1+0x200',
    [otherWorker('up')]: '1+0x31 0 1+0x200',
    [worker('earmark_service_up', { service: 'postgres' })]: '1+0x39 0 1+0x200',
    [otherWorker('earmark_service_up', { service: 'postgres' })]: '1+0x39 0 1+0x200',
    [worker('earmark_outages_total', { service: 'postgres' })]: step(0, 40, 1),
    [worker('earmark_stalled_jobs_total')]: step(0, 31, 24),
    [activeAggregator('earmark_repairs_total', { repair: 'reenqueued' })]: step(0, 35, 24),
  }),
];

/** Looked at every two minutes for nearly two hours: an hour is the longest that an alert looks back, but for the last day. */
function quiet(title: string, series: Series): Case {
  const at = Array.from({ length: 60 }, (_, i) => 2 * i + 1);
  return { about: null, title, series, at, fires: [] };
}

/** The first minutes of constant or rising series. */
function ends(minutes: number, series: Series): Series {
  return mapValues(series, (samples) => samples.replace(/x\d+$/, `x${String(minutes - 1)} stale`));
}

function begins(minutes: number, series: Series): Series {
  return mapValues(series, (samples) => from(minutes, samples));
}

function mapValues(series: Series, change: (samples: string) => string): Series {
  return Object.fromEntries(
    Object.entries(series).map(([name, samples]) => [name, change(samples)]),
  );
}
