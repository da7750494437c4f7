import { expect, test } from 'vitest';
import { modelSpec } from '../../../../test/support/model-spec.ts';
import { CatalogueEntry } from './catalogue-entry.ts';
import { ModelManifest } from './model-manifest.ts';
import { scoringOf, toManifest, vocabularyId } from './model-spec.ts';

test.each([
  { chunks: { rule: 'spread', count: 16 }, aggregation: 'mean', scoring: 'mean-of-16-1' },
  { chunks: { rule: 'spread', count: 8 }, aggregation: 'max', scoring: 'max-of-8-1' },
  { chunks: { rule: 'centre' }, aggregation: 'mean', scoring: 'centre-1' },
  {
    chunks: { rule: 'hop', hop: 1, last: 'drop' },
    aggregation: 'median',
    scoring: 'median-of-chunks-1',
  },
] as const)('$chunks.rule with the $aggregation is $scoring in the ledger', (row) => {
  const scores = { are: 'probabilities', labels: 'multi', aggregation: row.aggregation } as const;
  expect(scoringOf(modelSpec({ chunks: row.chunks, scores }))).toBe(row.scoring);
});

test('models of one data set with the same tags have one vocabulary', () => {
  const [a, b, c] = [
    modelSpec({ name: 'my_data/a', tags: ['x', 'y'], tagsSha256: '1'.repeat(64) }),
    modelSpec({ name: 'my_data/b', tags: ['x', 'y'], tagsSha256: '1'.repeat(64) }),
    modelSpec({ name: 'my_data/c', tags: ['y', 'x'], tagsSha256: '2'.repeat(64) }),
  ].map(vocabularyId);
  expect(a).toBe('my-data-11111111');
  expect(b).toBe(a);
  expect(c).not.toBe(a);
});

test('what is exported of an installed model is a manifest', () => {
  const spec = modelSpec({ spectrogram: {} });
  const manifest = ModelManifest.parse(toManifest(spec));
  expect(manifest).toMatchObject({ name: spec.name, input: spec.input, tags: spec.tags });
  expect(Object.keys(manifest)).not.toContain('weightsSha256');
});

test('the repository of an entry of the catalogue defaults to sota-music-tagging-models', () => {
  const { upstream } = CatalogueEntry.parse({
    ...{ name: 'x/y', architecture: 'fcn', vocabulary: 'mtat-50', licence: 'MIT' },
    upstream: { path: 'x.pth', gitBlobSha1: '0'.repeat(40) },
  });
  expect(upstream?.repository).toMatch(/sota-music-tagging-models\/[0-9a-f]{40}$/);
});
