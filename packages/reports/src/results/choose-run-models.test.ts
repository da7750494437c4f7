import { expect, test } from 'vitest';
import { RunId } from '@earmark/core/run';
import { chooseRunModels } from './choose-run-models.ts';

const RUN = RunId.parse(3);
const models = ['jamendo/fcn', 'jamendo/crnn', 'mtat/fcn'].map((name) => ({ name }));

test.each([
  { names: undefined, ids: ['jamendo/fcn', 'jamendo/crnn', 'mtat/fcn'] },
  { names: ['all'], ids: ['jamendo/fcn', 'jamendo/crnn', 'mtat/fcn'] },
  { names: ['jamendo'], ids: ['jamendo/fcn', 'jamendo/crnn'] },
  { names: ['mtat/fcn', 'jamendo/fcn'], ids: ['jamendo/fcn', 'mtat/fcn'] },
])('$names means $ids, in the order of the run', ({ names, ids }) => {
  expect(chooseRunModels(models, names, RUN).map(({ name }) => name)).toEqual(ids);
});

test.each(['fcn', 'jamendo/none', 'jam'])(
  '%s is no model of the run, which says what it has',
  (name) => {
    expect(() => chooseRunModels(models, ['jamendo', name], RUN)).toThrow(
      `Run 3 has no model "${name}". It has: jamendo/fcn, jamendo/crnn, mtat/fcn.`,
    );
  },
);
