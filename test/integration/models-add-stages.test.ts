/** Networks that read the embedding of another give as installed models the scores that are computed here. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelSpec } from '@earmark/core/model';
import {
  dense,
  denseByHand,
  handNetwork,
  operation,
  partSizes,
  partSizesByHand,
  randomLayer,
  sigmoid,
  softmax,
} from '../support/hand-network.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import { risingNoise } from '../support/rising-noise.ts';

let home: ModelHome;
let installed: ModelSpec;
beforeAll(async () => {
  home = createModelHome();
  ({ installed } = await home.add(backbone()));
  await home.add(head());
});
afterAll(async () => {
  await home.remove();
});

const [N_PARTS, N_DIMENSIONS] = [4, 6];
const BACKBONE_TAGS = ['low', 'middle', 'high'];
const HEAD_TAGS = ['calm', 'wild'];
const EMBEDDING = randomLayer(N_PARTS, N_DIMENSIONS);
const SCORES = randomLayer(N_DIMENSIONS, BACKBONE_TAGS.length);
const HEAD = randomLayer(N_DIMENSIONS, HEAD_TAGS.length);

const TRACK = risingNoise(10_500);
const CHUNKS = [TRACK.slice(0, 4_000), TRACK.slice(3_000, 7_000), TRACK.slice(6_000, 10_000)];

type Vectors = readonly (readonly number[])[];

const embeddingsOf = (rows: readonly Float32Array[]): Vectors =>
  rows.map((row) => denseByHand(EMBEDDING, partSizesByHand([...row], N_PARTS)).map(Math.tanh));
const EMBEDDINGS = embeddingsOf(CHUNKS);

function mean(vectors: Vectors): number[] {
  return vectors[0]!.map((_, i) => {
    return vectors.reduce((sum, vector) => sum + vector[i]!, 0) / vectors.length;
  });
}

const backboneScores = mean(EMBEDDINGS.map((one) => denseByHand(SCORES, one).map(sigmoid)));
const headScores = mean(EMBEDDINGS.map((one) => softmax(denseByHand(HEAD, one))));

interface Backbone {
  readonly name?: string;
  readonly tags?: readonly string[] | null;
  readonly chunk?: { readonly axes: readonly string[]; readonly length: number };
}

function backbone({ name = 'mine/backbone', tags = BACKBONE_TAGS, chunk }: Backbone = {}) {
  const { axes = ['batch', 'samples'], length = 4_000 } = chunk ?? {};
  const hasBatch = axes.includes('batch');
  const nRows = hasBatch ? 'batch' : 'rows';
  const scores = tags && { scores: [nRows, tags.length] };
  return {
    manifest: {
      version: 2,
      name,
      licence: 'unknown',
      network: {
        file: 'network.onnx',
        input: { axes },
        output: { ...(tags && { scores: 'scores' }), embedding: 'embedding' },
        batch: hasBatch ? 'any' : 1,
      },
      input: {
        kind: 'waveform',
        sampleRate: 16_000,
        downmix: 'mean',
        chunks: { rule: 'hop', length: 4_000, hop: 3_000, last: 'drop', short: 'silence' },
      },
      scores: { are: 'probabilities', labels: 'multi', aggregation: 'mean' },
      tags,
    },
    network: handNetwork({
      inputs: { waveform: hasBatch ? ['batch', length] : ['samples'] },
      outputs: { embedding: [nRows, N_DIMENSIONS], ...scores },
      pieces: [
        ...partSizes('waveform', 'features', { nParts: N_PARTS, length }),
        ...dense('features', 'projected', EMBEDDING),
        operation('Tanh', ['projected'], 'embedding'),
        ...(tags ? dense('embedding', 'logits', SCORES) : []),
        ...(tags ? [operation('Sigmoid', ['logits'], 'scores')] : []),
      ],
    }),
  };
}

interface Head {
  readonly name?: string;
  readonly of?: string;
  readonly axes?: readonly string[];
  readonly batch?: 'any' | number;
}

function head({
  name = 'mine/head',
  of = 'mine/backbone',
  axes = ['batch', 'embedding'],
  batch = 'any',
}: Head = {}) {
  const byAxis = { batch: batch === 'any' ? 'batch' : batch, channel: 1, embedding: N_DIMENSIONS };
  return {
    manifest: {
      version: 2,
      name,
      licence: 'unknown',
      network: { file: 'network.onnx', input: { axes }, batch },
      input: { kind: 'embedding', model: of },
      scores: { are: 'logits', labels: 'single', aggregation: 'mean' },
      tags: HEAD_TAGS,
    },
    network: handNetwork({
      inputs: { embedding: axes.map((axis) => byAxis[axis as keyof typeof byAxis]) },
      outputs: {
        logits: [byAxis.batch, ...(axes.includes('channel') ? [1] : []), HEAD_TAGS.length],
      },
      pieces: dense('embedding', 'logits', HEAD),
    }),
  };
}

function expectClose(actual: readonly number[] | null | undefined, expected: readonly number[]) {
  expect(actual).toHaveLength(expected.length);
  actual!.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5);
  });
}

describe('a network with scores and an embedding, and one that reads the embedding', () => {
  test('have the scores of their definition, alone and together', async () => {
    expect(installed).toMatchObject({ nTags: 3, nDimensions: N_DIMENSIONS });
    for (const names of [['mine/head'], ['mine/head', 'mine/backbone'], ['mine/backbone']]) {
      const scored = await home.score(names, TRACK, 16_000);
      expect([...scored.keys()].sort()).toEqual([...names].sort());
      const ofHead = scored.get('mine/head');
      const ofBackbone = scored.get('mine/backbone');
      if (ofHead) expectClose(ofHead.scores, headScores);
      if (ofBackbone) expectClose(ofBackbone.scores, backboneScores);
      if (ofBackbone) expectClose(ofBackbone.embedding, mean(EMBEDDINGS));
    }
  });

  test.each([
    { what: 'a channel axis', axes: ['batch', 'channel', 'embedding'], batch: 'any' },
    { what: 'a fixed batch of 2', axes: ['batch', 'embedding'], batch: 2 },
  ] as const)('have them with $what', async ({ axes, batch }) => {
    const name = `mine/${String(axes.length)}_axes`;
    await home.add(head({ name, axes, batch }));
    const scored = await home.score([name], TRACK, 16_000);
    expectClose(scored.get(name)?.scores, headScores);
  });

  test('have them where the first gives several rows for a chunk', async () => {
    const names = { name: 'mine/head_of_rows', of: 'mine/rows' };
    await home.add(backbone({ name: names.of, chunk: { axes: ['samples'], length: 1_000 } }));
    await home.add(head(names));
    const rows = CHUNKS.flatMap((chunk) =>
      [0, 1_000, 2_000, 3_000].map((start) => chunk.slice(start, start + 1_000)),
    );
    const expected = mean(embeddingsOf(rows).map((one) => softmax(denseByHand(HEAD, one))));
    const scored = await home.score([names.name], TRACK, 16_000);
    expectClose(scored.get(names.name)?.scores, expected);
  });
});

test('a network that reads the embedding of one without tags has the scores of its definition', async () => {
  const of = 'mine/untagged';
  const untagged = await home.add(backbone({ name: of, tags: null }));
  expect(untagged.installed).toMatchObject({
    nTags: 0,
    nDimensions: N_DIMENSIONS,
    tagsSha256: null,
  });
  const names = ['mine/one_head', 'mine/other_head'];
  for (const name of names) await home.add(head({ name, of }));
  const scored = await home.score(names, TRACK, 16_000);
  for (const name of names) expectClose(scored.get(name)?.scores, headScores);
});

test('a network that reads the embedding of another is no longer used when that one changes', async () => {
  expect((await home.find('mine/head')).parent?.spec.name).toBe('mine/backbone');
  const { manifest, network } = backbone();
  const chunks = { ...manifest.input.chunks, hop: 2_000 };
  await home.add({ manifest: { ...manifest, input: { ...manifest.input, chunks } }, network });
  await expect(home.find('mine/head')).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
    message: expect.stringContaining(
      'reads the embedding of mine/backbone, which is another one now',
    ) as string,
  });
  await home.add(head());
  expect((await home.find('mine/head')).parent?.spec.name).toBe('mine/backbone');
});
