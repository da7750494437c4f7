import { expect, test } from 'vitest';
import type { InstalledModel, Vocabulary } from '@earmark/core/model';
import { type ModelChange, modelSpec } from '../../../../test/support/model-spec.ts';
import { manifestVersion } from './manifest-version.ts';

const VOCABULARY: Vocabulary = {
  id: 'test',
  tags: ['a', 'b'].map((tag) => ({ tag, category: 'tag', en: tag, zh: tag })),
};
const PARENT: InstalledModel = { spec: modelSpec(), folder: '/', parent: null };

interface Change {
  readonly spec?: ModelChange;
  readonly vocabulary?: Vocabulary | null;
  readonly parent?: InstalledModel | null;
}

function version({ spec = {}, vocabulary = VOCABULARY, parent = null }: Change = {}): string {
  return manifestVersion(modelSpec(spec), vocabulary, parent);
}

const ONES = '1'.repeat(64);

test.each<Change & { what: string }>([
  { what: 'other chunks', spec: { chunks: { length: 2 } } },
  { what: 'another rate', spec: { sampleRate: 22_050 } },
  { what: 'another front end', spec: { spectrogram: {} } },
  {
    what: 'another aggregation',
    spec: { scores: { are: 'probabilities', labels: 'multi', aggregation: 'max' } },
  },
  { what: 'other weights', spec: { network: { sha256: ONES } } },
  {
    what: 'other weights in another file',
    spec: { network: { externalData: [{ file: 'w.bin', sha256: ONES }] } },
  },
  { what: 'another output', spec: { network: { output: { scores: 'activations' } } } },
  { what: 'another batch', spec: { network: { batch: 1 } } },
  {
    what: 'tags in another order',
    vocabulary: { ...VOCABULARY, tags: [...VOCABULARY.tags].reverse() },
  },
  { what: 'no tags', vocabulary: null },
  { what: 'an embedding that it reads', parent: PARENT },
])('$what make another version', (change) => {
  expect(version(change)).not.toBe(version());
});

test('another model whose embedding is read makes another version', () => {
  const other = { ...PARENT, spec: { ...PARENT.spec, conversionVersion: 'other' } };
  expect(version({ parent: other })).not.toBe(version({ parent: PARENT }));
});

test('what no score depends on makes the same version', () => {
  const spec: ModelChange = {
    ...{ name: 'mine/other', architecture: 'other', licence: 'other', source: 'elsewhere' },
    network: { file: 'other.onnx' },
    reference: { nSamples: 1, scores: [0.5] },
  };
  const named = VOCABULARY.tags.map((tag) => ({ ...tag, en: 'A', category: 'genre' }));
  expect(version({ spec, vocabulary: { id: 'other', tags: named } })).toBe(version());
  const { network } = modelSpec();
  const { sha256, ...others } = network;
  const reordered = { ...modelSpec(), network: { ...others, sha256 } };
  expect(manifestVersion(reordered, VOCABULARY, null)).toBe(version());
  expect(version()).toMatch(/^manifest-[0-9a-f]{12}$/);
});
