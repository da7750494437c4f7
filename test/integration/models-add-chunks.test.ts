/** Added networks read the chunks of a track that their manifests say. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ModelName } from '@earmark/core/model';
import { inLongerSeries } from '../support/longer-series.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import {
  byTag,
  LENGTH,
  LOGITS,
  logitsByHand,
  manifest,
  mean,
  model,
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

const CASES: readonly WaveformCase[] = [
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
    what: 'that reads a longer chunk than the track, which is repeated',
    manifest: manifest({ chunks: { length: 12_000, short: 'repeat' } }),
    network: model({ input: ['batch', 12_000], length: 12_000 }),
    expected: byTag(sigmoids([logitsByHand([...range(0, 10_500), ...range(0, 1_500)])]), mean),
  },
  // They take the ways of those above.
  ...inLongerSeries<WaveformCase>([
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
      what: 'that reads a longer chunk than the track, filled up with silence',
      manifest: manifest({ chunks: { length: 12_000 } }),
      network: model({ input: ['batch', 12_000], length: 12_000 }),
      expected: byTag(
        sigmoids([logitsByHand([...range(0, 10_500), ...Array<number>(1_500).fill(0)])]),
        mean,
      ),
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
