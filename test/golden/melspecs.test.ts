/** The mel-spectrograms of the dataset: as the reference makes them, and as the baseline reads them instead of audio. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { convertCheckpoint, type ConvertedModel } from '@earmark/converter';
import {
  centredFrames,
  createDatasetLogMel,
  DATASET_LOG_MEL,
  excerptOf,
  type LogMelSpectrogram,
} from '@earmark/core/audio';
import { createChunkScorer, createSession, maxDifference } from '../support/chunk-scorer.ts';
import { decodedOnce, decoderKinds } from '../support/decoders.ts';
import { variants } from '../support/longer-series.ts';
import { readNpyFloats } from '../support/samples.ts';

const golden = join(process.env['EARMARK_GOLDEN'] ?? '', 'golden');
const folder = join(golden, 'mtg-baseline');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(folder);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with golden/mtg-baseline.');

const N_FRAMES = 1_366;
/** The reference features are of so many samples in the middle of the clip. */
const REFERENCE_LENGTH = N_FRAMES * DATASET_LOG_MEL.hopLength;

const cases = missing ? [] : readCases();
const toLogMel = createDatasetLogMel();

/** One clip with each further decoder, unless it is a longer series. */
const kinds = decoderKinds.map((kind, i) => ({
  ...kind,
  cases: i === 0 ? cases : variants(cases),
}));

describe.skipIf(missing).each(kinds)(
  'mel-spectrograms by the $kind decoder',
  ({ create, cases }) => {
    const decoderOf = (sampleRate: number) => {
      const waveformOf = decodedOnce(create({}, sampleRate));
      return (clip: string) => waveformOf(join(golden, 'audio', clip));
    };
    const decode = decoderOf(DATASET_LOG_MEL.sampleRate);
    const decodeTo16k = decoderOf(16_000);

    let model: ConvertedModel;
    let session: InferenceSession;
    beforeAll(async () => {
      const file = readFileSync(join(golden, 'weights/mtg-baseline/best_model.pth'));
      model = convertCheckpoint(file, 'baseline');
      session = await createSession(model.onnx);
    });
    const scoresOf = async (logMel: LogMelSpectrogram) => {
      const input = new Tensor('float32', centredFrames(logMel, N_FRAMES), [1, 96, N_FRAMES]);
      return (await session.run({ log_mel: input }))['scores']!.data as Float32Array;
    };

    // The reference is rounded to 1/32 dB: measured 0.0157 dB with ffmpeg, half of that step, and 0.08 dB with the other resampler.
    test.each(cases)('of $clip are those of the reference', async ({ features, clip }) => {
      const waveform = await decode(clip);
      const start = Math.floor((waveform.length - REFERENCE_LENGTH) / 2);
      const made = toLogMel(waveform.subarray(start, start + REFERENCE_LENGTH));
      const ours = made.values.filter((_, i) => i % made.nFrames < N_FRAMES);
      const expected = readNpyFloats(join(folder, `${features}.npy`));
      const loud = (values: Float32Array) => values.filter((_, i) => expected[i]! > -60);
      expect(maxDifference(loud(ours), loud(expected))).toBeLessThan(0.1);
    });

    test.each(cases)('of $clip have the scores of the audio', async ({ clip }) => {
      const score = await createChunkScorer(model);
      const audio = await decodeTo16k(clip);
      const { length } = model.cut.chunks;
      const start = Math.floor((audio.length - length) / 2);
      const [scores = []] = await score(audio.subarray(start, start + length));
      const waveform = await decode(clip);
      const excerpt = await scoresOf(toLogMel(excerptOf(waveform)!));
      // Measured 2e-4.
      expect(maxDifference(excerpt, scores)).toBeLessThan(1e-3);
      // The frames of a whole track lie up to half a hop beside those of the excerpt, which matters to the network: measured 0.055.
      const whole = await scoresOf(toLogMel(waveform));
      expect(maxDifference(whole, scores)).toBeLessThan(0.08);
    });
  },
);

function readCases() {
  const file = readFileSync(join(folder, 'expected.json'), 'utf8');
  const expected = JSON.parse(file) as Record<string, { readonly clip: string }>;
  return Object.entries(expected).map(([features, { clip }]) => ({ features, clip }));
}
