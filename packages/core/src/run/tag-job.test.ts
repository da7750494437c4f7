import { expect, test } from 'vitest';
import { ModelRowId, RunId, TrackId } from './ids.ts';
import { jobId, parseJobId } from './tag-job.ts';

test.each([
  { split: false, models: [3, 5], id: 'r1-t20', modelRowId: null, of: 'its track' },
  {
    split: false,
    models: [5],
    id: 'r1-t20',
    modelRowId: null,
    of: 'its track, also when one model is left',
  },
  {
    split: true,
    models: [5],
    id: 'r1-t20-m5',
    modelRowId: 5,
    of: 'its track and its model when it is split',
  },
])('the id of a job is that of $of', ({ split, models, id, modelRowId }) => {
  const job = { runId: RunId.parse(1), trackId: TrackId.parse(20) };
  expect(
    jobId({ ...job, split, modelRowIds: models.map((model) => ModelRowId.parse(model)) }),
  ).toBe(id);
  expect(parseJobId(id)).toEqual({ ...job, modelRowId });
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
  'r1-t1-m0',
  'r1-t1-m',
  'r1-t1-x5',
])('the job id "%s" is not one of ours', (id) => {
  expect(parseJobId(id)).toBeUndefined();
});
