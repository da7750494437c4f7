import { expect, test } from 'vitest';
import { ModelManifest } from '@earmark/core/model';
import { choosePublished } from './choose-published.ts';

const MANIFESTS = [
  manifest('jamendo/crnn'),
  manifest('jamendo/fcn'),
  manifest('jamendo/short', { upstream: null }),
  manifest('jamendo/starter', { upstream: null, demonstration: true }),
  manifest('mtat/fcn'),
  manifest('mtat/huge', { unusable: 'its tags have no names' }),
];

function manifest(id: string, more: object = {}): ModelManifest {
  const upstream = { path: `models/${id}/best_model.pth`, gitBlobSha1: '0'.repeat(40) };
  return ModelManifest.parse({
    ...{ id, architecture: 'fcn', vocabulary: 'mtat-50', licence: 'MIT', upstream },
    ...more,
  });
}

test.each([
  { wishes: [], ids: ['jamendo/crnn', 'jamendo/fcn'] },
  { wishes: ['mtat'], ids: ['mtat/fcn'] },
  { wishes: ['mtat/fcn', 'mtat'], ids: ['mtat/fcn'] },
  { wishes: ['all'], ids: ['jamendo/crnn', 'jamendo/fcn', 'mtat/fcn'] },
])('$wishes are $ids', ({ wishes, ids }) => {
  expect(choosePublished(MANIFESTS, wishes).map((model) => model.manifest.id)).toEqual(ids);
});

test.each([
  { wish: 'jamendo/short', code: 'MODEL_MISSING', says: 'No checkpoint of jamendo/short' },
  { wish: 'jamendo/starter', code: 'MODEL_MISSING', says: 'No checkpoint of jamendo/starter' },
  { wish: 'jamendo/best', code: 'USAGE_INVALID', says: 'There is no model "jamendo/best"' },
  {
    wish: 'mtat/huge',
    code: 'USAGE_INVALID',
    says: 'mtat/huge cannot be used: its tags have no names.',
  },
])('$wish is refused: $says', ({ wish, code, says }) => {
  expect(() => choosePublished(MANIFESTS, [wish])).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(says) as string }),
  );
});
