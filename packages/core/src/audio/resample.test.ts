import { expect, test } from 'vitest';
import { resample } from './resample.ts';

const SECONDS = 2;

test.each([8_000, 11_025, 15_999, 22_050, 32_000, 44_100, 44_101, 48_000, 96_000, 192_000])(
  'a 1 kHz sine from %i Hz keeps its level and its time',
  (fromRate) => {
    const out = resample(sine(1_000, fromRate), { fromRate, toRate: 16_000 });
    expect(out.length).toBe(SECONDS * 16_000);
    expect(errorDb(out, sine(1_000, 16_000))).toBeLessThan(-100);
  },
);

// The response of the reference, read off its filter; it is flat below and silent above.
test.each([
  { hz: 7_000, gainDb: 0, within: 0.01 },
  { hz: 7_500, gainDb: -0.3, within: 0.15 },
  { hz: 7_600, gainDb: -3, within: 0.3 },
  { hz: 7_700, gainDb: -12, within: 0.6 },
  { hz: 7_800, gainDb: -32, within: 1.5 },
])('from 44.1 kHz, $hz Hz comes out at $gainDb dB', ({ hz, gainDb, within }) => {
  const out = resample(sine(hz, 44_100), { fromRate: 44_100, toRate: 16_000 });
  expect(Math.abs(levelDb(out) - gainDb)).toBeLessThan(within);
});

test.each([8_000, 9_000, 12_000, 20_000])('from 44.1 kHz, %i Hz does not fold back', (hz) => {
  const out = resample(sine(hz, 44_100), { fromRate: 44_100, toRate: 16_000 });
  expect(levelDb(out)).toBeLessThan(-110);
});

test('samples at the target rate are returned unchanged', () => {
  const samples = sine(440, 16_000);
  expect(resample(samples, { fromRate: 16_000, toRate: 16_000 })).toBe(samples);
});

test.each([0, 1, 2, 441])('%i samples become round(n · 160 / 441)', (n) => {
  const out = resample(new Float32Array(n), { fromRate: 44_100, toRate: 16_000 });
  expect(out.length).toBe(Math.round((n * 160) / 441));
});

test.each([1_000, 7_919, 44_100, 96_001, 768_000])(
  'from %i Hz, however long, every sample is a number',
  (fromRate) => {
    for (let n = 1_000; n < 1_005; n++) {
      const out = resample(new Float32Array(n).fill(1), { fromRate, toRate: 16_000 });
      expect(out.every(Number.isFinite)).toBe(true);
    }
  },
);

test.each([0, 44.1, 999, 1e9, NaN])('a rate of %d Hz is refused', (fromRate) => {
  expect(() => resample(new Float32Array(9), { fromRate, toRate: 16_000 })).toThrow(RangeError);
});

function sine(hz: number, rate: number): Float32Array {
  return Float32Array.from({ length: SECONDS * rate }, (_, i) =>
    Math.sin((2 * Math.PI * hz * i) / rate),
  );
}

/** The middle, away from where the sine begins and ends. */
function middle(samples: Float32Array): Float32Array {
  return samples.subarray(samples.length / 4, (3 * samples.length) / 4);
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length;
}

/** Of a sine, relative to amplitude 1. */
function levelDb(samples: Float32Array): number {
  return 10 * Math.log10(2 * power(middle(samples)));
}

function errorDb(actual: Float32Array, expected: Float32Array): number {
  return levelDb(actual.map((value, i) => value - (expected[i] ?? 0)));
}
