import { expect, test } from 'vitest';
import { createLogMel } from './log-mel.ts';

/** Rectangular window and one band a bin: what comes out is the power spectrum itself. */
const plain = createLogMel({
  nFft: 16,
  hopLength: 4,
  nMels: 9,
  window: new Float32Array(16).fill(1),
  filterbank: Float32Array.from({ length: 81 }, (_, i) => (i % 10 === 0 ? 1 : 0)),
});

test('a cosine of bin 3 is (nFft/2)² in that band, and next to nothing in the others', () => {
  const samples = Float32Array.from({ length: 64 }, (_, i) => Math.cos((2 * Math.PI * 3 * i) / 16));
  const logMel = plain.transform(samples);
  const frames = plain.nFrames(samples.length);
  const frame = 8;
  expect(frames).toBe(17);
  expect(logMel[3 * frames + frame]).toBeCloseTo(10 * Math.log10(64), 4);
  for (const band of [0, 1, 2, 4, 5, 8]) expect(logMel[band * frames + frame]).toBe(-100);
});

test('silence lies at the floor, -100 dB', () => {
  expect(new Set(plain.transform(new Float32Array(64)))).toEqual(new Set([-100]));
});

test('a band without a filter lies at the floor, whatever sounds', () => {
  const deaf = createLogMel({
    nFft: 16,
    hopLength: 4,
    nMels: 1,
    window: new Float32Array(16).fill(1),
    filterbank: new Float32Array(9),
  });
  expect(new Set(deaf.transform(new Float32Array(64).fill(1)))).toEqual(new Set([-100]));
});

test('frames that overlap an end see the samples mirrored, the outermost one once', () => {
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

test('the caller may keep one array for all chunks', () => {
  const out = new Float32Array(9 * 17);
  expect(plain.transform(new Float32Array(64), out)).toBe(out);
});

test('too few samples to mirror are refused', () => {
  expect(() => plain.transform(new Float32Array(8))).toThrow(RangeError);
});
