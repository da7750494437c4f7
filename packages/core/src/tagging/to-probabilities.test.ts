import { expect, test } from 'vitest';
import { toProbabilities } from './to-probabilities.ts';

test('probabilities are passed on as they are', () => {
  const output = Float32Array.of(0.25, 2);
  expect(toProbabilities(output, { are: 'probabilities', labels: 'multi' })).toBe(output);
});

test('probabilities beyond 0 or 1 by rounding become 0 or 1, and no others', () => {
  const output = Float32Array.of(1 + 2 ** -22, -(2 ** -22), 1 + 2 ** -16, -(2 ** -16), NaN, 0.5);
  const scores = toProbabilities(output, { are: 'probabilities', labels: 'multi' });
  expect([...scores]).toEqual([1, 0, 1 + 2 ** -16, -(2 ** -16), NaN, 0.5]);
});

test('logits of independent tags pass a sigmoid', () => {
  const scores = toProbabilities(Float32Array.of(0, Math.log(3), -200, 200), {
    ...{ are: 'logits', labels: 'multi' },
  });
  expect([...scores]).toEqual([0.5, 0.75, 0, 1]);
});

test.each([0, 1_000, -1_000])(
  'logits of which one is true pass a softmax, also around %i',
  (about) => {
    const logits = Float32Array.of(about, about + 1, about);
    const scores = toProbabilities(logits, { are: 'logits', labels: 'single' });
    const sum = 2 + Math.E;
    expect([...scores]).toEqual([1 / sum, Math.E / sum, 1 / sum].map(Math.fround));
  },
);
