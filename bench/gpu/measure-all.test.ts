import { expect, test } from 'vitest';
import { readShippedModels } from '@earmark/models';
import { measureAll } from './measure-all.ts';
import { planMeasurements } from './plan.ts';
import { failuresOf, leftOutOf } from './results.ts';
import type { Ending, RunTask } from './run-task.ts';
import type { Sample, Task } from './task.ts';

const models = await readShippedModels();
const EQUAL = { kind: 'equality', difference: 1e-6, lowest: 0.1, highest: 0.9 } as const;

/** Measures one model on the CPU and on WebGPU; `answer` stands for the processes. */
async function measure(
  answer: (task: Task) => Ending | Sample | undefined,
  secondsLeft = () => 1_000,
) {
  const ran: string[] = [];
  const run: RunTask = (task, _, onSample) => {
    ran.push('device' in task ? `${task.kind} ${task.device}` : task.kind);
    const said = answer(task);
    if (said && 'state' in said) return Promise.resolve(said);
    if (task.kind === 'equality') onSample(said ?? EQUAL);
    return Promise.resolve({ state: 'done' });
  };
  const plan = planMeasurements({ devices: ['cpu', 'webgpu'], models, nCores: 2, isQuick: true });
  const measured = await measureAll({
    ...{ plan, run, meter: { readings: [] }, secondsLeft },
    onBegin: () => undefined,
    onMeasured: () => undefined,
  });
  return { ran, failures: failuresOf([], measured), leftOut: leftOutOf(measured) };
}

const ALL = [
  ...['front-ends', 'decode', 'equality cpu', 'equality webgpu'],
  ...['tracks webgpu', 'network webgpu', 'network cpu', 'tracks cpu'],
];

test('what is equal to the CPU is timed', async () => {
  expect(await measure(() => undefined)).toEqual({ ran: ALL, failures: [], leftOut: [] });
});

test.each([
  { what: 'differs', answer: { ...EQUAL, difference: 2e-4 }, why: /differ from the CPU by 2.0e-4/ },
  { what: 'gives no numbers', answer: { ...EQUAL, difference: Infinity }, why: /by Infinity/ },
  { what: 'crashes', answer: { state: 'failed', reason: 'SIGABRT' } as const, why: /SIGABRT/ },
  { what: 'takes too long', answer: { state: 'left out', reason: 'late' } as const, why: /late/ },
])('a device that $what is a failure and not timed, and others are', async ({ answer, why }) => {
  const { ran, failures, leftOut } = await measure((task) =>
    task.kind === 'equality' && task.device === 'webgpu' ? answer : undefined,
  );
  expect(ran).toEqual(ALL.filter((one) => !/^(tracks|network) webgpu$/.test(one)));
  expect(failures).toEqual([expect.stringMatching(why)]);
  expect(leftOut).toHaveLength(2);
});

test('a measurement that crashes is a failure, and does not end the others', async () => {
  const { ran, failures } = await measure((task) =>
    task.kind === 'network' ? { state: 'failed', reason: 'SIGSEGV' } : undefined,
  );
  expect(ran).toEqual(ALL);
  expect(failures).toHaveLength(2);
});

test('when the time is over, what is missing is named, and what was not proved is a failure', async () => {
  let secondsLeft = 4.5;
  const { ran, failures, leftOut } = await measure(
    () => undefined,
    () => secondsLeft--,
  );
  expect(ran).toEqual(ALL.slice(0, 2));
  expect(failures).toEqual(
    ['cpu', 'webgpu'].map(
      (device) => `equality of jamendo/starter on ${device}: there was no time left`,
    ),
  );
  expect(leftOut).toHaveLength(4);
});
