import { expect, test } from 'vitest';
import { readManifests, readShippedModels, readVocabulary } from './catalogue.ts';

test('the catalogue lists every model once, by name', async () => {
  const names = (await readManifests()).map(({ name }) => name);
  expect(names).toHaveLength(30);
  expect(names).toEqual([...new Set(names)].sort());
});

test('the vocabulary of every usable model is there', async () => {
  for (const { vocabulary, unusable } of await readManifests()) {
    if (unusable === null) expect((await readVocabulary(vocabulary)).id).toBe(vocabulary);
  }
});

test('the demonstration model ships with Earmark, and no other', async () => {
  expect((await readShippedModels()).map(({ spec }) => spec.name)).toEqual(['jamendo/starter']);
});
