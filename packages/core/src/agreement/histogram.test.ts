import { expect, test } from 'vitest';
import { N_BINS, scoreHistogram } from './histogram.ts';
import { createScoreMatrix, setScores } from './score-matrix.ts';
import { topSets } from './top-sets.ts';

test('a bin includes its lower edge, the last one also 1; tracks without scores do not count', () => {
  const matrix = createScoreMatrix({ nTracks: 2, nTags: 4 });
  setScores(matrix, 0, [0, 0.25, 0.9999, 1]);
  const { all, topK } = scoreHistogram(matrix, topSets(matrix, { k: 2, threshold: 0.5 }));
  expect(all).toEqual(
    Array.from({ length: N_BINS }, (_, bin) => ({ 0: 1, 5: 1, 19: 2 })[bin] ?? 0),
  );
  expect(topK).toEqual(Array.from({ length: N_BINS }, (_, bin) => (bin === 19 ? 2 : 0)));
});
