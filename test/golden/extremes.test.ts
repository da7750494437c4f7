/** Scores of waveforms that are as silent, loud or short as they come. */
import { describe, expect, test } from 'vitest';
import { convertCheckpoint } from '@earmark/converter';
import type { Architecture } from '@earmark/core/model';
import { meanScores } from '@earmark/core/tagging';
import { createChunkScorer, maxDifference } from '../support/chunk-scorer.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { TINY_MODELS, tinyCheckpoint, tinyClip, type TinyModel } from '../support/tiny-models.ts';

const music = tinyClip();

describe.each(TINY_MODELS)('$architecture', ({ architecture, inputLength }) => {
  const model = convertCheckpoint(tinyCheckpoint(architecture), architecture);
  const scorer = createChunkScorer(model);

  test.each([
    { sound: 'silence', samples: new Float32Array(inputLength) },
    { sound: 'music clipped at full scale', samples: clipped(loop(inputLength)) },
    { sound: 'a full-scale square wave', samples: squareWave(inputLength) },
    { sound: 'samples over full scale', samples: loop(inputLength).map((sample) => 8 * sample) },
    { sound: 'the quietest samples there are', samples: new Float32Array(inputLength).fill(1e-45) },
    { sound: 'a tenth of a second', samples: music.subarray(0, 1_600) },
    { sound: 'one sample', samples: music.subarray(0, 1) },
  ])('scores $sound between 0 and 1', async ({ samples }) => {
    const chunks = await (await scorer)(samples);
    for (const scores of chunks) {
      expect(scores).toHaveLength(50);
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    }
  });

  test('a short waveform is one chunk that ends in zeros', async () => {
    const padded = new Float32Array(inputLength);
    padded.set(music.subarray(0, 1_600));
    const score = await scorer;
    const [first] = await score(padded);
    expect(await score(music.subarray(0, 1_600))).toEqual([first]);
  });
});

/** One for each kind of input, the one with the shortest chunk; in a longer series all of them. */
const OF_EACH_INPUT: readonly Architecture[] = ['musicnn', 'sample', 'short', 'hcnn'];
const isOfThem = ({ architecture }: TinyModel) => OF_EACH_INPUT.includes(architecture);

describe.each([
  ...TINY_MODELS.filter(isOfThem),
  ...inLongerSeries(TINY_MODELS.filter((model) => !isOfThem(model))),
])('$architecture', ({ architecture, inputLength }) => {
  const model = convertCheckpoint(tinyCheckpoint(architecture), architecture);

  // Hops of 0 and 1 samples, with the longest rests and, in a longer series, with none.
  test.each([15, 31, ...inLongerSeries([0, 16])])(
    '%d samples over a chunk give the mean of 16',
    async (nMore) => {
      const waveform = loop(inputLength + nMore);
      const hop = nMore < 16 ? 0 : 1;
      const scoreFirst = await createChunkScorer(model, { starts: () => [0] });
      const apart: Float32Array[] = [];
      for (let i = 0; i < 16; i++) apart.push(...(await scoreFirst(waveform.slice(i * hop))));
      const naive = apart[0]!.map((_, tag) => {
        return apart.reduce((sum, scores) => sum + scores[tag]! / 16, 0);
      });

      const score = await createChunkScorer(model);
      const chunks = await score(waveform);
      expect(chunks).toEqual(apart);
      expect(maxDifference(meanScores(chunks), naive)).toBeLessThan(1e-7);
    },
  );
});

/** The clip, over and over. */
function loop(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => music[i % music.length]!);
}

/** What a recording far too loud leaves: mostly -1 and 1. */
function clipped(samples: Float32Array): Float32Array {
  return samples.map((sample) => Math.max(-1, Math.min(1, 100 * sample)));
}

/** 200 Hz. */
function squareWave(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (i % 80 < 40 ? 1 : -1));
}
