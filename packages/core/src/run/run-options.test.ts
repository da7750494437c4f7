import { expect, test } from 'vitest';
import { parseRunOptions, toArguments } from './run-options.ts';

test('an option that an older run does not have is the default', () => {
  expect(parseRunOptions({ topK: 3 })).toEqual({
    topK: 3,
    threshold: 0.1,
    limit: null,
    force: false,
    splitJobs: false,
    priority: 'normal',
    deadline: null,
    source: null,
  });
});

test.each([
  { topK: 0 },
  { threshold: 2 },
  { limit: 'all' },
  { force: 'yes' },
  { source: '/music' },
  { priority: 'highest' },
  { deadline: 'tomorrow' },
  null,
])('the options %j are refused', (options) => {
  expect(() => parseRunOptions(options)).toThrow();
});

test.each([
  { options: {}, line: '--top-k 5 --threshold 0.1' },
  { options: { topK: 3, threshold: 0 }, line: '--top-k 3 --threshold 0' },
  {
    options: { limit: 9, force: true, splitJobs: true },
    line: '--top-k 5 --threshold 0.1 --limit 9 --force --split-jobs',
  },
  {
    options: { priority: 'low', deadline: '2026-05-01T06:00:00.000Z' },
    line: '--top-k 5 --threshold 0.1 --priority low --deadline 2026-05-01T06:00:00.000Z',
  },
])('the arguments of $options are "$line"', ({ options, line }) => {
  expect(toArguments(parseRunOptions(options)).join(' ')).toBe(line);
});
