import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { convertCheckpoint } from '@earmark/converter';
import type { Architecture } from '@earmark/core/model';
import { createChunkScorer, maxDifference, meanOfChunks } from '../support/chunk-scorer.ts';
import { variants } from '../support/longer-series.ts';
import { unpackRandomWeights } from '../support/random-weights.ts';
import { readFloats, readNpyFloats } from '../support/samples.ts';

const shared = process.env['EARMARK_GOLDEN'] ?? '';
const golden = join(shared, 'golden');
const missing = shared === '' || !existsSync(golden);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with golden/weights.');

interface Expected {
  readonly mean: readonly number[];
  readonly chunk_probs_first6: readonly (readonly number[])[];
}

interface Case {
  readonly model: string;
  readonly architecture: Architecture;
  /** Largest difference of a mean probability: float32 arithmetic in another order. */
  readonly tolerance: number;
}

// Trained networks are calm. Random weights spread the outputs from 0.02 to 0.98 and so magnify
// rounding; the reference itself is that far from float64.
const TRAINED: readonly Case[] = ['jamendo', 'mtat', 'msd'].flatMap((dataset) =>
  (['fcn', 'crnn', 'musicnn'] as const)
    .map((name) => ({ model: `${dataset}/${name}`, architecture: name, tolerance: 1e-5 }))
    .filter(({ model }) => model !== 'msd/musicnn'),
);

const RANDOM: readonly Case[] = [
  { model: 'synthetic/sample', architecture: 'sample', tolerance: 5e-5 },
  { model: 'synthetic/se', architecture: 'se', tolerance: 5e-5 },
  { model: 'synthetic/short', architecture: 'short', tolerance: 5e-5 },
  { model: 'synthetic/short_res', architecture: 'short_res', tolerance: 5e-5 },
  { model: 'synthetic/attention', architecture: 'attention', tolerance: 1.5e-4 },
  { model: 'synthetic/hcnn', architecture: 'hcnn', tolerance: 5e-5 },
];

const unpacked = missing ? undefined : unpackRandomWeights(golden);
afterAll(() => unpacked?.remove());

/** All in a longer series, else one that is longer than a chunk and one that is shorter. */
const clips = missing ? [] : clipsOf(readdirSync(join(golden, 'waveforms')));

function clipsOf(all: readonly string[]): readonly string[] {
  const isShort = (name: string) => name.startsWith('short');
  return [...variants(all.filter((name) => !isShort(name))), ...all.filter(isShort)];
}

describe.skipIf(missing)('converted models score the reference waveforms as published', () => {
  test.each(TRAINED)('$model', async ({ model, ...expectation }) => {
    await expectScores(join(golden, 'weights', model, 'best_model.pth'), expectation, (clip) => {
      return readExpected(join(golden, 'expected', model, `${clip}.json`));
    });
  });

  test.each(RANDOM)('$model', async ({ model, ...expectation }) => {
    await expectScores(join(unpacked!.path, model, 'best_model.pth'), expectation, (clip) => {
      return readExpected(join(golden, 'expected', model, `${clip}.json`));
    });
  });

  test('the starter model', async () => {
    const file = join(shared, 'starter', 'expected.json');
    const expected = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Expected>;
    await expectScores(
      join(shared, 'starter', 'best_model.pth'),
      { architecture: 'short', tolerance: 5e-5 },
      (clip) => expected[clip],
    );
  });
});

test.skipIf(missing)('the filters of hcnn are those of the reference', () => {
  const file = join(unpacked!.path, 'synthetic', 'hcnn', 'best_model.pth');
  const { frontEnd } = convertCheckpoint(readFileSync(file), 'hcnn');
  if (frontEnd.kind === 'waveform') throw new Error('hcnn reads log-mel spectrograms');
  const expected = readNpyFloats(join(golden, 'frontend', 'harmonic_fb_257x768.npy'));
  const actual = frontEnd.coefficients?.filterbank ?? [];
  // The reference computes the weights in float32, from frequencies up to 8000 Hz.
  expect(actual).toHaveLength(expected.length);
  expect(maxDifference(actual, expected)).toBeLessThan(1e-4);
});

async function expectScores(
  checkpoint: string,
  { architecture, tolerance }: Omit<Case, 'model'>,
  expectedOf: (clip: string) => Expected | undefined,
): Promise<void> {
  const score = await createChunkScorer(convertCheckpoint(readFileSync(checkpoint), architecture));
  for (const waveform of clips) {
    const clip = waveform.replace('.16k.f32', '');
    const expected = expectedOf(clip);
    if (!expected) throw new Error(`No expected scores of ${clip}`);
    const chunks = await score(readFloats(join(golden, 'waveforms', waveform)));
    const { mean, chunk_probs_first6: firstScores } = expected;
    expect(maxDifference(meanOfChunks(chunks), mean), `${clip}, mean`).toBeLessThan(tolerance);
    expect(chunks.length).toBe(firstScores.length);
    // One chunk alone differs by a few times as much as the mean of sixteen.
    const worst = chunks.map((scores, i) => maxDifference(scores, firstScores[i] ?? []));
    expect(Math.max(...worst), `${clip}, chunks`).toBeLessThan(4 * tolerance);
  }
}

function readExpected(path: string): Expected {
  return JSON.parse(readFileSync(path, 'utf8')) as Expected;
}
