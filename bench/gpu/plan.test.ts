import { expect, test } from 'vitest';
import { readShippedModels } from '@earmark/models';
import { limitWithin, type Planned, planMeasurements } from './plan.ts';

const models = await readShippedModels();
const titles = (plan: readonly Planned[]) => plan.map(({ title }) => title);

test('without a GPU only the CPU is measured', () => {
  const plan = planMeasurements({ devices: ['cpu'], models, nCores: 16, isQuick: false });
  expect(titles(plan)).toEqual([
    'front ends on the CPU',
    'decoders',
    'equality of jamendo/starter on cpu',
    'jamendo/starter on cpu',
    'tracks with all nine on cpu, 1 thread',
    'tracks with all nine on cpu, 16 threads',
  ]);
});

test('a GPU comes before the CPU: all sizes of batches, and threads that share the cores', () => {
  const plan = planMeasurements({ devices: ['cpu', 'cuda'], models, nCores: 16, isQuick: false });
  const onCuda = titles(plan).filter((title) => title.includes('cuda'));
  expect(titles(plan).slice(3, 3 + onCuda.length)).toEqual(onCuda);
  expect(onCuda).toEqual([
    'equality of jamendo/starter on cuda',
    'tracks with all nine on cuda, 16 threads and 3 with sessions',
    'tracks with all nine on cuda, 16 threads and 1 with sessions',
    'tracks with all nine on cuda, 16 threads and 2 with sessions',
    'tracks with all nine on cuda, 1 thread and 1 with sessions',
    'jamendo/starter on cuda',
    'tracks of jamendo/starter on cuda, 16 threads and 1 with sessions',
  ]);
  const sizes = plan.flatMap(({ task }) =>
    task.kind === 'network' && task.device === 'cuda' ? task.batchSizes : [],
  );
  expect(sizes.toSorted((a, b) => a - b)).toEqual([1, 2, 4, 8, 16, 32, 64]);
});

test.each([
  { secondsLeft: 500, limit: 60 },
  { secondsLeft: 20, limit: 20 },
  { secondsLeft: 2, limit: undefined },
  { secondsLeft: -1, limit: undefined },
])('with $secondsLeft s left a measurement may take $limit s', ({ secondsLeft, limit }) => {
  const [first] = planMeasurements({ devices: ['cpu'], models, nCores: 1, isQuick: false });
  expect(limitWithin(first!, secondsLeft)).toBe(limit);
});
