import { expect, test } from 'vitest';
import { ModelSpec } from '@earmark/core/model';
import { ModelRowId, RunId, type TaskOutcome, TrackId } from '@earmark/core/run';
import type { RequestedModel } from '@earmark/inference';
import type { NewOutcomes } from '@earmark/ledger';
import { createMetrics, type Metrics } from '@earmark/runtime/metrics';
import { createSettleJob } from './settle-job.ts';
import { createWorkMeter } from './work-meter.ts';

const modelRowId = ModelRowId.parse(7);
const failed: TaskOutcome = { status: 'failed', modelRowId, code: 'AUDIO_EMPTY', message: 'No.' };
const models: readonly RequestedModel[] = [model()];

test('a second delivery of a job, of which nothing is new in the ledger, is not counted', async () => {
  const metrics = createMetrics();
  const { settle } = createStage(metrics, [[failed], []]);
  await settle();
  await settle();
  expect(await valueOf(metrics.tasks)).toEqual([
    { value: 1, labels: { model: 'x/y', outcome: 'failed' } },
  ]);
  expect(await valueOf(metrics.taskFailures)).toEqual([
    { value: 1, labels: { code: 'AUDIO_EMPTY' } },
  ]);
  expect(await valueOf(metrics.tracks)).toEqual([{ value: 1, labels: {} }]);
  expect(await valueOf(metrics.audioSeconds)).toEqual([{ value: 2, labels: {} }]);
});

test('a job is settled although its metrics fail', async () => {
  const fail = () => {
    throw new Error('no such label');
  };
  const metrics = createMetrics();
  Object.assign(metrics.tasks, { inc: fail });
  Object.assign(metrics.stageSeconds, { labels: fail });
  const { settle, warnings } = createStage(metrics, [[failed]]);
  await settle();
  expect(warnings).toEqual(['metrics failed', 'metrics failed']);
});

/** A ledger in which these outcomes are new, call by call, and a worker that settles into it. */
function createStage(metrics: Metrics, newOutcomes: readonly NewOutcomes[]) {
  const answers = newOutcomes.values();
  const warnings: string[] = [];
  const log = { warn: (_: unknown, message: string) => void warnings.push(message) };
  const settleJob = createSettleJob({
    settler: () => Promise.resolve(answers.next().value ?? []),
    meter: createWorkMeter(metrics, { takeBusyRatio: () => 0 }, log),
    settledBy: 'test',
    softwareId: 1,
  });
  const ended = {
    runId: RunId.parse(1),
    trackId: TrackId.parse(1),
    outcomes: [failed],
    contentSha256: null,
    durationSeconds: 2,
    attempts: 1,
  };
  return { settle: () => settleJob(ended, models), warnings };
}

async function valueOf(metric: Metrics['tasks' | 'taskFailures' | 'tracks' | 'audioSeconds']) {
  return (await metric.get()).values.map(({ value, labels }) => ({ value, labels }));
}

function model(): RequestedModel {
  const spec = ModelSpec.parse({
    name: 'x/y',
    architecture: 'fcn',
    vocabulary: 'v',
    weightsSha256: '0'.repeat(64),
    published: false,
    demonstration: false,
    conversionVersion: 'test',
    inputLength: 1,
    nTags: 1,
    nMacs: 1,
    frontEnd: { kind: 'waveform' },
    onnx: { file: 'none.onnx', sha256: '0'.repeat(64) },
    frontEndFile: null,
    referenceOutput: [0.5],
  });
  return { modelRowId, folder: '', spec };
}
