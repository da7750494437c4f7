import { expect, test } from 'vitest';
import { ModelRowId } from '@earmark/core/run';
import { modelSpec } from '../../../test/support/model-spec.ts';
import { type RequestedModel, scoreTrack, type ScoreTrackDeps } from './score-track.ts';

// Samples that say where they are; the front end passes them on, and a model scores the first of a chunk.
const waveform = new Float32Array(new SharedArrayBuffer(4 * 1_000));
waveform.set([...waveform.keys()]);
const input = { kind: 'waveform', waveform, sampleRate: 16_000 } as const;

test.each([
  { scoring: 'mean-of-16-1', inputLength: 200, nChunks: 16, score: 375, why: 'hops of 50 from 0' },
  { scoring: 'centre-1', inputLength: 200, nChunks: 1, score: 400, why: 'as much on both sides' },
  { scoring: 'mean-of-16-1', inputLength: 1_001, nChunks: 1, score: 0, why: 'shorter' },
  { scoring: 'centre-1', inputLength: 1_001, nChunks: 1, score: 0, why: 'shorter' },
])('$scoring of $inputLength samples: $why', async ({ scoring, inputLength, nChunks, score }) => {
  const { results } = await scoreTrack(
    { input, models: [model({ scoring, inputLength })] },
    createDeps(),
  );
  expect(results).toMatchObject([{ nChunks, scores: Float32Array.of(score) }]);
});

test.each([
  { change: {}, nFeatures: 16, what: 'of one front end' },
  { change: { scoring: 'centre-1' }, nFeatures: 17, what: 'of two rules' },
  { change: { inputLength: 300 }, nFeatures: 32, what: 'of two lengths' },
  { change: { sampleRate: 12_000 }, nFeatures: 32, what: 'of two rates' },
  { change: { edges: 'zeros' }, nFeatures: 32, what: 'of two kinds of ends' },
])('two models $what read $nFeatures features', async ({ change, nFeatures }) => {
  const deps = createDeps();
  const models = [model({}), { ...model(change), modelRowId: ModelRowId.parse(2) }];
  const { results } = await scoreTrack({ input, models }, deps);
  expect(results.map(({ modelRowId }) => modelRowId)).toEqual([1, 2]);
  expect(deps.nFeatures()).toBe(nFeatures);
});

test.each([
  { chunksPerRun: 1, runs: Array<number>(16).fill(1) },
  { chunksPerRun: 5, runs: [5, 5, 5, 1] },
  { chunksPerRun: 8, runs: [8, 8] },
  { chunksPerRun: 32, runs: [16] },
])('$chunksPerRun chunks at a time give the same scores', async ({ chunksPerRun, runs }) => {
  const deps = createDeps(chunksPerRun);
  const { results } = await scoreTrack({ input, models: [model({})] }, deps);
  expect(results).toMatchObject([{ nChunks: 16, scores: Float32Array.of(375) }]);
  expect(deps.runs).toEqual(runs);
});

test('a model that reads another rate is refused', async () => {
  const at48k = { ...input, sampleRate: 48_000 };
  const models = [model({})];
  await expect(scoreTrack({ input: at48k, models }, createDeps())).rejects.toThrow(
    'x/y reads 16000 Hz, not 48000 Hz',
  );
});

interface ObservedDeps extends ScoreTrackDeps {
  /** Chunks that a front end transformed. */
  readonly nFeatures: () => number;
  /** Chunks that a network read at a time. */
  readonly runs: readonly number[];
}

/** Its "network" scores the first sample of each chunk. */
function createDeps(chunksPerRun = 1): ObservedDeps {
  let nFeatures = 0;
  const runs: number[] = [];
  const transform = (chunks: readonly Float32Array[]) => {
    nFeatures += chunks.length;
    return Float32Array.from(chunks.flatMap((chunk) => [...chunk]));
  };
  return {
    frontEndOf: ({ spec: { inputLength } }) => Promise.resolve({ shape: [inputLength], transform }),
    sessionOf: () =>
      Promise.resolve({
        score(features, [size = 0]) {
          const nChunks = features.length / size;
          runs.push(nChunks);
          return Promise.resolve(
            Array.from({ length: nChunks }, (_, i) => features.slice(i * size, i * size + 1)),
          );
        },
      }),
    chunksPerRun,
    now: () => 0,
    nFeatures: () => nFeatures,
    runs,
  };
}

function model(change: {
  readonly scoring?: string;
  readonly inputLength?: number;
  readonly sampleRate?: number;
  readonly edges?: string;
}): RequestedModel {
  const { scoring, inputLength = 200, ...frontEnd } = change;
  const stft = { kind: 'log-mel', nFft: 512, hopLength: 256, nMels: 96, sha256: '0'.repeat(64) };
  return {
    modelRowId: ModelRowId.parse(1),
    folder: '',
    spec: modelSpec({
      name: 'x/y',
      architecture: 'fcn',
      inputLength,
      scoring,
      frontEnd: { ...stft, ...frontEnd },
    }),
  };
}
