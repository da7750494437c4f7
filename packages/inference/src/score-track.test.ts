import { expect, test } from 'vitest';
import { createFeatures } from '@earmark/core/audio';
import { ModelRowId } from '@earmark/core/run';
import { type ModelChange, modelSpec } from '../../../test/support/model-spec.ts';
import type { NetworkOutput } from './onnx-session.ts';
import { type RequestedModel, scoreTrack, type ScoreTrackDeps } from './score-track.ts';

// Samples that say where they are; the front end passes them on, and a model scores the first of a chunk.
const waveform = new Float32Array(new SharedArrayBuffer(4 * 1_000));
waveform.set([...waveform.keys()]);
const input = { kind: 'waveform', waveform, sampleRate: 16_000 } as const;

const SPREAD = { rule: 'spread', count: 16 } as const;
const CENTRE = { rule: 'centre' } as const;

test.each([
  { chunks: { ...SPREAD, length: 200 }, nChunks: 16, score: 375, why: 'hops of 50 from 0' },
  { chunks: { ...CENTRE, length: 200 }, nChunks: 1, score: 400, why: 'as much on both sides' },
  { chunks: { ...SPREAD, length: 1_001 }, nChunks: 1, score: 0, why: 'shorter' },
  { chunks: { ...CENTRE, length: 1_001 }, nChunks: 1, score: 0, why: 'shorter' },
])('$chunks.rule of $chunks.length samples: $why', async ({ chunks, nChunks, score }) => {
  const { results } = await scoreTrack({ input, models: [model(1, { chunks })] }, createDeps());
  expect(results).toMatchObject([{ nChunks, scores: Float32Array.of(score), embedding: null }]);
});

test.each([
  { change: {}, nFeatures: 16, what: 'of one front end' },
  { change: { chunks: { ...CENTRE, length: 200 } }, nFeatures: 17, what: 'of two rules' },
  { change: { chunks: { ...SPREAD, length: 300 } }, nFeatures: 32, what: 'of two lengths' },
  { change: { network: { batch: 4 } }, nFeatures: 32, what: 'of two sizes of a batch' },
])('two models $what read $nFeatures features', async ({ change, nFeatures }) => {
  const deps = createDeps();
  const { results } = await scoreTrack({ input, models: [model(1, {}), model(2, change)] }, deps);
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
  const { results } = await scoreTrack({ input, models: [model(1, {})] }, deps);
  expect(results).toMatchObject([{ nChunks: 16, scores: Float32Array.of(375) }]);
  expect(deps.runs).toEqual(runs);
});

test('a network with a fixed batch gets whole batches', async () => {
  const deps = createDeps(1);
  await scoreTrack({ input, models: [model(1, { network: { batch: 6 } })] }, deps);
  expect(deps.runs).toEqual([6, 6, 4]);
});

test('the scores of the chunks are aggregated as the model says', async () => {
  const scores = { are: 'probabilities', labels: 'multi', aggregation: 'max' } as const;
  const { results } = await scoreTrack({ input, models: [model(1, { scores })] }, createDeps());
  expect(results).toMatchObject([{ scores: Float32Array.of(750) }]);
});

test('logits become probabilities before they are aggregated', async () => {
  const scores = { are: 'logits', labels: 'multi', aggregation: 'mean' } as const;
  const { results } = await scoreTrack({ input, models: [model(1, { scores })] }, createDeps());
  // The first chunk scores 0, and so one half; of the others every score is 1 in float32.
  expect(results).toMatchObject([{ scores: Float32Array.of((0.5 + 15) / 16) }]);
});

const BACKBONE = { network: { output: { embedding: 'embedding' } }, nDimensions: 2 } as const;

test('a network whose embedding several models read runs once, and is not a result', async () => {
  const parent = { ...model(9, BACKBONE), modelRowId: undefined };
  const deps = createDeps();
  const models = [head(1, parent, 'test/a'), head(2, parent, 'test/b')];
  const { results } = await scoreTrack({ input, models }, deps);
  // The embedding of a chunk is its first two samples, and a head scores the second.
  expect(results).toMatchObject([
    { modelRowId: 1, scores: Float32Array.of(376), nChunks: 16, embedding: null },
    { modelRowId: 2, scores: Float32Array.of(376), nChunks: 16, embedding: null },
  ]);
  expect(deps.nFeatures()).toBe(16);
  expect(deps.networks).toEqual(Array(16).fill(['test/model_9', 'test/a', 'test/b']).flat());
});

test('a network that is requested itself gives its scores and the mean of its embeddings, too', async () => {
  const parent = model(1, BACKBONE);
  const deps = createDeps(4);
  const models = [head(2, parent, 'test/a'), parent];
  const { results } = await scoreTrack({ input, models }, deps);
  expect(results).toContainEqual({
    ...{ modelRowId: 1, scores: Float32Array.of(375), nChunks: 16, inferSeconds: 0 },
    embedding: Float32Array.of(375, 376),
  });
  expect(deps.networks).toEqual(Array(4).fill(['test/model_1', 'test/a']).flat());
});

test('what reads the embedding of a network that fails, fails with it, and others do not', async () => {
  const broken = model(1, { ...BACKBONE, name: 'test/broken' });
  const models = [head(2, broken, 'test/a'), model(3, {})];
  const { results } = await scoreTrack({ input, models }, createDeps());
  expect(results).toMatchObject([
    { modelRowId: 2, failure: { code: 'INFERENCE_FAILED', message: 'broken' } },
    { modelRowId: 3, nChunks: 16 },
  ]);
});

test('a model that reads another rate is refused', async () => {
  const at48k = { ...input, sampleRate: 48_000 };
  const models = [model(1, {})];
  await expect(scoreTrack({ input: at48k, models }, createDeps())).rejects.toThrow(
    'test/model_1 reads 16000 Hz, not 48000 Hz',
  );
});

interface ObservedDeps extends ScoreTrackDeps {
  /** Chunks that a front end transformed. */
  readonly nFeatures: () => number;
  /** Chunks that a network read at a time. */
  readonly runs: readonly number[];
  /** The networks that ran, one after the other. */
  readonly networks: readonly string[];
}

/** Its "networks" score the first value of what they read, and heads the second; the embedding are the first two. */
function createDeps(chunksPerRun = 1): ObservedDeps {
  let nFeatures = 0;
  const runs: number[] = [];
  const networks: string[] = [];
  return {
    frontEndOf: ({ spec }) => {
      const { shape, chunksOf } = createFeatures(spec.input, spec.network.input.axes, null);
      return Promise.resolve({
        shape,
        chunksOf(samples) {
          const chunks = chunksOf(samples);
          return {
            count: chunks.count,
            features({ first, count }) {
              nFeatures += count;
              const size = shape[0] ?? 0;
              const features = new Float32Array(count * size);
              for (let i = 0; i < count; i++) {
                chunks.write(first + i, features.subarray(i * size, (i + 1) * size));
              }
              return features;
            },
          };
        },
      });
    },
    sessionOf: ({ spec, parent }) =>
      Promise.resolve({
        run(features, [size = 0]): Promise<NetworkOutput> {
          const nChunks = features.length / size;
          networks.push(spec.name);
          runs.push(nChunks);
          if (spec.name === 'test/broken') return Promise.reject(new Error('broken'));
          const rows = (first: number, length: number) =>
            Array.from({ length: nChunks }, (_, i) =>
              features.slice(i * size + first, i * size + first + length),
            );
          const embeddings = spec.network.output.embedding ? rows(0, 2) : [];
          return Promise.resolve({ scores: rows(parent ? 1 : 0, 1), embeddings });
        },
      }),
    chunksPerRun,
    now: () => 0,
    nFeatures: () => nFeatures,
    runs,
    networks,
  };
}

function model(id: number, change: ModelChange): RequestedModel {
  return {
    modelRowId: ModelRowId.parse(id),
    folder: '',
    parent: null,
    spec: modelSpec({
      name: `test/model_${String(id)}`,
      chunks: { ...SPREAD, length: 200 },
      ...change,
    }),
  };
}

/** Reads the embedding of another model. */
function head(
  id: number,
  parent: Omit<RequestedModel, 'modelRowId'>,
  name: string,
): RequestedModel {
  const reads = { kind: 'embedding', model: parent.spec.name } as const;
  return { ...model(id, { name, input: reads }), parent };
}
