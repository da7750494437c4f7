import { expect, test } from 'vitest';
import { createShuffle } from './shuffled.ts';

const items = Array.from({ length: 6 }, (_, i) => i);

test('a seed gives the same orders again, another seed others', () => {
  const orders = (seed: number) => {
    const shuffle = createShuffle(seed);
    return Array.from({ length: 5 }, () => shuffle(items));
  };
  expect(orders(1)).toEqual(orders(1));
  expect(orders(1)).not.toEqual(orders(2));
  expect(items).toEqual([0, 1, 2, 3, 4, 5]);
});

test('every order of three items is about as frequent', () => {
  const shuffle = createShuffle(0);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6_000; i++) {
    const order = shuffle(['a', 'b', 'c']).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // Six standard deviations of a binomial distribution with 6,000 trials.
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(175);
});
