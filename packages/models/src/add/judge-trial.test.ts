import { expect, test } from 'vitest';
import { modelSpec, type ModelChange } from '../../../../test/support/model-spec.ts';
import { judgeTrial } from './judge-trial.ts';
import type { Trial } from './run-trial.ts';

const NO_REFERENCE = /^The manifest has no reference scores/;

/** Two tags of two signals. */
const ROWS = [
  [0.25, 0.5],
  [0.75, 0.125],
];

interface Case {
  readonly what: string;
  /** One row for each signal, or several. */
  readonly rows?: readonly (readonly number[])[];
  readonly outputs?: Trial['outputs'];
  readonly spec?: ModelChange;
  readonly trial?: Partial<Trial>;
  readonly errors?: readonly RegExp[];
  readonly warnings?: readonly RegExp[];
}

function outputsOf(rows: readonly (readonly number[])[]): Trial['outputs'] {
  return rows.map((row) => ({ scores: [Float32Array.from(row)], embeddings: [] }));
}

const embeddingsOf = (...rows: readonly (readonly number[])[]): Trial['outputs'] =>
  rows.map((row) => ({ scores: [], embeddings: [Float32Array.from(row)] }));

const LOGITS = { are: 'logits', labels: 'multi', aggregation: 'mean' } as const;
const SINGLE = { are: 'probabilities', labels: 'single', aggregation: 'mean' } as const;
const EMBEDDING_ALONE = {
  ...{ tags: null, nTags: 0, tagsSha256: null, nDimensions: 2 },
  network: { output: { scores: null, embedding: 'embedding' } },
};
const REFERENCE = { nSamples: 1, scores: [0.25, 0.5], tolerance: 1e-3 };
const SOFTMAX = [
  [0.25, 0.75],
  [0.5, 0.5],
];

test.each<Case>([
  { what: 'probabilities', rows: ROWS },
  {
    what: 'probabilities that are off by rounding',
    rows: [
      [1 + 2 ** -22, 0],
      [0.5, 0.75],
    ],
  },
  {
    what: 'logits',
    rows: [
      [-3, 4],
      [1, 2],
    ],
    spec: { scores: LOGITS },
  },
  { what: 'a softmax of which one tag is true', rows: SOFTMAX, spec: { scores: SINGLE } },
  { what: 'chunks that do not change in a batch', rows: ROWS, trial: { batchDifference: 1e-4 } },
  { what: 'an embedding', outputs: embeddingsOf([1, 2], [3, 4]), spec: EMBEDDING_ALONE },
  {
    what: 'an embedding of a manifest with one true tag',
    outputs: embeddingsOf([1, 2], [3, 4]),
    spec: { ...EMBEDDING_ALONE, scores: SINGLE },
  },
  {
    what: 'no scores for a chunk',
    outputs: [{ scores: [], embeddings: [] }],
    errors: [/^For a chunk of a signal the network gives no scores at all: make input.chunks/],
  },
  {
    what: 'fewer scores than tags',
    rows: [[0.5], [0.25]],
    errors: [/^The network gives 1 scores, and the manifest lists 2 tags/],
  },
  {
    what: 'no embedding where one is named',
    outputs: [{ scores: [], embeddings: [] }],
    spec: EMBEDDING_ALONE,
    errors: [/^The network gives no embedding: embedding has no values/],
  },
  {
    what: 'scores that are not numbers',
    rows: [
      [NaN, 0.5],
      [0.5, 0.25],
    ],
    errors: [/^The network gives values that are not numbers/],
  },
  {
    what: 'an embedding that is not finite',
    outputs: embeddingsOf([1, Infinity], [3, 4]),
    spec: EMBEDDING_ALONE,
    errors: [/^The network gives values that are not numbers/],
  },
  {
    what: 'logits that are called probabilities',
    rows: [
      [-3, 4],
      [1, 2],
    ],
    errors: [/^The network gives values from -3\.00 to 4\.00, .* set scores.are to "logits"/],
  },
  {
    what: 'independent probabilities of which one is said to be true',
    rows: ROWS,
    spec: { scores: SINGLE },
    errors: [/those of the network do not: set scores.labels to "multi"/],
  },
  {
    what: 'chunks that change in a batch',
    rows: ROWS,
    trial: { batchDifference: 0.01 },
    errors: [/in the same batch: set network.batch to 1\.$/],
  },
  {
    what: 'a fixed batch in which chunks are not numbers',
    rows: ROWS,
    spec: { network: { batch: 4 } },
    trial: { batchDifference: NaN },
    errors: [/in the same batch: export it with a batch of 1\.$/],
  },
  {
    what: 'another reference, which one change explains',
    rows: ROWS,
    spec: { reference: REFERENCE },
    trial: { reference: { scores: [0.5, 0.5], maxDifference: 0.25, remedies: ['a = 1', 'b = 2'] } },
    errors: [
      /differ by up to 0\.25 .* 0\.001 is allowed \(the first is 0\.50000, stated is 0\.25000\)\. They would be equal with: a = 1; or b = 2\.$/,
    ],
  },
  {
    what: 'another reference, which nothing explains',
    rows: ROWS,
    spec: { reference: REFERENCE },
    trial: { reference: { scores: [0.5, 0.5], maxDifference: 0.25, remedies: [] } },
    errors: [/No change that was tried explains it/],
  },
  {
    what: 'a reference that is not a number',
    rows: ROWS,
    spec: { reference: REFERENCE },
    trial: { reference: { scores: [NaN, NaN], maxDifference: NaN, remedies: [] } },
    errors: [/^The scores of the reference differ by up to NaN/],
  },
  {
    what: 'the reference',
    rows: ROWS,
    spec: { reference: REFERENCE },
    trial: { reference: { scores: [0.25, 0.5], maxDifference: 1e-3, remedies: [] } },
  },
  {
    what: 'logits that all lie between 0 and 1',
    rows: ROWS,
    spec: { scores: LOGITS },
    warnings: [/^All values of the network lie between 0 and 1\./],
  },
  {
    what: 'independent probabilities that add up to 1',
    rows: SOFTMAX,
    warnings: [/^The values of every chunk add up to 1, .* set scores.labels to "single"/],
  },
  {
    what: 'the same scores of every signal',
    rows: [ROWS[0]!, ROWS[0]!],
    warnings: [/^The network gives the same values for noise, silence and notes/],
  },
  {
    what: 'the same embedding of every signal',
    outputs: embeddingsOf([1, 2], [1, 2]),
    spec: EMBEDDING_ALONE,
    warnings: [/^The network gives the same values for noise, silence and notes/],
  },
])('$what', ({ rows = [], outputs, spec, trial, errors = [], warnings = [] }) => {
  const judged = modelSpec({ tags: ['a', 'b'], nTags: 2, ...spec });
  const judgement = judgeTrial(judged, {
    outputs: outputs ?? outputsOf(rows),
    nDimensions: null,
    batchDifference: null,
    referenceOutput: [],
    reference: null,
    ...trial,
  });
  const general = judged.reference ? [] : [NO_REFERENCE];
  expect(judgement).toEqual({
    errors: matching(errors),
    warnings: matching([...warnings, ...general]),
  });
});

function matching(patterns: readonly RegExp[]): unknown[] {
  return patterns.map((pattern) => expect.stringMatching(pattern) as unknown);
}
