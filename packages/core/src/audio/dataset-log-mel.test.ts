import { expect, test } from 'vitest';
import { createDatasetLogMel, DATASET_LOG_MEL, excerptOf } from './dataset-log-mel.ts';
import { createSpectrogram } from './spectrogram/spectrogram.ts';

/** A tone whose frequency and loudness change all the time. */
function sweep(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    return Math.sin(i / 1_000) * Math.sin((i * (i % 40_000)) / 200_000);
  });
}

const whole = createSpectrogram(DATASET_LOG_MEL, { layout: 'bands-first' });
const { hopLength } = DATASET_LOG_MEL;
/** After so many samples a block ends with a frame. */
const BLOCK = 8_192 * hopLength;

test.each([
  { nSamples: 349_200, what: '29.1 s' },
  { nSamples: BLOCK - hopLength / 2, what: 'just a block' },
  { nSamples: BLOCK - hopLength / 2 + 1, what: 'one sample more than a block' },
  { nSamples: 2 * BLOCK + 12_345, what: 'several blocks' },
])('the frames of $what are those of the whole', ({ nSamples }) => {
  const samples = sweep(nSamples);
  const { nFrames, values } = createDatasetLogMel()(samples);
  expect(nFrames).toBe(Math.ceil((nSamples + 256) / 256));
  expect(Buffer.from(values.buffer).equals(Buffer.from(whole.transform(samples).buffer))).toBe(
    true,
  );
});

test.each([1, 100, 256, 257, 511])('%i samples make frames, too', (nSamples) => {
  const { nFrames, values } = createDatasetLogMel()(sweep(nSamples));
  expect(nFrames).toBe(Math.ceil((nSamples + 256) / 256));
  expect(values.every((value) => value >= -100)).toBe(true);
});

test('the excerpt lies in the middle, and a shorter track has none', () => {
  const samples = Float32Array.from({ length: 349_205 }, (_, i) => i);
  expect(excerptOf(samples)).toHaveLength(349_200);
  expect(excerptOf(samples)?.[0]).toBe(2);
  expect(excerptOf(samples.subarray(6))).toBeUndefined();
});
