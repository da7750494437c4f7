import { expect, test } from 'vitest';
import { RunId, TrackId } from './ids.ts';
import { jobId, parseJobId } from './tag-job.ts';

test('a job id names its run and its track', () => {
  const job = { runId: RunId.parse(12), trackId: TrackId.parse(345) };
  expect(parseJobId(jobId(job))).toEqual(job);
});

test.each([
  '',
  '12',
  'r0-t1',
  'r1-t0',
  'r1',
  'x-r1-t1',
  'repeat:r1-t1',
  'r1-t99999999999999999999',
])('the job id "%s" is none of ours', (id) => {
  expect(parseJobId(id)).toBeUndefined();
});
