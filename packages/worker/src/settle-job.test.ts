import { expect, test } from 'vitest';
import { ModelRowId, RunId, type TaskOutcome, TrackId } from '@earmark/core/run';
import type { RequestedModel } from '@earmark/inference';
import type { NewOutcomes } from '@earmark/ledger';
import { createTrackFailureLog } from '@earmark/runtime/log';
import { createMetrics, type Metrics } from '@earmark/runtime/metrics';
import { createSlots } from '@earmark/runtime/process';
import { modelSpec } from '../../../test/support/model-spec.ts';
import { createSettleJob } from './settle-job.ts';
import { createWorkMeter } from './work-meter.ts';

const modelRowId = ModelRowId.parse(7);
const failed: TaskOutcome = { status: 'failed', modelRowId, code: 'AUDIO_EMPTY', message: 'No.' };
const models: readonly RequestedModel[] = [model()];

test('a second delivery of a job, of which nothing is new in the ledger, is neither counted nor logged', async () => {
  const { settle, series, events } = createStage([[failed], []]);
  await settle();
  await settle();
  // The first scrape shows new series as 0.
  await series();
  expect(await series()).toEqual([
    'earmark_tasks_total{run="1",model="x/y",outcome="failed"} 1',
    'earmark_task_failures_total{run="1",model="x/y",code="AUDIO_EMPTY"} 1',
    'earmark_tracks_total{run="1"} 1',
    'earmark_audio_seconds_total{run="1"} 2',
  ]);
  const where = { run: 1, track: 1, file: 'file:///a.mp3', models: ['x/y'] };
  expect(events).toEqual([
    ['track_failed', { ...where, code: 'AUDIO_EMPTY', attempt: 1, error: 'No.' }],
  ]);
});

test('the counters of the ten runs that a worker worked on last are kept', async () => {
  const { settle, series } = createStage(Array.from({ length: 12 }, () => [failed]));
  for (let run = 1; run <= 12; run++) await settle(run);
  const tracks = (await series()).filter((line) => line.startsWith('earmark_tracks_total'));
  expect(tracks).toHaveLength(10);
  expect(tracks[0]).toContain('run="3"');
});

test('a job is settled although its metrics fail', async () => {
  const { settle, events } = createStage([[failed]], (metrics) => {
    const fail = () => {
      throw new Error('no such label');
    };
    const broken = { labels: fail, set: fail };
    const add = ((name) => ({
      ...metrics.add(name),
      stageSeconds: broken,
      lastSettled: broken,
    })) as Metrics['add'];
    return { ...metrics, add };
  });
  await settle();
  expect(events.map(([name]) => name)).toEqual([
    'metrics_failed',
    'metrics_failed',
    'track_failed',
  ]);
});

/**
 * A worker that settles into a ledger in which these outcomes are new, call by call.
 *
 * @param change what the meter gets in place of the metrics
 */
function createStage(
  newOutcomes: readonly NewOutcomes[],
  change: (metrics: Metrics) => Metrics = (metrics) => metrics,
) {
  const answers = newOutcomes.values();
  const events: unknown[][] = [];
  const log = { event: (...event: unknown[]) => void events.push(event) };
  const metrics = createMetrics();
  const score = createSlots(1);
  const settleJob = createSettleJob({
    settler: () => Promise.resolve(answers.next().value ?? []),
    meter: createWorkMeter(change(metrics), { fetch: score, decode: score, score }, log),
    failures: createTrackFailureLog(log),
    settledBy: 'test',
    softwareId: 1,
  });
  const settle = (run = 1) =>
    settleJob(
      {
        runId: RunId.parse(run),
        trackId: TrackId.parse(1),
        outcomes: [failed],
        contentSha256: null,
        durationSeconds: 2,
        level: null,
        embeddedMetadata: null,
        attempts: 1,
      },
      { uri: 'file:///a.mp3', models },
    );
  const series = async () =>
    (await metrics.scrape()).split('\n').filter((line) => /^earmark_[a-z_]+\{run=/.test(line));
  return { settle, series, events };
}

function model(): RequestedModel {
  const spec = modelSpec({ name: 'x/y', architecture: 'fcn' });
  return { modelRowId, folder: '', parent: null, spec };
}
