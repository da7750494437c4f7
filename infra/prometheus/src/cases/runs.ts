import { runSeries } from './run-series.ts';
import { type Case, constant, from, rising, step, until } from './series.ts';

const run = { run: '7' };
/** Settles nothing after minute 5. */
const STALLED = { ...run, settled: constant(500), lastSettled: constant(300) };

export const RUN_CASES: readonly Case[] = [
  {
    about: 'EarmarkRunStalled',
    title: 'fires when nothing of a run is settled for 15 minutes',
    series: runSeries(STALLED),
    at: [22],
    fires: [
      {
        alert: 'EarmarkRunStalled',
        labels: run,
        summary: 'Run 7 owes tasks, and none has been settled for 17m 0s.',
      },
    ],
  },
  {
    about: 'EarmarkRunStalled',
    title: 'does not fire before that',
    series: runSeries(STALLED),
    at: [5, 10, 15, 20],
    fires: [],
  },
  {
    about: 'EarmarkRunStalled',
    title: 'does not fire for a run that owes nothing and is not reported yet',
    series: runSeries({ ...STALLED, tasks: constant(500) }),
    at: [22, 30],
    fires: [],
  },
  {
    about: 'EarmarkRunStalled',
    title: 'does not fire for a run that waits in the queue while another one goes on',
    series: {
      ...runSeries({ run: '6' }),
      ...runSeries({ ...STALLED, planned: constant(0), settled: constant(0) }),
    },
    at: [20, 40],
    fires: [],
  },
  {
    about: 'EarmarkRunStalled',
    title: 'does not fire while a run is paused, nor when it has just been resumed',
    series: runSeries({
      ...run,
      state: { paused: until(40, 1), running: from(40, constant(1)) },
      settled: step(500, 44, 600),
      lastSettled: step(0, 44, 2_640),
    }),
    at: [20, 39, 42, 50],
    fires: [],
  },
  {
    about: 'EarmarkRunLate',
    title: 'fires when the estimated end is later than the deadline for 15 minutes',
    series: runSeries({ ...run, deadline: constant(18_200) }),
    at: [20],
    fires: [
      {
        alert: 'EarmarkRunLate',
        labels: run,
        summary: 'Run 7 will end at least 30m 0s after its deadline.',
      },
    ],
  },
  {
    about: 'EarmarkRunLate',
    title: 'fires when the deadline has passed and there is no estimate',
    series: runSeries({
      ...run,
      state: { paused: constant(1) },
      settled: constant(500),
      lastSettled: constant(0),
      end: '_x240',
      deadline: constant(1_200),
    }),
    at: [40],
    fires: [
      {
        alert: 'EarmarkRunLate',
        labels: run,
        summary: 'Run 7 will end at least 20m 0s after its deadline.',
      },
    ],
  },
  {
    about: 'EarmarkRunLate',
    title: 'does not fire for an estimate that is late for some minutes, nor after a late end',
    series: runSeries({
      ...run,
      state: { running: until(60, 1), complete: from(60, constant(1)) },
      end: '20000+0x9 3000+0x34 3600+0x200',
      deadline: constant(3_300),
    }),
    at: [9, 14, 30, 50, 59, 61, 80],
    fires: [],
  },
  {
    about: 'EarmarkRunFailing',
    title: 'fires when more than 5 % of the settled tasks have failed',
    series: runSeries({
      ...run,
      failed: { AUDIO_UNDECODABLE: rising(0, 30), SOURCE_NOT_FOUND: rising(0, 18) },
    }),
    at: [30],
    fires: [
      {
        alert: 'EarmarkRunFailing',
        labels: run,
        summary: '8% of the settled tasks of run 7 have failed.',
      },
    ],
  },
  {
    about: 'EarmarkRunFailing',
    title: 'does not fire for a few failures at the beginning, nor for 5 % of many tasks',
    series: {
      ...runSeries({ run: '6', settled: constant(100), failed: { AUDIO_EMPTY: constant(19) } }),
      ...runSeries({ ...run, failed: { AUDIO_UNDECODABLE: rising(0, 30) } }),
    },
    at: [30, 40],
    fires: [],
  },
  {
    about: 'EarmarkRunCompletedWithFailures',
    title: 'fires when a run is complete and some of its tasks failed',
    series: runSeries({
      ...run,
      state: { running: until(60, 1), complete: from(60, constant(1)) },
      failed: { AUDIO_UNDECODABLE: constant(12), SOURCE_NOT_FOUND: constant(3) },
    }),
    at: [62, 70],
    fires: [
      {
        alert: 'EarmarkRunCompletedWithFailures',
        labels: run,
        summary: 'Run 7 is complete, and 15 of its tasks failed.',
      },
    ],
  },
  {
    about: 'EarmarkRunCompletedWithFailures',
    title: 'does not fire while the run goes on, nor when the run was cancelled',
    series: runSeries({
      ...run,
      state: { running: until(60, 1), cancelled: from(60, constant(1)) },
      failed: { AUDIO_UNDECODABLE: constant(12) },
    }),
    at: [30, 62],
    fires: [],
  },
];
