import { expect, test } from 'vitest';
import { pullLine } from './pull.ts';

test.each([
  { nModels: 1, nDone: 0, nBytes: 0, elapsedSeconds: 0, line: '0/1 model  0.0 MB  0.0 MB/s' },
  { nModels: 8, nDone: 2, nBytes: 41e6, elapsedSeconds: 8, line: '2/8 models  41.0 MB  5.1 MB/s' },
])('$line', ({ line, ...progress }) => {
  expect(pullLine(progress)).toBe(line);
});
