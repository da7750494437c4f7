import { expect, test } from 'vitest';
import { RunId } from '@earmark/core/run';
import { chooseRunModels } from './choose-run-models.ts';

const RUN = RunId.parse(3);
const models = ['jamendo/fcn', 'jamendo/crnn', 'mtat/fcn'].map((name) => ({ name }));

test.each([
  { names: undefined, chosen: ['jamendo/fcn', 'jamendo/crnn', 'mtat/fcn'] },
  { names: ['all'], chosen: ['jamendo/fcn', 'jamendo/crnn', 'mtat/fcn'] },
  { names: ['jamendo'], chosen: ['jamendo/fcn', 'jamendo/crnn'] },
  { names: ['mtat/fcn', 'jamendo/fcn'], chosen: ['jamendo/fcn', 'mtat/fcn'] },
])('$names selects $chosen, in the order of the run', ({ names, chosen }) => {
  expect(chooseRunModels(models, names, RUN).map(({ name }) => name)).toEqual(chosen);
});

test.each(['fcn', 'jamendo/none', 'jam'])(
  '%s is not a model of the run: the error lists its models',
  (name) => {
    expect(() => chooseRunModels(models, ['jamendo', name], RUN)).toThrow(
      `Run 3 has no model "${name}". It has: jamendo/fcn, jamendo/crnn, mtat/fcn.`,
    );
  },
);
