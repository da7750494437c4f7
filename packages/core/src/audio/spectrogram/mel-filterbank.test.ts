import { expect, test } from 'vitest';
import { bandLimits, melFilterbank, type MelFilterbankOptions } from './mel-filterbank.ts';

// 6400 Hz are 42 mel, so that the 41 filters are centred on the whole mels below.
const SLANEY = {
  ...{ sampleRate: 12_800, fftLength: 2 ** 13, nMels: 41, fMin: 0, fMax: 6_400 },
  ...{ scale: 'slaney', norm: 'slaney', triangles: 'hz' },
} as const satisfies MelFilterbankOptions;
const HZ_PER_BIN = SLANEY.sampleRate / SLANEY.fftLength;
const FILTERS = filtersOf(SLANEY);

/** Ends and centres of 38 bands from 0 to 11025 Hz, as the documentation of librosa.mel_frequencies(40) prints them. */
const LIBROSA_HZ = [
  ...[0, 85.317, 170.635, 255.952, 341.269, 426.586, 511.904, 597.221, 682.538, 767.855],
  ...[853.173, 938.49, 1024.856, 1119.114, 1222.042, 1334.436, 1457.167, 1591.187, 1737.532],
  ...[1897.337, 2071.84, 2262.393, 2470.47, 2697.686, 2945.799, 3216.731, 3512.582, 3835.643],
  ...[4188.417, 4573.636, 4994.285, 5453.621, 5955.205, 6502.92, 7101.009, 7754.107, 8467.272],
  ...[9246.028, 10096.408, 11025],
];

test.each([
  { mel: 1, hz: 200 / 3 },
  { mel: 3, hz: 200 },
  { mel: 15, hz: 1_000 },
  { mel: 41, hz: 1_000 * 6.4 ** (26 / 27) },
])('a filter peaks at $mel mel, $hz Hz, and ends at its neighbours', ({ mel, hz }) => {
  const filter = FILTERS[mel - 1]!;
  const peak = filter.indexOf(Math.max(...filter)) * HZ_PER_BIN;
  expect(Math.abs(peak - hz)).toBeLessThan(HZ_PER_BIN);
  const overlap = FILTERS.filter((other) => other.some((weight, bin) => weight * filter[bin]! > 0));
  expect(overlap).toEqual(FILTERS.slice(Math.max(0, mel - 2), mel + 1));
});

test('bands have the limits that librosa documents', () => {
  const options = { ...SLANEY, nMels: 38, fMax: 11_025 };
  for (let band = 0; band < 38; band++) {
    const [low, high] = bandLimits(options, band);
    expect(low).toBeCloseTo(LIBROSA_HZ[band]!, 3);
    expect(high).toBeCloseTo(LIBROSA_HZ[band + 2]!, 3);
  }
});

test('1000 Hz are 1000 mel on the scale of HTK', () => {
  const hzOf3000Mel = 700 * (10 ** (3_000 / 2_595) - 1);
  const options = { ...SLANEY, scale: 'htk', nMels: 2, fMax: hzOf3000Mel } as const;
  expect(bandLimits(options, 1)[0]).toBeCloseTo(1_000, 1);
});

test.each<{
  norm: MelFilterbankOptions['norm'];
  what: string;
  measure: (filter: Float32Array) => number;
  within: number;
}>([
  { norm: 'none', what: 'reaches 1', measure: (filter) => Math.max(...filter), within: 1e-2 },
  {
    norm: 'slaney',
    what: 'has an area of 1',
    measure: (filter) => sumOf(filter) * HZ_PER_BIN,
    within: 1e-3,
  },
  { norm: 'unit-sum', what: 'has weights that add up to 1', measure: sumOf, within: 1e-6 },
])('with the norm $norm every filter $what', ({ norm, measure, within }) => {
  for (const filter of filtersOf({ ...SLANEY, norm })) {
    expect(Math.abs(measure(filter) - 1)).toBeLessThan(within);
  }
});

test('between two centres, triangles without a norm add up to 1 on either axis', () => {
  for (const triangles of ['hz', 'mel'] as const) {
    const filters = filtersOf({ ...SLANEY, scale: 'htk', norm: 'none', triangles });
    const [, secondCentre] = bandLimits({ ...SLANEY, scale: 'htk', nMels: 41 }, 0);
    const from = Math.ceil(secondCentre / HZ_PER_BIN);
    for (let bin = from; bin < 3_500; bin += 100) {
      expect(filters.reduce((sum, filter) => sum + filter[bin]!, 0)).toBeCloseTo(1, 5);
    }
  }
});

test('the bin of 0 Hz is in no band, as TensorFlow leaves it out', () => {
  for (const triangles of ['hz', 'mel'] as const) {
    const filters = filtersOf({ ...SLANEY, scale: 'htk', norm: 'none', triangles });
    expect(filters.every(([direct]) => direct === 0)).toBe(true);
  }
});

test('an empty band weighs nothing, with any norm', () => {
  for (const norm of ['none', 'slaney', 'unit-sum'] as const) {
    const filters = filtersOf({ ...SLANEY, norm, fftLength: 16 });
    expect(filters[0]).toEqual(new Float32Array(9));
  }
});

function filtersOf(options: MelFilterbankOptions): readonly Float32Array[] {
  const { nMels, fftLength } = options;
  const filterbank = melFilterbank(options);
  return Array.from({ length: nMels }, (_, band) =>
    Float32Array.from({ length: fftLength / 2 + 1 }, (_, bin) => filterbank[bin * nMels + band]!),
  );
}

function sumOf(weights: Float32Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
