import { expect, test } from 'vitest';
import { RunId } from '@earmark/core/run';
import { runCommandLine } from './run-command-line.ts';

const run = {
  runId: RunId.parse(1),
  state: 'running',
  fingerprint: '',
  source: '/music',
  models: ['jamendo/fcn', 'jamendo/crnn'],
  options: { topK: 3, threshold: 0.2, force: false, limit: null },
} as const;

test.each([
  {
    ...run,
    says: 'earmark run /music --models jamendo/fcn,jamendo/crnn --top-k 3 --threshold 0.2',
  },
  {
    ...run,
    source: "/it's here",
    models: ['mtat/fcn'],
    options: { force: true, splitJobs: true, limit: 9 },
    says: "earmark run '/it'\\''s here' --models mtat/fcn --limit 9 --force --split-jobs",
  },
  {
    ...run,
    source: '/mtg/moods.tsv, audio in s3://corpus/',
    options: { source: ['/mtg/moods.tsv', '--audio', 's3://corpus/'] },
    says: 'earmark run /mtg/moods.tsv --audio s3://corpus/ --models jamendo/fcn,jamendo/crnn',
  },
])('a run of $source is resumed with: $says', ({ says, ...asked }) => {
  expect(runCommandLine(asked)).toBe(says);
});
