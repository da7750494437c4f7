/** Networks whose weights lie in files beside them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkFiles } from '@earmark/models/install';
import {
  dense,
  denseByHand,
  handModel,
  operation,
  partSizes,
  partSizesByHand,
  randomLayer,
  sigmoid,
} from '../support/hand-network.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import { writeOnnx } from '../support/onnx-writer.ts';
import { risingNoise } from '../support/rising-noise.ts';

let home: ModelHome;
beforeEach(() => {
  home = createModelHome();
});
afterEach(async () => {
  await home.remove();
});

const TAGS = ['low', 'middle', 'high'];
const [N_PARTS, LENGTH] = [4, 4_000];
const FIRST = randomLayer(N_PARTS, 6);
const SECOND = randomLayer(6, TAGS.length);
const FIRST_BYTES = Buffer.from(Float32Array.from(FIRST.weights.flat()).buffer);
const SECOND_BYTES = Buffer.from(Float32Array.from(SECOND.weights.flat()).buffer);
const CHANGED_BYTES = Buffer.from(SECOND_BYTES).fill(0, 0, 4);

/** Where the weights of both layers lie: those of the first behind 64 other bytes. */
const PLACES: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
  hidden_weights: { location: 'first.bin', offset: 64, length: FIRST_BYTES.length },
  logits_weights: { location: 'second.bin' },
};

const MANIFEST = {
  version: 2,
  name: 'mine/model',
  licence: 'unknown',
  network: { file: 'network.onnx', input: { axes: ['batch', 'samples'] }, batch: 'any' },
  input: {
    kind: 'waveform',
    sampleRate: 16_000,
    downmix: 'mean',
    chunks: { rule: 'centre', length: LENGTH, short: 'silence' },
  },
  scores: { are: 'probabilities', labels: 'multi', aggregation: 'mean' },
  tags: TAGS,
};

function network(places = PLACES): Uint8Array {
  const model = handModel({
    inputs: { waveform: ['batch', LENGTH] },
    outputs: { scores: ['batch', TAGS.length] },
    pieces: [
      ...partSizes('waveform', 'features', { nParts: N_PARTS, length: LENGTH }),
      ...dense('features', 'hidden', FIRST),
      ...dense('hidden', 'logits', SECOND),
      operation('Sigmoid', ['logits'], 'scores'),
    ],
  });
  const initializer = model.graph.initializer.map((tensor) => {
    const { name, dims } = tensor as { name: string; dims: readonly number[] };
    const place = places[name];
    if (!place) return tensor;
    const externalData = Object.entries(place).map(([key, value]) => {
      return { key, value: String(value) };
    });
    return { name, dims, dataType: 1, dataLocation: 1, externalData };
  });
  return writeOnnx({ ...model, graph: { ...model.graph, initializer } });
}

const FILES = {
  'first.bin': Buffer.concat([Buffer.alloc(64), FIRST_BYTES]),
  'second.bin': SECOND_BYTES,
};
const WRITTEN = { manifest: MANIFEST, network: network(), files: FILES };

test('a network with its weights in two files has the scores of its definition', async () => {
  const { installed } = await home.add(WRITTEN);
  expect(installed.network.externalData.map(({ file }) => file)).toEqual(Object.keys(FILES));
  const track = risingNoise(10_000);
  const features = partSizesByHand([...track.subarray(3_000, 7_000)], N_PARTS);
  const expected = denseByHand(SECOND, denseByHand(FIRST, features)).map(sigmoid);
  const scored = await home.score(['mine/model'], track, 16_000);
  scored.get('mine/model')!.scores.forEach((score, tag) => {
    expect(Math.abs(score - expected[tag]!)).toBeLessThan(1e-5);
  });
});

test('the same network with other weights is another model', async () => {
  const before = await home.add(WRITTEN);
  const files = { ...FILES, 'second.bin': CHANGED_BYTES };
  const after = await home.add({ ...WRITTEN, files });
  expect(after.installed.network.sha256).toBe(before.installed.network.sha256);
  expect(after.installed.conversionVersion).not.toBe(before.installed.conversionVersion);
});

test.each([
  {
    what: 'that is too short',
    files: { ...FILES, 'second.bin': SECOND_BYTES.subarray(4) },
    says: /second\.bin has 68 bytes, and the network reads 72 of it: fetch it again/,
  },
  {
    what: 'that is missing',
    files: { 'first.bin': FILES['first.bin'] },
    says: /second\.bin cannot be read/,
  },
  {
    what: 'that is another than the manifest says',
    files: { ...FILES, 'second.bin': CHANGED_BYTES },
    externalData: [{ file: 'second.bin', sha256: '0'.repeat(64) }],
    says: /second\.bin is not the file that the manifest means/,
  },
  {
    what: 'outside its folder',
    places: { logits_weights: { location: '../second.bin' } },
    says: /no plain name of a file/,
  },
  {
    what: 'of the name that the description of the model has',
    places: { logits_weights: { location: 'installed.json' } },
    files: { 'installed.json': SECOND_BYTES },
    says: /installed\.json must not be/,
  },
  {
    what: 'of the name that an exported manifest has',
    places: { logits_weights: { location: 'manifest.json' } },
    says: /manifest\.json must not be/,
  },
])('a network with a file $what is refused', async ({ says, ...one }) => {
  const { places = PLACES, files = {}, externalData = [] } = one;
  const manifest = { ...MANIFEST, network: { ...MANIFEST.network, externalData } };
  await expect(home.add({ manifest, network: network(places), files })).rejects.toThrow(says);
  expect(home.installedPaths()).toEqual([]);
});

test('a file that was changed later is told', async () => {
  await home.add(WRITTEN);
  const model = await home.find('mine/model');
  writeFileSync(join(model.folder, 'second.bin'), CHANGED_BYTES);
  await expect(checkFiles(model)).rejects.toThrow(/second\.bin was changed/);
});
