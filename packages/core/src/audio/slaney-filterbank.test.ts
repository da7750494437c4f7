import { expect, test } from 'vitest';
import { slaneyFilterbank } from './slaney-filterbank.ts';

// 6400 Hz are 42 mel, so that the 41 filters are centred on the whole mels below.
const N_MELS = 41;
const N_FFT = 2 ** 14;
const HZ_PER_BIN = 12_800 / N_FFT;
const filterbank = slaneyFilterbank({ sampleRate: 12_800, nFft: N_FFT, nMels: N_MELS });
const filters = Array.from({ length: N_MELS }, (_, band) =>
  filterbank.filter((_, i) => i % N_MELS === band),
);

test.each([
  { mel: 1, hz: 200 / 3 },
  { mel: 3, hz: 200 },
  { mel: 15, hz: 1_000 },
  { mel: 41, hz: 1_000 * 6.4 ** (26 / 27) },
])('a filter peaks at $mel mel, $hz Hz, and ends at its neighbours', ({ mel, hz }) => {
  const filter = filters[mel - 1]!;
  const peak = filter.indexOf(Math.max(...filter)) * HZ_PER_BIN;
  expect(Math.abs(peak - hz)).toBeLessThan(HZ_PER_BIN);
  const overlap = filters.filter((other) => other.some((weight, bin) => weight * filter[bin]! > 0));
  expect(overlap).toEqual(filters.slice(Math.max(0, mel - 2), mel + 1));
});

test('every filter has an area of 1', () => {
  const areas = filters.map((filter) => filter.reduce((sum, weight) => sum + weight, 0));
  for (const area of areas) expect(Math.abs(area * HZ_PER_BIN - 1)).toBeLessThan(1e-3);
});
