import { expect, test } from 'vitest';
import { PRESETS } from '../../../../../test/support/spectrogram-presets.ts';
import { spectrogramByDefinition } from '../../../../../test/support/spectrogram-by-definition.ts';
import type { SpectrogramSpec } from '../../model/spectrogram-spec.ts';
import { createDatasetLogMel } from '../dataset-log-mel.ts';
import { countFrames } from './padding.ts';
import { createSpectrogram } from './spectrogram.ts';

const BANDS_FIRST = { layout: 'bands-first' } as const;

/** Small enough for sums over all samples, with frames that are shorter than the transform. */
const SMALL: SpectrogramSpec = {
  ...PRESETS.torchaudio,
  ...{ frameLength: 48, fftLength: 64, hopLength: 20 },
  mel: { ...PRESETS.torchaudio.mel!, nMels: 8 },
};
const { mel, logarithm } = SMALL as typeof SMALL & { mel: object; logarithm: object };

const ROWS: Readonly<Record<string, Partial<SpectrogramSpec>>> = {
  'a symmetric Hann window': { window: 'hann-symmetric' },
  'a Hamming window': { window: 'hamming' },
  'a symmetric Hamming window': { window: 'hamming-symmetric' },
  'a Blackman window': { window: 'blackman' },
  'a symmetric Blackman window': { window: 'blackman-symmetric' },
  'a rectangular window': { window: 'rectangular' },
  'frames that lie in the chunk': { padding: 'none' },
  'zeros beyond the ends': { padding: 'constant' },
  'zeros and a frame more': { padding: 'essentia' },
  'frames of an odd length': { frameLength: 47 },
  'a hop longer than a frame': { hopLength: 55, padding: 'essentia' },
  magnitudes: { spectrum: 'magnitude' },
  'bands from 200 to 5000 Hz': { mel: { ...mel, fMin: 200, fMax: 5_000 } },
  "Slaney's scale": { mel: { ...mel, scale: 'slaney' } },
  'triangles of area 1': { mel: { ...mel, norm: 'slaney' } },
  'weights that add up to 1': { mel: { ...mel, norm: 'unit-sum' } },
  'triangles over mel': { mel: { ...mel, triangles: 'mel' } },
  'bins instead of bands': { mel: null },
  'empty bands': { mel: { ...mel, nMels: 40, allowEmptyBands: true } },
  'no logarithm': { logarithm: null },
  'the logarithm of magnitudes, without an offset': {
    ...{ spectrum: 'magnitude', logarithm: { ...logarithm, unit: 'ln', floor: 0.5 } },
  },
  'a logarithm with scale and offset': {
    logarithm: { unit: 'log10', scale: 10_000, offset: 1, floor: 0 },
  },
  'one mean and one standard deviation': { normalisation: { mean: 3, standardDeviation: 2.5 } },
  'a mean and a standard deviation for each band': {
    normalisation: { mean: [1, 2, 3, 4, 5, 6, 7, 8], standardDeviation: [1, 2, 3, 4, 5, 6, 7, 8] },
  },
  'normalised magnitudes without a logarithm': {
    ...{ spectrum: 'magnitude', logarithm: null },
    normalisation: { mean: 3, standardDeviation: 2.5 },
  },
};

test.each(Object.keys(ROWS))('%s: equal to the definition as plain sums', (row) => {
  const spec = { ...SMALL, ...ROWS[row] };
  expectByDefinition(spec, 333);
});

test.each(Object.keys(PRESETS))('%s: equal to the definition as plain sums', (name) => {
  const spec = PRESETS[name as keyof typeof PRESETS];
  expectByDefinition(spec, spec.fftLength + 2 * spec.hopLength + 7);
});

test.each([48, 50, 52, 60, 66, 100, 120, 122, 150, 250, 300, 480, 882])(
  'a transform of %i points is equal to the definition',
  (fftLength) => {
    expectByDefinition({ ...SMALL, frameLength: 48, fftLength }, 333);
  },
);

test('the spectrograms of the dataset are one case, to the last digit', () => {
  const samples = noise(30_000);
  const { values } = createDatasetLogMel()(samples);
  expect(createSpectrogram(PRESETS.dataset, BANDS_FIRST).transform(samples)).toEqual(values);
});

test('frames first is the transpose of bands first', () => {
  const samples = noise(333);
  const values = createSpectrogram(SMALL, BANDS_FIRST).transform(samples);
  const transposed = createSpectrogram(SMALL, { layout: 'frames-first' }).transform(samples);
  const [nBands, nFrames] = [8, countFrames(SMALL, 333)];
  expect(transposed).toHaveLength(nBands * nFrames);
  transposed.forEach((value, i) => {
    expect(value).toBe(values[(i % nBands) * nFrames + Math.floor(i / nBands)]);
  });
});

test.each([
  { padding: 'none', hopLength: 20 },
  { padding: 'reflect', hopLength: 20 },
  { padding: 'reflect', hopLength: 5 },
  { padding: 'constant', hopLength: 7 },
  { padding: 'essentia', hopLength: 20 },
  { padding: 'essentia', hopLength: 55 },
] as const)(
  'any range of frames, $hopLength apart with the padding $padding, is that of the whole, to the last digit',
  ({ padding, hopLength }) => {
    const spec = { ...SMALL, padding, hopLength };
    const { transform, frames } = createSpectrogram(spec, { layout: 'frames-first' });
    const samples = noise(333);
    const whole = transform(samples);
    const nFrames = countFrames(spec, samples.length);
    for (let first = 0; first < nFrames; first++) {
      for (const length of [1, 4, 7, nFrames]) {
        const count = Math.min(length, nFrames - first);
        const range = frames(samples, { first, count });
        expect(range).toEqual(whole.subarray(8 * first, 8 * (first + count)));
      }
    }
  },
);

/** One band for each bin of 4 points: the powers themselves. */
const STORED: SpectrogramSpec = {
  ...SMALL,
  ...{ frameLength: 4, fftLength: 4, hopLength: 4, window: 'stored', mel: null },
  stored: { file: 'bands.f32', sha256: '0'.repeat(64), nBands: 3 },
  logarithm: { unit: 'db', scale: 1, offset: 0, floor: 1e-10 },
};

test('a stored window and stored filters are used as they are', () => {
  const coefficients = { window: Float32Array.of(1, 2, 3, 4), filterbank: noise(9) };
  const spec = { ...STORED, padding: 'none', logarithm: null } as const;
  const samples = Float32Array.of(0.5, -1, 0.25, 2);
  const actual = createSpectrogram(spec, { ...BANDS_FIRST, coefficients }).transform(samples);
  const [a = 0, b = 0, c = 0, d = 0] = samples.map((x, i) => x * coefficients.window[i]!);
  const powers = [(a + b + c + d) ** 2, (a - c) ** 2 + (d - b) ** 2, (a - b + c - d) ** 2];
  const expected = [0, 1, 2].map((band) =>
    powers.reduce((sum, power, bin) => sum + power * coefficients.filterbank[3 * bin + band]!, 0),
  );
  expect(relativeError(actual, expected)).toBeLessThan(1e-6);
  expect(() => createSpectrogram(spec, BANDS_FIRST)).toThrow(/stored coefficients .* are missing/);
});

test('decibels equal ten times the logarithm, within 2e-5 dB, and the floor is -100 dB', () => {
  const powers = Float32Array.from({ length: 60_000 }, (_, i) => 10 ** (-9.99 + 0.000_37 * i));
  const decibels = decibelsOf(powers);
  const errors = powers.map((power, i) => Math.abs(decibels[i]! - 10 * Math.log10(power)));
  expect(Math.max(...errors)).toBeLessThan(2e-5);
  expect(decibelsOf(Float32Array.of(0, 1e-30, 9.9e-11))).toEqual(Float32Array.of(-100, -100, -100));
});

/** By bands that weigh a power of 1, which the window leaves of the samples. */
function decibelsOf(powers: Float32Array): Float32Array {
  const filterbank = new Float32Array(3 * powers.length);
  filterbank.set(powers);
  const coefficients = { window: Float32Array.of(1, 0, 0, 0), filterbank };
  const stored = { ...STORED.stored!, nBands: powers.length };
  const { transform } = createSpectrogram(
    { ...STORED, padding: 'none', stored },
    { ...BANDS_FIRST, coefficients },
  );
  return transform(Float32Array.of(1, 1, 1, 1));
}

test('a chunk depends on no other before it, even with samples that are no numbers', () => {
  const { transform } = createSpectrogram(SMALL, BANDS_FIRST);
  const first = transform(noise(200));
  const broken = transform(new Float32Array(4_000).fill(NaN));
  expect(broken.every(Number.isNaN)).toBe(true);
  expect(transform(noise(200))).toEqual(first);
});

test('one array can be reused for all chunks', () => {
  const { transform } = createSpectrogram(SMALL, BANDS_FIRST);
  const out = new Float32Array(8 * countFrames(SMALL, 333));
  expect(transform(noise(333), out)).toBe(out);
  expect(out).toEqual(transform(noise(333)));
});

test.each<{ padding: SpectrogramSpec['padding']; least: number }>([
  { padding: 'none', least: 48 },
  { padding: 'reflect', least: 25 },
  { padding: 'constant', least: 1 },
  { padding: 'essentia', least: 1 },
])('with the padding $padding a chunk has $least samples or more', ({ padding, least }) => {
  const spec = { ...SMALL, padding };
  const { transform } = createSpectrogram(spec, BANDS_FIRST);
  expect(transform(noise(least))).toHaveLength(8 * countFrames(spec, least));
  expect(() => transform(noise(least - 1))).toThrow(RangeError);
  expect(() => countFrames(spec, least - 1)).toThrow(RangeError);
});

test.each([
  {
    nMels: 128,
    says: /^Band 1 of 128, from 0.0 to 27.9 Hz, is empty: .* 31.3 Hz apart. .*allowEmptyBands/,
  },
  { nMels: 200, says: /^Band 1 of 200, from 0.0 to 17.8 Hz, is empty, and \d+ of the others are/ },
])('an empty band of $nMels is refused with its limits and what can be done', ({ nMels, says }) => {
  const narrow = { ...PRESETS.torchaudio.mel!, nMels };
  expect(() => createSpectrogram({ ...PRESETS.torchaudio, mel: narrow }, BANDS_FIRST)).toThrow(
    says,
  );
});

test('all that is wrong with a specification is said at once', () => {
  const wrong = { ...SMALL, hopLength: 0, mel: { ...mel, fMax: -1 } };
  expect(() => createSpectrogram({ ...SMALL, hopLength: 0 }, BANDS_FIRST)).toThrow(
    new RangeError(
      'The specification of the spectrogram is not valid: hopLength must be a whole number of samples, 1 or more.',
    ),
  );
  expect(() => createSpectrogram({ ...wrong, hopLength: 20, fftLength: 32 }, BANDS_FIRST)).toThrow(
    /fftLength must not be less than frameLength, 48; mel.fMin must be below fMax, -1 Hz/,
  );
});

function expectByDefinition(spec: SpectrogramSpec, nSamples: number): void {
  const samples = noise(nSamples);
  const { transform } = createSpectrogram(spec, { layout: 'frames-first' });
  const expected = spectrogramByDefinition(samples, spec);
  expect(countFrames(spec, nSamples)).toBe(expected.length);
  expect(relativeError(transform(samples), expected.flat())).toBeLessThan(1e-5);
}

/** The largest difference, as a part of the largest value; NaN where a value is not a number. */
function relativeError(actual: Float32Array, expected: ArrayLike<number>): number {
  let [worst, largest] = [0, 0];
  actual.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(value - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  });
  return worst / largest;
}

/** Numbers in [-1, 1] without a pattern, the same every time. */
function noise(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * i));
}
