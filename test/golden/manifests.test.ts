/** The manifests of public taggers: networks with their tensors run, and their classes are those that were published. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { audioInputOf, type ChunkSpec, ModelManifest, nBands } from '@earmark/core/model';
import { readVocabulary } from '@earmark/models';
import { createSession } from '../support/chunk-scorer.ts';
import { EMBEDDING_LENGTHS, networkFor } from '../support/manifest-network.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import { createRandom } from '../support/random.ts';

const folder = fileURLToPath(new URL('../../models/manifests/', import.meta.url));
const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => ({ file, json: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json }))
  .map(({ file, json }) => ({ file, json, manifest: ModelManifest.parse(json) }));

const networks = new Map<string, Uint8Array>();
/** A network with the tensors of a manifest, made once. */
function networkOf(manifest: ModelManifest, nTags: number): Uint8Array {
  const network = networks.get(manifest.name) ?? networkFor(manifest, nTags);
  networks.set(manifest.name, network);
  return network;
}

interface Json {
  readonly $schema?: string;
  readonly network: object;
}

async function tagsOf({ tags }: Pick<ModelManifest, 'tags'>): Promise<readonly string[]> {
  if (tags === null) return [];
  const listed = 'vocabulary' in tags ? (await readVocabulary(tags.vocabulary)).tags : tags;
  return listed.map(({ tag }) => tag);
}

test('each manifest lies in the folder that its name says', () => {
  expect(manifests.map(({ file }) => file)).toEqual(
    manifests.map(({ manifest }) => `${manifest.name}.json`),
  );
  expect(manifests).toHaveLength(8);
});

const N_ROWS = 3;

describe.each(manifests)('a network for $manifest.name', ({ manifest }) => {
  test('runs, with an output for each tag and each dimension of the embedding', async () => {
    const { name, scores, embedding } = namesOf(manifest);
    const nTags = (await tagsOf(manifest)).length;
    const session = await createSession(networkOf(manifest, nTags));
    expect(session.inputNames).toEqual([name]);
    expect([...session.outputNames].sort()).toEqual(
      [scores, embedding].filter((output) => output !== null).sort(),
    );

    const outputs = await session.run({ [name]: randomInput(manifest) });
    expect(outputs[scores]?.dims).toEqual([N_ROWS, nTags]);
    expect(distinct(outputs[scores])).toBeGreaterThan(nTags);
    if (embedding === null) return;
    const { dims } = outputs[embedding] ?? {};
    expect(dims).toEqual([N_ROWS, EMBEDDING_LENGTHS[manifest.name]]);
  });
});

/** Every manifest that comes with Earmark names its tensors. */
function namesOf({ network: { input, output } }: ModelManifest) {
  if (input.name === null || output.scores === null) throw new Error('a tensor has no name');
  return { name: input.name, scores: output.scores, embedding: output.embedding };
}

/** Of so many different chunks; of a network that cuts them itself, so many hops. */
function randomInput({ name, network, input }: ModelManifest): Tensor {
  const lengths: Readonly<Record<string, number>> = {
    batch: N_ROWS,
    channel: 1,
    ...(input.kind === 'embedding' && { embedding: EMBEDDING_LENGTHS[input.model] ?? NaN }),
    ...(input.kind === 'spectrogram' && {
      frames: input.chunks.length,
      bands: nBands(input.spectrogram),
    }),
    ...(input.kind === 'waveform' && {
      samples: network.input.axes.includes('batch')
        ? input.chunks.length
        : input.chunks.length + (N_ROWS - 1) * hopOf(input.chunks),
    }),
  };
  const shape = network.input.axes.map((axis) => lengths[axis] ?? NaN);
  const size = shape.reduce((product, length) => product * length, 1);
  const random = createRandom(name.length);
  return new Tensor('float32', Float32Array.from({ length: size }, random), shape);
}

function hopOf(chunks: ChunkSpec): number {
  return chunks.rule === 'hop' ? chunks.hop : chunks.length;
}

function distinct(output: InferenceSession.OnnxValueMapType[string] | undefined): number {
  return new Set(output?.data as Float32Array).size;
}

// SHA-256 of the list `classes` in the published metadata of each model, as JSON without spaces.
test.each([
  {
    name: 'essentia/discogs_effnet',
    prefix: '',
    sha256: '80974bd84b6bd87a455fa3dedaf2be34673d4c672d8b898558ad1713baf0a78e',
  },
  {
    name: 'essentia/instrument',
    prefix: 'instrument---',
    sha256: '02636df9eb46c754c057a443f72890fdf431819e9efb198e8e368e846888699e',
  },
  {
    name: 'essentia/moodtheme',
    prefix: 'mood/theme---',
    sha256: 'b7e6628ca5ceb51ffe7ef5e17d6538c1ac2d77346e26685eee193c018c20811c',
  },
])('the tags of $name are the published classes, in their order', async (published) => {
  const { name, prefix, sha256 } = published;
  const found = manifests.find(({ manifest }) => manifest.name === name);
  const classes = (await tagsOf(found!.manifest)).map((tag) => tag.replace(prefix, ''));
  expect(createHash('sha256').update(JSON.stringify(classes)).digest('hex')).toBe(sha256);
});

describe('a manifest that comes with Earmark', () => {
  let home: ModelHome;
  beforeAll(() => {
    home = createModelHome();
  });
  afterAll(async () => {
    await home.remove();
  });

  // Those that read the embedding of another come after it.
  const inOrder = manifests.toSorted(
    (a, b) =>
      Number(a.manifest.input.kind === 'embedding') - Number(b.manifest.input.kind === 'embedding'),
  );

  test.each(inOrder)(
    'is added with a network of its tensors, and tags noise: $manifest.name',
    async ({ json, manifest }) => {
      const tags = await tagsOf(manifest);
      const network = networkOf(manifest, tags.length);
      const withoutHash = { ...json.network, file: 'network.onnx', sha256: undefined };
      const added = await home.add({ manifest: { ...json, network: withoutHash }, network });
      expect(added.warnings).toEqual([expect.stringMatching(/has no reference scores/)]);

      const { sampleRate } = audioInputOf(await home.find(manifest.name));
      const noise = Float32Array.from({ length: 12 * sampleRate }, createRandom(1));
      const scored = await home.score([manifest.name], noise, sampleRate);
      const { scores, embedding } = scored.get(manifest.name)!;
      expect(scores).toHaveLength(tags.length);
      expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
      expect(embedding?.length).toBe(EMBEDDING_LENGTHS[manifest.name]);
    },
  );
});

describe('the schema of manifests for editors', () => {
  const path = fileURLToPath(new URL('../../models/manifest.schema.json', import.meta.url));
  const schema = z.toJSONSchema(ModelManifest, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });

  test('is that of the manifests that are read', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(path);
  });

  const validate = new Ajv2020().compile(schema);
  test.each(manifests)('is named by $file, which fits it', ({ file, json }) => {
    expect(join(dirname(join(folder, file)), json.$schema ?? '')).toBe(path);
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...json, network: { ...json.network, outputs: {} } })).toBe(false);
    expect(validate({ ...json, input: undefined })).toBe(false);
  });
});
