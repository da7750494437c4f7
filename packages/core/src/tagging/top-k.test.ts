import { expect, test } from 'vitest';
import { topK } from './top-k.ts';

const scores = [0.2, 0.9, 0.1, 0.9, 0.05];

test.each([
  { k: 0, threshold: 0, tags: [] },
  { k: 1, threshold: 0, tags: [1] },
  { k: 2, threshold: 0, tags: [1, 3] },
  { k: 3, threshold: 0, tags: [1, 3, 0] },
  { k: 9, threshold: 0, tags: [1, 3, 0, 2, 4] },
  { k: 9, threshold: 0.1, tags: [1, 3, 0, 2] },
  { k: 9, threshold: 0.2, tags: [1, 3, 0] },
  { k: 9, threshold: 0.95, tags: [] },
])('topK with k=$k and threshold=$threshold gives $tags', ({ k, threshold, tags }) => {
  expect(topK(scores, { k, threshold })).toEqual(tags);
});

test('tags with equal scores keep the order of the vocabulary', () => {
  expect(topK([0.5, 0.5, 0.5, 0.5], { k: 3, threshold: 0.1 })).toEqual([0, 1, 2]);
});

test.each([0.1, 0.15, 0.3, 0.7, 0.9])('a float32 score of %d reaches that threshold', (score) => {
  expect(topK(Float32Array.of(score), { k: 1, threshold: score })).toEqual([0]);
});

test('a score that is not a number is never among the best', () => {
  expect(topK([Number.NaN, 0.3], { k: 2, threshold: 0 })).toEqual([1]);
});

test('topK agrees with sorting everything', () => {
  const many = Array.from({ length: 300 }, (_, i) => ((i * 7919) % 101) / 101);
  const sorted = many
    .map((score, tag) => ({ score, tag }))
    .filter(({ score }) => score >= 0.25)
    .sort((a, b) => b.score - a.score || a.tag - b.tag)
    .slice(0, 40)
    .map(({ tag }) => tag);
  expect(topK(many, { k: 40, threshold: 0.25 })).toEqual(sorted);
});
