import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CatalogueEntry } from '@earmark/core/model';
import { installModel } from '@earmark/models/install';
import { editCheckpoint } from '../support/edit-checkpoint.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const FCN = readFileSync(new URL('../fixtures/tiny/fcn.pth', import.meta.url));
const ENTRY = CatalogueEntry.parse({
  name: 'test/fcn',
  architecture: 'fcn',
  vocabulary: 'mtat-50',
  upstream: null,
  licence: 'MIT',
});

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

test('a model is installed with its first scores of the reference chunk, and no other file', async () => {
  const installed = await installModel(ENTRY, FCN, folder.path);
  expect(installed.referenceOutput).toHaveLength(8);
  const { input, network } = installed;
  const coefficients = input.kind === 'spectrogram' ? input.spectrogram.stored?.file : undefined;
  expect(readdirSync(folder.path).sort()).toEqual(
    [network.file, coefficients, 'installed.json'].sort(),
  );
});

test('weights that give no probabilities are refused, and nothing of them stays', async () => {
  // So large that layers overflow to infinities of both signs.
  const damaged = editCheckpoint(FCN, (name, tensor) =>
    /layer\d\.conv\.weight/.test(name)
      ? { ...tensor, data: tensor.data.map((w) => w * 1e30) }
      : tensor,
  );
  await expect(installModel(ENTRY, damaged, join(folder.path, 'test/fcn'))).rejects.toMatchObject({
    code: 'CHECKPOINT_INVALID',
    message: expect.stringContaining('weights look damaged') as string,
  });
  expect(readdirSync(folder.path)).toEqual([]);
});

test('a checkpoint of another data set is refused before anything is written', async () => {
  const fewerTags = editCheckpoint(FCN, (name, tensor) =>
    name.startsWith('dense.')
      ? {
          ...tensor,
          shape: [49, ...tensor.shape.slice(1)],
          data: tensor.data.slice(0, (tensor.data.length / 50) * 49),
        }
      : tensor,
  );
  const target = join(folder.path, 'test/fcn');
  await expect(installModel(ENTRY, fewerTags, target)).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
  });
  expect(existsSync(target)).toBe(false);
});
