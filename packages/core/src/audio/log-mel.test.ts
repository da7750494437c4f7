import { expect, test } from 'vitest';
import type { Edges } from './edges.ts';
import { createLogMel, type LogMelOptions } from './log-mel.ts';

/** Rectangular window and one band a bin: what comes out is the power spectrum itself. */
const PLAIN: LogMelOptions = {
  nFft: 16,
  hopLength: 4,
  edges: 'reflect',
  nMels: 9,
  window: new Float32Array(16).fill(1),
  filterbank: Float32Array.from({ length: 81 }, (_, i) => (i % 10 === 0 ? 1 : 0)),
};
const plain = createLogMel(PLAIN);

test.each<{ nSamples: number } & Omit<LogMelOptions, 'window' | 'filterbank'>>([
  { nFft: 4, hopLength: 3, edges: 'reflect', nMels: 2, nSamples: 3 },
  { nFft: 8, hopLength: 8, edges: 'reflect', nMels: 5, nSamples: 100 },
  { nFft: 16, hopLength: 4, edges: 'reflect', nMels: 9, nSamples: 9 },
  { nFft: 16, hopLength: 4, edges: 'zeros', nMels: 9, nSamples: 9 },
  { nFft: 64, hopLength: 17, edges: 'reflect', nMels: 40, nSamples: 1_000 },
  { nFft: 64, hopLength: 17, edges: 'zeros', nMels: 40, nSamples: 1_000 },
  { nFft: 512, hopLength: 256, edges: 'reflect', nMels: 96, nSamples: 3_333 },
  { nFft: 512, hopLength: 256, edges: 'zeros', nMels: 96, nSamples: 3_328 },
  { nFft: 1_024, hopLength: 256, edges: 'reflect', nMels: 128, nSamples: 1_600 },
])(
  '$nSamples samples, frames of $nFft, $edges at the ends, equal the definition as plain sums',
  ({ nSamples, ...shape }) => {
    const nBins = shape.nFft / 2 + 1;
    const options = {
      ...shape,
      window: noise(shape.nFft),
      filterbank: noise(nBins * shape.nMels).map((value, i) => (i % 3 === 0 ? 0 : Math.abs(value))),
    };
    const samples = noise(nSamples);
    const expected = logMelByDefinition(samples, options);
    const actual = createLogMel(options).transform(samples);
    expect(actual.length).toBe(expected.length);
    const worst = Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)));
    expect(worst).toBeLessThan(2e-4);
  },
);

test.each<Edges>(['reflect', 'zeros'])('a chunk depends on no other before it (%s)', (edges) => {
  const { transform } = createLogMel({ ...PLAIN, edges });
  const [long, short] = [noise(40_000), noise(50)];
  const first = [short, long].map((samples) => transform(samples));
  const again = [short, long].map((samples) => transform(samples));
  expect(again).toEqual(first);
});

test('a cosine of bin 3 is (nFft/2)² in that band, and almost zero in the others', () => {
  const samples = Float32Array.from({ length: 64 }, (_, i) => Math.cos((2 * Math.PI * 3 * i) / 16));
  const logMel = plain.transform(samples);
  const frames = plain.nFrames(samples.length);
  const frame = 8;
  expect(frames).toBe(17);
  expect(logMel[3 * frames + frame]).toBeCloseTo(10 * Math.log10(64), 4);
  for (const band of [0, 1, 2, 4, 5, 8]) expect(logMel[band * frames + frame]).toBe(-100);
});

test('decibels equal ten times the logarithm, within 2e-5 dB', () => {
  const powers = Float32Array.from({ length: 60_000 }, (_, i) => 10 ** (-9.99 + 0.000_37 * i));
  const decibels = decibelsOf(powers);
  const errors = powers.map((power, i) => Math.abs(decibels[i]! - 10 * Math.log10(power)));
  expect(Math.max(...errors)).toBeLessThan(2e-5);
});

test.each([0, 1e-30, 9.9e-11])('a power of %d is at the floor, -100 dB', (power) => {
  expect(decibelsOf(Float32Array.of(power))).toEqual(Float32Array.of(-100));
});

test.each([NaN, Infinity])('samples of %d give no numbers, rather than silence', (sample) => {
  const logMel = plain.transform(new Float32Array(64).fill(sample));
  expect(logMel.every(Number.isNaN)).toBe(true);
});

test('silence is at the floor, -100 dB', () => {
  expect(new Set(plain.transform(new Float32Array(64)))).toEqual(new Set([-100]));
});

test('a band without a filter is at the floor for any input', () => {
  const deaf = createLogMel({ ...PLAIN, nMels: 1, filterbank: new Float32Array(9) });
  expect(new Set(deaf.transform(new Float32Array(64).fill(1)))).toEqual(new Set([-100]));
});

test('frames that overlap an end read mirrored samples, the outermost one once', () => {
  const samples = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i * i));
  const mirrored = Float32Array.from({ length: 48 }, (_, i) => {
    const at = Math.abs(i - 8);
    return samples[at > 31 ? 62 - at : at] ?? NaN;
  });
  const ends = plain.transform(samples);
  const middle = plain.transform(mirrored);
  for (let band = 0; band < 9; band++) {
    expect(ends[band * 9]).toBe(middle[band * 13 + 2]);
    expect(ends[band * 9 + 8]).toBe(middle[band * 13 + 10]);
  }
});

test('one array can be reused for all chunks', () => {
  const out = new Float32Array(9 * 17);
  expect(plain.transform(new Float32Array(64), out)).toBe(out);
});

test('too few samples for mirroring are refused', () => {
  expect(() => plain.transform(new Float32Array(8))).toThrow(RangeError);
});

test('with zeros beyond the ends there is a frame for every start inside the chunk', () => {
  const { nFrames } = createLogMel({ ...PLAIN, nFft: 512, hopLength: 256, edges: 'zeros' });
  expect([349_200, 349_440, 349_441].map(nFrames)).toEqual([1_366, 1_366, 1_367]);
});

test.each([0, 2, 12, 2.5])('frames of %d samples are refused', (nFft) => {
  expect(() => createLogMel({ ...PLAIN, nFft })).toThrow(RangeError);
});

/** By bands that weigh a power of 1, which the window leaves of the samples. */
function decibelsOf(powers: Float32Array): Float32Array {
  const filterbank = new Float32Array(3 * powers.length);
  filterbank.set(powers);
  const window = Float32Array.of(1, 0, 0, 0);
  const shape = { nFft: 4, hopLength: 4, nMels: powers.length };
  const logMel = createLogMel({ ...PLAIN, ...shape, window, filterbank });
  return logMel.transform(Float32Array.of(1, 1, 1));
}

function logMelByDefinition(samples: Float32Array, options: LogMelOptions): Float64Array {
  const { nFft, hopLength, edges, nMels, filterbank } = options;
  const starts = Array.from({ length: samples.length }, (_, i) => i * hopLength - nFft / 2).filter(
    (start) => (edges === 'zeros' ? start < samples.length : start + nFft / 2 <= samples.length),
  );
  const nFrames = starts.length;
  const logMel = new Float64Array(nMels * nFrames);
  for (const [frame, start] of starts.entries()) {
    const powers = powersByDefinition(samples, start, options);
    for (let band = 0; band < nMels; band++) {
      const energy = powers.reduce((sum, p, bin) => sum + p * filterbank[bin * nMels + band]!, 0);
      logMel[band * nFrames + frame] = 10 * Math.log10(Math.max(energy, 1e-10));
    }
  }
  return logMel;
}

function powersByDefinition(
  samples: Float32Array,
  start: number,
  { nFft, edges, window }: LogMelOptions,
): readonly number[] {
  const last = samples.length - 1;
  const sampleAt = (at: number) =>
    (edges === 'zeros' ? samples[at] : samples[last - Math.abs(last - Math.abs(at))]) ?? 0;
  return Array.from({ length: nFft / 2 + 1 }, (_, bin) => {
    let [re, im] = [0, 0];
    for (let i = 0; i < nFft; i++) {
      const value = sampleAt(start + i) * window[i]!;
      const angle = (-2 * Math.PI * ((bin * i) % nFft)) / nFft;
      re += value * Math.cos(angle);
      im += value * Math.sin(angle);
    }
    return re ** 2 + im ** 2;
  });
}

/** Numbers in [-1, 1] without a pattern, the same every time. */
function noise(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * i));
}
