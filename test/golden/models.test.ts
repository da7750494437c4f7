import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { convertCheckpoint, type ConvertedModel } from '@earmark/converter';
import type { Architecture } from '@earmark/core/model';
import { createChunkScorer, maxDifference, meanOfChunks } from '../support/chunk-scorer.ts';
import { inLongerSeries, variants } from '../support/longer-series.ts';
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
const TRAINED: readonly Case[] = variants(['jamendo', 'mtat', 'msd']).flatMap((dataset) =>
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

// What others counted of the whole networks. Random weights have no silent channels, so that none is pruned; hcnn
// reads 6 channels and 2 of zeros; in a trained fcn no channel is silent, in a trained crnn a third of the work is.
const ARITHMETIC = [
  { model: 'jamendo/fcn', architecture: 'fcn', gflop: 68.9 },
  { model: 'jamendo/crnn', architecture: 'crnn', gflop: 88.4 },
  { model: 'synthetic/sample', architecture: 'sample', gflop: 55.3 },
  { model: 'synthetic/se', architecture: 'se', gflop: 155.5 },
  { model: 'synthetic/short', architecture: 'short', gflop: 64.4 },
  { model: 'synthetic/short_res', architecture: 'short_res', gflop: 88.7 },
  { model: 'synthetic/attention', architecture: 'attention', gflop: 428.2 },
  { model: 'synthetic/hcnn', architecture: 'hcnn', gflop: 138.5 },
] as const;

const unpacked = missing ? undefined : unpackRandomWeights(golden);
afterAll(() => unpacked?.remove());

const converted = new Map<string, ConvertedModel>();
/** Converted once for all tests. */
function convert({ model, architecture }: Pick<Case, 'model' | 'architecture'>): ConvertedModel {
  const folder = model.startsWith('synthetic/') ? unpacked!.path : join(golden, 'weights');
  const found =
    converted.get(model) ??
    convertCheckpoint(readFileSync(join(folder, model, 'best_model.pth')), architecture);
  converted.set(model, found);
  return found;
}

/** All in a longer series, else one that is longer than a chunk and one that is shorter. */
const waveforms = missing ? [] : readdirSync(join(golden, 'waveforms'));
const shortClips = waveforms.filter((name) => name.startsWith('short'));
const longClips = waveforms.filter((name) => !shortClips.includes(name));
const clips = [...variants(longClips), ...shortClips];
/** One chunk tells whether a network is the right one; how sixteen are cut and joined is the same for all. */
const clipsOfRandom = [...inLongerSeries(longClips), ...shortClips];

describe.skipIf(missing)('converted models score the reference waveforms as published', () => {
  test.each([
    ...TRAINED.map((one) => ({ ...one, clips })),
    ...RANDOM.map((one) => ({ ...one, clips: clipsOfRandom })),
  ])('$model', async (one) => {
    await expectScores(convert(one), one, (clip) => {
      const file = join(golden, 'expected', one.model, `${clip}.json`);
      return JSON.parse(readFileSync(file, 'utf8')) as Expected;
    });
  });

  test('the starter model', async () => {
    const folder = join(shared, 'starter');
    const text = readFileSync(join(folder, 'expected.json'), 'utf8');
    const expected = JSON.parse(text) as Record<string, Expected>;
    const model = convertCheckpoint(readFileSync(join(folder, 'best_model.pth')), 'short');
    await expectScores(model, { clips, tolerance: 5e-5 }, (clip) => expected[clip]);
  });
});

test.skipIf(missing).each(ARITHMETIC)('a track costs $model $gflop GFLOP', ({ gflop, ...one }) => {
  const { nMacs, cut } = convert(one);
  const nChunks = cut.chunks.rule === 'spread' ? cut.chunks.count : 1;
  expect((2 * nChunks * nMacs) / 1e9).toBeCloseTo(gflop, 1);
});

test.skipIf(missing)('the filters of hcnn are those of the reference', () => {
  const { frontEnd } = convert({ model: 'synthetic/hcnn', architecture: 'hcnn' });
  if (frontEnd.kind === 'waveform') throw new Error('hcnn reads log-mel spectrograms');
  const expected = readNpyFloats(join(golden, 'frontend', 'harmonic_fb_257x768.npy'));
  const actual = frontEnd.coefficients?.filterbank ?? [];
  // The reference computes the weights in float32, from frequencies up to 8000 Hz.
  expect(actual).toHaveLength(expected.length);
  expect(maxDifference(actual, expected)).toBeLessThan(1e-4);
});

async function expectScores(
  model: ConvertedModel,
  { clips, tolerance }: { readonly clips: readonly string[]; readonly tolerance: number },
  expectedOf: (clip: string) => Expected | undefined,
): Promise<void> {
  const score = await createChunkScorer(model);
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
