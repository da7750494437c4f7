import { afterAll, beforeAll, expect, test } from 'vitest';
import { REPORT_VERSION, RunReport } from '@earmark/core/report';
import { type ModelRowId, parseRunOptions, type RunId, type TaskOutcome } from '@earmark/core/run';
import {
  addTracks,
  createPool,
  finishPlanning,
  migrate,
  openRun,
  owedJobs,
  type Pool,
  runProgress,
  runsWithoutReport,
  settle,
  storeReport,
} from '@earmark/ledger';
import { buildReport } from '@earmark/reports';
import { itemsOf, registerParts, type RunParts } from '../support/planned-run.ts';
import { createDatabase } from '../support/services.ts';

let pool: Pool;
let parts: RunParts;
let runId: RunId;

/** What the two models say of each track; null where the task failed. */
const SCORES: readonly (readonly [readonly number[] | null, readonly number[] | null])[] = [
  [
    [0.9, 0.2, 0],
    [0.9, 0.3, 0.01],
  ],
  [[0.9, 0, 0], null],
  [
    [0.7, 0.1, 0],
    [0.1, 0.7, 0.1],
  ],
  [null, null],
];

beforeAll(async () => {
  pool = createPool(await createDatabase('report'));
  await migrate(pool);
  parts = await registerParts(pool);
  const { models } = parts;
  const options = parseRunOptions({ topK: 1, threshold: 0.5 });
  const source = { source: '/music', uriPrefix: 'file:///music/' };
  runId = await openRun(pool, { ...source, fingerprint: 'report', models, options });
  await addTracks(pool, runId, itemsOf('report', SCORES.length));
  await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
  for (const { trackId, uri } of await owedJobs(pool, { runId, afterTrack: 0, limit: 10 })) {
    const scoresOfTrack = SCORES[Number(uri.at(-'0.wav'.length))]!;
    await settle(pool, [
      {
        ...{
          runId,
          trackId,
          contentSha256: null,
          durationSeconds: 2,
          level: null,
          embeddedMetadata: null,
          attempts: 1,
        },
        ...{ settledBy: 'test', softwareId: parts.softwareId },
        outcomes: models.map((model, i) => toOutcome(model, scoresOfTrack[i] ?? null)),
      },
    ]);
  }
});
afterAll(() => pool.end());

function toOutcome(modelRowId: ModelRowId, scores: readonly number[] | null): TaskOutcome {
  return scores === null
    ? { status: 'failed', modelRowId, code: 'INFERENCE_FAILED', message: 'It threw.' }
    : {
        status: 'tagged',
        modelRowId,
        scores: Float32Array.from(scores),
        nChunks: 1,
        embedding: null,
      };
}

test('a report tells what the ledger holds, the failed and the missing included', async () => {
  const report = await buildReport(pool, runId);
  expect(RunReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(report.run).toMatchObject({ nTracks: 4, audioSeconds: 8 });
  expect(report.run.tasks).toEqual({ planned: 8, tagged: 5, reused: 0, failed: 3 });
  expect(report.failures.byCode).toEqual([{ code: 'INFERENCE_FAILED', count: 3 }]);
  expect(report.models.map(({ nTracks }) => nTracks)).toEqual([3, 2]);
  expect(report.software).toMatchObject([{ decoder: 'none', nTasks: 5 }]);
  const [{ raters, agreement } = { raters: [], agreement: null }] = report.vocabularies;
  expect(raters.map(({ nTracks, tags }) => [nTracks, tags.map(({ count }) => count)])).toEqual([
    [3, [3, 0, 0]],
    [2, [1, 1, 0]],
    [2, [1, 0, 0]],
  ]);
  expect(agreement?.pairs).toMatchObject([{ nTracks: 2, mean: 0.5 }]);
  expect(agreement?.leastAgreed.tracks.map(({ uri }) => uri)).toEqual([
    'file:///music/report/2.wav',
    'file:///music/report/0.wav',
  ]);
});

test('a report of an earlier version counts as none, one of a later version stays', async () => {
  const owesReport = async (): Promise<boolean> => {
    const { hasReport } = (await runProgress(pool, runId)) ?? {};
    const owed = (await runsWithoutReport(pool)).includes(runId);
    expect(hasReport).toBe(!owed);
    return owed;
  };
  expect(await owesReport()).toBe(true);
  for (const [version, owed] of [
    [REPORT_VERSION - 1, true],
    [REPORT_VERSION, false],
    [REPORT_VERSION + 1, false],
  ] as const) {
    await storeReport(pool, runId, { version });
    expect(await owesReport()).toBe(owed);
  }
});
