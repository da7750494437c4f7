/** A model that is exported scores the same wherever its manifest is added. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CatalogueEntry, ModelManifest, ModelName } from '@earmark/core/model';
import { exportModel, installModel } from '@earmark/models/install';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import { rightManifest, rightNetwork } from '../support/right-model.ts';
import { risingNoise } from '../support/rising-noise.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { TINY_MODELS, tinyCheckpoint, tinyClip, type TinyModel } from '../support/tiny-models.ts';

let home: ModelHome;
let exported: TemporaryFolder;
beforeEach(() => {
  home = createModelHome();
  exported = temporaryFolder();
});
afterEach(async () => {
  await home.remove();
  exported.remove();
});

const COPY = ModelName.parse('mine/copy');

function readExported(): ModelManifest {
  const text = readFileSync(join(exported.path, 'manifest.json'), 'utf8');
  return ModelManifest.parse(JSON.parse(text));
}

async function expectSameScores(name: string, waveform: Float32Array): Promise<void> {
  for (const one of [name, COPY]) expect((await home.find(one)).spec.name).toBe(one);
  const scored = await home.score([name], waveform, 16_000);
  const again = await home.score([COPY], waveform, 16_000);
  expect(again.get(COPY)).toEqual(scored.get(name));
}

/** One reads a spectrogram with stored filters, the other samples. */
const isTried = ({ architecture }: TinyModel) =>
  architecture === 'short' || architecture === 'sample';
const converted = [
  ...TINY_MODELS.filter(isTried),
  ...inLongerSeries(TINY_MODELS.filter((model) => !isTried(model))),
];

test.each(converted)(
  'a converted $architecture is exported with scores of the reference, and added',
  async ({ architecture }) => {
    const name = ModelName.parse(`test/${architecture}`);
    const entry = CatalogueEntry.parse({
      ...{ name, architecture, vocabulary: 'mtat-50', upstream: null, licence: 'MIT' },
    });
    await installModel(entry, tinyCheckpoint(architecture), join(home.path, 'models', name));
    const paths = await exportModel(await home.find(name), exported.path);
    expect(paths.map((path) => path.slice(exported.path.length + 1)).sort()).toEqual(
      readdirSync(exported.path).sort(),
    );
    expect(readExported()).toMatchObject({ name, reference: { tolerance: 1e-4 } });
    expect(readExported().reference?.scores).toHaveLength(50);
    const { warnings, installed } = await home.addFile(join(exported.path, 'manifest.json'), COPY);
    expect(warnings).toEqual([]);
    expect(installed).toMatchObject({ tags: { vocabulary: 'mtat-50' }, nTags: 50 });
    await expectSameScores(name, tinyClip());
  },
);

test('a model that was added is exported with what its manifest said, and is the same model again', async () => {
  const manifest = rightManifest(
    { source: 'https://example.com/model', architecture: 'vgg' },
    { hasReference: true },
  );
  const { installed } = await home.add({ manifest, network: rightNetwork() });
  await exportModel(await home.find('mine/model'), exported.path);
  const { network, ...others } = ModelManifest.parse(manifest);
  expect(readExported()).toMatchObject(others);
  expect(readExported().network).toMatchObject({
    ...network,
    file: installed.network.file,
    sha256: installed.network.sha256,
  });
  const copy = await home.addFile(join(exported.path, 'manifest.json'), COPY);
  expect(copy.installed).toEqual({ ...installed, name: COPY });
  await expectSameScores('mine/model', risingNoise(20_000));
});

test('a model without a reference is exported with one, which a mistake does not pass', async () => {
  await home.add({ manifest: rightManifest(), network: rightNetwork() });
  await exportModel(await home.find('mine/model'), exported.path);
  const file = join(exported.path, 'manifest.json');
  expect((await home.addFile(file, COPY)).warnings).toEqual([]);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"htk"', '"slaney"'));
  await expect(home.addFile(file, COPY)).rejects.toThrow(/mel\.scale = "htk"/);
});

test('a model whose files were changed is not exported', async () => {
  const { installed } = await home.add({ manifest: rightManifest(), network: rightNetwork() });
  const model = await home.find('mine/model');
  writeFileSync(join(model.folder, installed.network.file), 'other');
  await expect(exportModel(model, exported.path)).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
  expect(readdirSync(exported.path)).toEqual([]);
});
