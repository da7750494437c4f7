/** Networks that read samples, written by hand, give as installed models the scores that are computed here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  dense,
  denseByHand,
  handNetwork,
  operation,
  partSizes,
  partSizesByHand,
  type Piece,
  randomLayer,
  sigmoid,
  softmax,
} from '../support/hand-network.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import { risingNoise } from '../support/rising-noise.ts';

let home: ModelHome;
beforeAll(() => {
  home = createModelHome();
});
afterAll(() => {
  home.remove();
});

const N_PARTS = 4;
const TAGS = ['low', 'middle', 'high'];
const LAYER = randomLayer(N_PARTS, TAGS.length);
const LENGTH = 4_000;

const TRACK = risingNoise(10_500);
/** Every 3,000 samples; behind them are 500 more. */
const CHUNKS = [range(0, 4_000), range(3_000, 7_000), range(6_000, 10_000)];
const LOGITS = CHUNKS.map(logitsByHand);

function range(from: number, to: number): number[] {
  return [...TRACK.subarray(from, to)];
}

function logitsByHand(samples: readonly number[]): number[] {
  return denseByHand(LAYER, partSizesByHand(samples, N_PARTS));
}

/** What `aggregate` makes of the values of all chunks, tag by tag. */
function byTag(
  chunks: readonly (readonly number[])[],
  aggregate: (values: readonly number[]) => number,
): number[] {
  return TAGS.map((_, tag) => aggregate(chunks.map((chunk) => chunk[tag]!)));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const sigmoids = (chunks: readonly (readonly number[])[]) => chunks.map((one) => one.map(sigmoid));

const ACTIVATIONS = {
  none: operation('Identity', ['logits'], 'scores'),
  sigmoid: operation('Sigmoid', ['logits'], 'scores'),
  softmax: operation('Softmax', ['logits'], 'scores', { axis: 1 }),
} as const satisfies Record<string, Piece>;

interface NetworkShape {
  readonly activation?: keyof typeof ACTIVATIONS;
  readonly input?: readonly (number | string)[];
  readonly nRows?: number | string;
  /** Samples of a row. */
  readonly length?: number;
}

function model({
  activation = 'none',
  input = ['batch', LENGTH],
  nRows = 'batch',
  length = LENGTH,
}: NetworkShape = {}) {
  return {
    inputs: { waveform: input },
    outputs: { scores: [nRows, TAGS.length] },
    pieces: [
      ...partSizes('waveform', 'features', { nParts: N_PARTS, length }),
      ...dense('features', 'logits', LAYER),
      ACTIVATIONS[activation],
    ],
  };
}

const PROBABILITIES = { are: 'probabilities', labels: 'multi', aggregation: 'mean' } as const;
const LOGITS_OF_MANY = { are: 'logits', labels: 'multi', aggregation: 'mean' } as const;

function manifest({
  network = {},
  chunks = {},
  scores = LOGITS_OF_MANY as object,
  sampleRate = 16_000,
}) {
  return {
    version: 2,
    name: 'mine/model',
    licence: 'unknown',
    network: {
      file: 'network.onnx',
      input: { axes: ['batch', 'samples'] },
      batch: 'any',
      ...network,
    },
    input: {
      kind: 'waveform',
      sampleRate,
      downmix: 'mean',
      chunks: {
        ...{ rule: 'hop', length: LENGTH, hop: 3_000, last: 'drop', short: 'silence' },
        ...chunks,
      },
    },
    scores,
    tags: TAGS,
  };
}

const rowsOfChunks = CHUNKS.flatMap((chunk) => [chunk.slice(0, 2_000), chunk.slice(2_000)]);

const CASES = [
  {
    what: 'that reads samples in [batch, samples]',
    manifest: manifest({}),
    network: model(),
    expected: byTag(sigmoids(LOGITS), mean),
  },
  {
    what: 'that gives probabilities itself',
    manifest: manifest({ scores: PROBABILITIES }),
    network: model({ activation: 'sigmoid' }),
    expected: byTag(sigmoids(LOGITS), mean),
  },
  {
    what: 'that reads samples in [samples] and gives two rows for a chunk',
    manifest: manifest({ network: { input: { axes: ['samples'] }, batch: 1 } }),
    network: model({ input: ['samples'], nRows: 'rows', length: 2_000 }),
    expected: byTag(sigmoids(rowsOfChunks.map(logitsByHand)), mean),
  },
  {
    what: 'that gives two rows for each chunk of a batch',
    manifest: manifest({ network: { batch: 2 } }),
    network: model({ input: [2, LENGTH], nRows: 'rows', length: 2_000 }),
    expected: byTag(sigmoids(rowsOfChunks.map(logitsByHand)), mean),
  },
  {
    what: 'with a channel axis and an input of another name',
    manifest: manifest({
      network: { input: { name: 'waveform', axes: ['batch', 'channel', 'samples'] } },
    }),
    network: model({ input: ['batch', 1, LENGTH] }),
    expected: byTag(sigmoids(LOGITS), mean),
  },
  {
    what: 'with a batch of 4 for 3 chunks',
    manifest: manifest({ network: { batch: 4 } }),
    network: model({ input: [4, LENGTH], nRows: 4 }),
    expected: byTag(sigmoids(LOGITS), mean),
  },
  {
    what: 'with a batch of 4 for 7 chunks',
    manifest: manifest({ network: { batch: 4 }, chunks: { hop: 1_000 } }),
    network: model({ input: [4, LENGTH], nRows: 4 }),
    expected: byTag(
      sigmoids(
        [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000].map((start) =>
          logitsByHand(range(start, start + LENGTH)),
        ),
      ),
      mean,
    ),
  },
  {
    what: 'with logits of tags of which one is true',
    manifest: manifest({ scores: { are: 'logits', labels: 'single', aggregation: 'mean' } }),
    network: model(),
    expected: byTag(LOGITS.map(softmax), mean),
  },
  {
    what: 'with a softmax in itself',
    manifest: manifest({ scores: { are: 'probabilities', labels: 'single', aggregation: 'mean' } }),
    network: model({ activation: 'softmax' }),
    expected: byTag(LOGITS.map(softmax), mean),
  },
  {
    what: 'whose score is the highest of all chunks',
    manifest: manifest({ scores: { ...LOGITS_OF_MANY, aggregation: 'max' } }),
    network: model(),
    expected: byTag(sigmoids(LOGITS), (values) => Math.max(...values)),
  },
  {
    what: 'whose score is the median of all chunks',
    manifest: manifest({ scores: { ...LOGITS_OF_MANY, aggregation: 'median' } }),
    network: model(),
    expected: byTag(sigmoids(LOGITS), (values) => values.toSorted((a, b) => a - b)[1]!),
  },
  {
    what: 'that reads the rest filled up with silence',
    manifest: manifest({ chunks: { last: 'silence' } }),
    network: model(),
    expected: byTag(
      sigmoids([
        ...LOGITS,
        logitsByHand([...range(9_000, 10_500), ...Array<number>(2_500).fill(0)]),
      ]),
      mean,
    ),
  },
  {
    what: 'that reads the rest repeated',
    manifest: manifest({ chunks: { last: 'repeat' } }),
    network: model(),
    expected: byTag(
      sigmoids([
        ...LOGITS,
        logitsByHand([
          ...[...range(9_000, 10_500), ...range(9_000, 10_500)],
          ...range(9_000, 10_000),
        ]),
      ]),
      mean,
    ),
  },
  {
    what: 'that reads the end',
    manifest: manifest({ chunks: { last: 'align-end' } }),
    network: model(),
    expected: byTag(sigmoids([...LOGITS, logitsByHand(range(6_500, 10_500))]), mean),
  },
  {
    what: 'that reads the middle',
    manifest: manifest({ chunks: { rule: 'centre', hop: undefined, last: undefined } }),
    network: model(),
    expected: byTag(sigmoids([logitsByHand(range(3_250, 7_250))]), mean),
  },
  {
    what: 'that reads five chunks evenly spread',
    manifest: manifest({ chunks: { rule: 'spread', count: 5, hop: undefined, last: undefined } }),
    network: model(),
    expected: byTag(
      sigmoids(
        [0, 1_300, 2_600, 3_900, 5_200].map((start) => logitsByHand(range(start, start + LENGTH))),
      ),
      mean,
    ),
  },
  {
    what: 'that reads a longer chunk than the track, filled up with silence',
    manifest: manifest({ chunks: { length: 12_000 } }),
    network: model({ input: ['batch', 12_000], length: 12_000 }),
    expected: byTag(
      sigmoids([logitsByHand([...range(0, 10_500), ...Array<number>(1_500).fill(0)])]),
      mean,
    ),
  },
  {
    what: 'that reads a longer chunk than the track, which is repeated',
    manifest: manifest({ chunks: { length: 12_000, short: 'repeat' } }),
    network: model({ input: ['batch', 12_000], length: 12_000 }),
    expected: byTag(sigmoids([logitsByHand([...range(0, 10_500), ...range(0, 1_500)])]), mean),
  },
];

test.each(CASES)('a network $what has the scores of its definition', async (one) => {
  const written = { manifest: one.manifest, network: handNetwork(one.network) };
  const { installed } = await home.add(written);
  expect(installed).toMatchObject({ name: 'mine/model', nTags: 3 });
  await expectScores(one.expected);
});

async function expectScores(expected: readonly number[], sampleRate = 16_000): Promise<void> {
  const scored = await home.score(['mine/model'], TRACK, sampleRate);
  const { scores } = scored.get('mine/model')!;
  expect(scores).toHaveLength(expected.length);
  scores.forEach((score, tag) => {
    expect(Math.abs(score - expected[tag]!)).toBeLessThan(1e-5);
  });
}
