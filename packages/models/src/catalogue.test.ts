import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import {
  readCatalogue,
  readKnownModels,
  readShippedModels,
  readVocabulary,
  SHIPPED_MODELS,
} from './catalogue.ts';

test('the catalogue lists every model once, by name', async () => {
  const names = (await readCatalogue()).map(({ name }) => name);
  expect(names).toHaveLength(30);
  expect(names).toEqual([...new Set(names)].sort());
});

test('the vocabulary of every usable model is there', async () => {
  for (const { vocabulary, unusable } of await readCatalogue()) {
    if (unusable === null) expect((await readVocabulary(vocabulary)).id).toBe(vocabulary);
  }
});

test('the demonstration model ships with Earmark, and no other', async () => {
  expect((await readShippedModels()).map(({ spec }) => spec.name)).toEqual(['jamendo/starter']);
});

test('an installed.json with a byte order mark, which an editor left, is read as any other', async () => {
  const home = mkdtempSync(join(tmpdir(), 'earmark-catalogue-'));
  try {
    const folder = join(home, 'models/jamendo/starter');
    mkdirSync(folder, { recursive: true });
    const text = readFileSync(join(SHIPPED_MODELS, 'jamendo/starter/installed.json'), 'utf8');
    writeFileSync(join(folder, 'installed.json'), `\ufeff${text}`);
    const known = await readKnownModels(parseEnvironment({ EARMARK_HOME: home }));
    const installed = known.find(({ name }) => name === 'jamendo/starter');
    expect(installed?.installed?.folder).toBe(folder);
  } finally {
    rmSync(home, { recursive: true });
  }
});
