import { expect, test } from 'vitest';
import { numpyRandomSample } from './numpy-random.ts';

test('seed 0 gives the values that NumPy gives', () => {
  const samples = numpyRandomSample(0, 312);
  const first = [0.5488135, 0.71518937, 0.60276338, 0.54488318, 0.4236548];
  first.forEach((value, i) => expect(samples[i]).toBeCloseTo(value, 7));
  expect(samples.every((value) => value >= 0 && value < 1)).toBe(true);
});
