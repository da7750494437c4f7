import { expect, test } from 'vitest';
import { bestTracks } from './best-tracks.ts';
import { createScoreMatrix, setScores } from './score-matrix.ts';

const matrix = createScoreMatrix({ nTracks: 5, nTags: 2 });
// Track 3 is not scored.
[[0.2, 0.7], [0.9, 0.1], [0.9, 0.3], null, [0.5, 0]].forEach((scores, track) => {
  if (scores) setScores(matrix, track, scores);
});

test.each([
  {
    what: 'highest first, equal ones in order',
    tag: 0,
    limit: 9,
    threshold: 0,
    tracks: [1, 2, 4, 0],
  },
  { what: 'up to the limit', tag: 0, limit: 1, threshold: 0, tracks: [1] },
  {
    what: 'a score equal to the threshold reaches it',
    tag: 1,
    limit: 9,
    threshold: 0.7,
    tracks: [0],
  },
  { what: 'none reaches it', tag: 1, limit: 9, threshold: 0.71, tracks: [] },
])('the best tracks of a tag: $what', ({ tag, limit, threshold, tracks }) => {
  expect(bestTracks(matrix, tag, { limit, threshold })).toEqual(tracks);
});
