import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Vocabulary } from '@earmark/core/model';

const folder = join(process.env['EARMARK_GOLDEN'] ?? '', 'golden');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(folder);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with golden/tags.');

const vocabularies = [
  { id: 'jamendo-top50', reference: 'tags/jamendo50.json' },
  { id: 'mtat-50', reference: 'tags/mtat50.json' },
  { id: 'msd-50', reference: 'tags/msd50.json' },
  { id: 'jamendo-moodtheme', reference: 'mtg-baseline/tags56_moodtheme.json' },
];

describe.each(vocabularies)('vocabulary $id', ({ id, reference }) => {
  const file = new URL(`../../models/vocabularies/${id}.json`, import.meta.url);
  const vocabulary = Vocabulary.parse(JSON.parse(readFileSync(file, 'utf8')));

  test.skipIf(missing)('lists its tags in the order of the model outputs', () => {
    const published: unknown = JSON.parse(readFileSync(join(folder, reference), 'utf8'));
    expect(vocabulary.id).toBe(id);
    expect(vocabulary.tags.map(({ tag }) => tag)).toEqual(published);
  });

  test.each(['en', 'zh'] as const)('gives every tag a name of its own (%s)', (language) => {
    const names = vocabulary.tags.map((tag) => tag[language]);
    expect(new Set(names).size).toBe(names.length);
  });
});
