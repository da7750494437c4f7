import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { ModelRowId } from '@earmark/core/run';
import type { RequestedModel } from '@earmark/inference';
import type { SelfCheck } from './self-check.ts';
import { type EndedJob, processTagJob, type ProcessTagJobDeps } from './process-tag-job.ts';

const [first, second] = [ModelRowId.parse(1), ModelRowId.parse(2)];
const { signal } = new AbortController();

test('only the models that are still owed are scored and settled', async () => {
  const { deps, settled } = createDeps([second]);
  await processTagJob(delivery({}), deps, signal);
  expect(settled).toMatchObject([
    { runId: 3, trackId: 4, attempts: 2, outcomes: [{ status: 'tagged', modelRowId: 2 }] },
  ]);
});

test('a job of which nothing is owed is done without any work', async () => {
  const { deps, settled } = createDeps([]);
  await processTagJob(delivery({}), deps, signal);
  expect(settled).toEqual([]);
});

test.each([
  { code: 'SOURCE_NOT_FOUND', isLastAttempt: false, isSettled: true },
  { code: 'SOURCE_UNAVAILABLE', isLastAttempt: false, isSettled: false },
  { code: 'SOURCE_UNAVAILABLE', isLastAttempt: true, isSettled: true },
  { code: 'DISK_FULL', isLastAttempt: true, isSettled: false },
] as const)(
  '$code is settled: $isSettled (last attempt: $isLastAttempt)',
  async ({ code, isLastAttempt, isSettled }) => {
    const error = new EarmarkError(code, 'no');
    const { deps, settled } = createDeps([first, second], error);
    const processed = processTagJob(delivery({ isLastAttempt }), deps, signal);
    if (isSettled) await processed;
    else await expect(processed).rejects.toBe(error);
    expect(settled.flatMap(({ outcomes }) => outcomes)).toMatchObject(
      isSettled ? [first, second].map((modelRowId) => ({ modelRowId, code })) : [],
    );
  },
);

test('a failure that may be the fault of this worker is not settled', async () => {
  const mine = new EarmarkError('SOURCE_DENIED', 'not mounted');
  const { deps, settled } = createDeps([first], new EarmarkError('SOURCE_NOT_FOUND', 'gone'));
  const checked: string[] = [];
  const checkSelf: SelfCheck = (code) => {
    checked.push(code);
    return Promise.reject(mine);
  };
  const processed = processTagJob(delivery({}), { ...deps, checkSelf }, signal);
  await expect(processed).rejects.toBe(mine);
  expect({ checked, settled }).toEqual({ checked: ['SOURCE_NOT_FOUND'], settled: [] });
});

function delivery(of: { readonly isLastAttempt?: boolean }) {
  const payload = {
    version: 2,
    runId: 3,
    trackId: 4,
    uri: 'file:///a.mp3',
    trackVersion: '1',
    modelRowIds: [1, 2],
    split: false,
    force: false,
  };
  const first = { attempt: 2, isLastAttempt: false, waitSeconds: 0, wasStalled: false };
  return { payload, ...first, ...of };
}

function createDeps(owed: readonly ModelRowId[], error?: EarmarkError) {
  const settled: EndedJob[] = [];
  const audio = {
    path: '',
    sizeBytes: 0,
    sha256: Buffer.alloc(32),
    release: () => Promise.resolve(),
  };
  const deps: ProcessTagJobDeps = {
    owedModels: () => Promise.resolve(owed.map((modelRowId) => ({ modelRowId }) as RequestedModel)),
    fetchAudio: () => (error ? Promise.reject(error) : Promise.resolve(audio)),
    findStored: () => Promise.resolve(new Map()),
    decodeAndScore: (_, models) =>
      Promise.resolve({
        outcomes: models.map(({ modelRowId }) => ({
          status: 'tagged',
          modelRowId,
          scores: Float32Array.of(0.5),
          nChunks: 1,
          embedding: null,
        })),
        durationSeconds: 1,
        level: null,
      }),
    readMetadata: () => Promise.resolve(null),
    checkSelf: () => Promise.resolve(),
    settle: (ended) => {
      settled.push(ended);
      return Promise.resolve();
    },
  };
  return { deps, settled };
}
