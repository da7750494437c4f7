import { expect, test } from 'vitest';
import { createLevelMeter, toDbfs } from './level.ts';

const levelOf = (...pieces: number[][]) => {
  const meter = createLevelMeter();
  for (const piece of pieces) meter.add(Float32Array.from(piece));
  return meter.level();
};

test('measures peak, root of the mean square, silence and clipping over all pieces', () => {
  expect(levelOf([0, 0, 1e-6, 0.5], [-0.5, -1, 1.5, 0.25])).toEqual({
    peak: 1.5,
    rms: Math.sqrt((0.25 + 0.25 + 1 + 2.25 + 0.0625 + Float32Array.of(1e-6)[0]! ** 2) / 8),
    silentShare: 3 / 8,
    clippedShare: 2 / 8,
  });
});

test('of no sample, everything is 0', () => {
  expect(levelOf()).toEqual({ peak: 0, rms: 0, silentShare: 0, clippedShare: 0 });
});

test.each([NaN, Infinity])('with a sample that is %d, the mean square is not finite', (sample) => {
  expect(Number.isFinite(levelOf([0, sample, 0.5]).rms)).toBe(false);
});

test.each([
  [1, 0],
  [0.1, -20],
  [0, -150],
  [1e-9, -150],
])('the amplitude %d is %d dBFS', (amplitude, dbfs) => {
  expect(toDbfs(amplitude)).toBeCloseTo(dbfs, 10);
});
