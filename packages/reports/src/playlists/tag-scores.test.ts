import { expect, test } from 'vitest';
import { ModelName } from '@earmark/core/model';
import { ModelRowId, RunId } from '@earmark/core/run';
import { ensembleScorers } from './tag-scores.ts';

const modelsNamed = (names: readonly string[]) =>
  names.map((name, i) => ({
    modelRowId: ModelRowId.parse(i + 1),
    name: ModelName.parse(name),
    architecture: 'fcn' as const,
    vocabulary: 'colours',
    weightsSha256: 'ab'.repeat(32),
    published: true,
    demonstration: false,
    conversionVersion: 'fp32-1',
  }));

test.each([
  { names: ['x/one', 'x/two'], ensemble: 'ensemble/colours' },
  { names: ['x/one_int8', 'x/two'], ensemble: 'ensemble_int8/colours' },
])('the ensemble of $names is $ensemble', ({ names, ensemble }) => {
  const scorers = ensembleScorers(modelsNamed(names), RunId.parse(1));
  expect(scorers.map(({ name }) => name)).toEqual([ensemble]);
});
