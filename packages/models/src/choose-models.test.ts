import { expect, test } from 'vitest';
import { CatalogueEntry } from '@earmark/core/model';
import { choosePublished } from './choose-models.ts';

const CATALOGUE = [
  entry('jamendo/crnn'),
  entry('jamendo/fcn'),
  entry('jamendo/short', { upstream: null }),
  entry('jamendo/starter', { upstream: null, demonstration: true }),
  entry('mtat/fcn'),
  entry('mtat/huge', { unusable: 'its tags have no names' }),
];

function entry(name: string, more: object = {}): CatalogueEntry {
  const upstream = { path: `models/${name}/best_model.pth`, gitBlobSha1: '0'.repeat(40) };
  return CatalogueEntry.parse({
    ...{ name, architecture: 'fcn', vocabulary: 'mtat-50', licence: 'MIT', upstream },
    ...more,
  });
}

test.each([
  { requested: [], names: ['jamendo/crnn', 'jamendo/fcn'] },
  { requested: ['mtat'], names: ['mtat/fcn'] },
  { requested: ['mtat/fcn', 'mtat'], names: ['mtat/fcn'] },
  { requested: ['all'], names: ['jamendo/crnn', 'jamendo/fcn', 'mtat/fcn'] },
])('$requested are $names', ({ requested, names }) => {
  expect(choosePublished(CATALOGUE, requested).map((model) => model.entry.name)).toEqual(names);
});

test.each([
  { name: 'jamendo/short', code: 'MODEL_MISSING', says: 'No checkpoint of jamendo/short' },
  { name: 'jamendo/starter', code: 'MODEL_MISSING', says: 'No checkpoint of jamendo/starter' },
  {
    name: 'jamendo/best',
    code: 'USAGE_INVALID',
    says: 'There is no model "jamendo/best". Name a model, a data set (jamendo, mtat) or all. All names: earmark models list',
  },
  { name: 'jamendo/fnc', code: 'USAGE_INVALID', says: 'Did you mean jamendo/fcn?' },
  { name: 'fcn', code: 'USAGE_INVALID', says: 'Did you mean one of jamendo/fcn, mtat/fcn?' },
  { name: 'jamend', code: 'USAGE_INVALID', says: 'Did you mean jamendo?' },
  {
    name: 'mtat/huge',
    code: 'USAGE_INVALID',
    says: 'mtat/huge cannot be used: its tags have no names.',
  },
])('$name is refused: $says', ({ name, code, says }) => {
  expect(() => choosePublished(CATALOGUE, [name])).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(says) as string }),
  );
});
