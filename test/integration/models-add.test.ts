/** Networks that read samples, written by hand, give as installed models the scores that are computed here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ModelName } from '@earmark/core/model';
import { softmax } from '../support/hand-network.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import {
  byTag,
  CHUNKS,
  LENGTH,
  LOGITS,
  LOGITS_OF_MANY,
  logitsByHand,
  manifest,
  mean,
  model,
  PROBABILITIES,
  range,
  sigmoids,
  TRACK,
  type WaveformCase,
  writtenOf,
} from '../support/waveform-tagger.ts';

let home: ModelHome;
beforeAll(() => {
  home = createModelHome();
});
afterAll(async () => {
  await home.remove();
});

const rowsOfChunks = CHUNKS.flatMap((chunk) => [chunk.slice(0, 2_000), chunk.slice(2_000)]);

const CASES: readonly WaveformCase[] = [
  {
    what: 'that reads samples in [batch, samples]',
    manifest: manifest({}),
    network: model(),
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
    what: 'whose score is the median of all chunks',
    manifest: manifest({ scores: { ...LOGITS_OF_MANY, aggregation: 'median' } }),
    network: model(),
    expected: byTag(sigmoids(LOGITS), (values) => values.toSorted((a, b) => a - b)[1]!),
  },
  // They take the ways of those above.
  ...inLongerSeries<WaveformCase>([
    {
      what: 'that gives probabilities itself',
      manifest: manifest({ scores: PROBABILITIES }),
      network: model({ activation: 'sigmoid' }),
      expected: byTag(sigmoids(LOGITS), mean),
    },
    {
      what: 'with a batch of 4 for 3 chunks',
      manifest: manifest({ network: { batch: 4 } }),
      network: model({ input: [4, LENGTH], nRows: 4 }),
      expected: byTag(sigmoids(LOGITS), mean),
    },
    {
      what: 'with a softmax in itself',
      manifest: manifest({
        scores: { are: 'probabilities', labels: 'single', aggregation: 'mean' },
      }),
      network: model({ activation: 'softmax' }),
      expected: byTag(LOGITS.map(softmax), mean),
    },
    {
      what: 'whose score is the highest of all chunks',
      manifest: manifest({ scores: { ...LOGITS_OF_MANY, aggregation: 'max' } }),
      network: model(),
      expected: byTag(sigmoids(LOGITS), (values) => Math.max(...values)),
    },
  ]),
];

test.each(CASES)('a network $what has the scores of its definition', async (one) => {
  // Of a name that no thread knows.
  const name = ModelName.parse(`mine/model_${String(CASES.indexOf(one))}`);
  const { installed } = await home.add(writtenOf(one), { name });
  expect(installed).toMatchObject({ name, nTags: 3 });
  const scored = await home.score([name], TRACK, 16_000);
  const { scores } = scored.get(name)!;
  expect(scores).toHaveLength(3);
  scores.forEach((score, tag) => {
    expect(Math.abs(score - one.expected[tag]!)).toBeLessThan(1e-5);
  });
});
