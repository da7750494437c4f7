import { expect, test } from 'vitest';
import { toQuantization } from './range.ts';

test.each([
  { what: 'after a ReLU', min: 0, max: 10.2, zeroPoint: 0 },
  { what: 'around zero', min: -1, max: 1.55, zeroPoint: 100 },
  { what: 'above zero', min: 3, max: 5.1, zeroPoint: 0 },
  { what: 'below zero', min: -5.1, max: -3, zeroPoint: 255 },
])('a range $what has a step at zero', ({ min, max, zeroPoint }) => {
  const quantization = toQuantization({ min, max });
  expect(quantization.zeroPoint).toBe(zeroPoint);
  expect(quantization.scale * (0 - zeroPoint)).toBeCloseTo(Math.min(min, 0), 5);
  expect(quantization.scale * (255 - zeroPoint)).toBeCloseTo(Math.max(max, 0), 5);
});

test('a value that is always zero has a scale', () => {
  expect(toQuantization({ min: 0, max: 0 })).toEqual({ scale: 1, zeroPoint: 0 });
});
