import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  audioInputOf,
  chunkSamples,
  type InstalledModel,
  type ModelManifest,
  referenceChunk,
  toManifest,
} from '@earmark/core/model';
import { createWaveformScorer } from '@earmark/inference';
import { writeFileAtomic } from '@earmark/runtime/files';
import { modelFiles } from './model-files.ts';
import { checkFiles } from './verify-model.ts';

/** The manifest in the folder of a model that was exported. */
export const MANIFEST_FILE = 'manifest.json';

/**
 * Writes the manifest and the network of an installed model into a folder, for others to add. Scores of the reference
 * signal are put into a manifest without any, so that whoever adds it knows that it scores there as it does here.
 *
 * @returns the paths that were written
 * @throws MODEL_MISMATCH when its files are not those that were installed; USAGE_INVALID, DISK_FULL for the folder
 */
export async function exportModel(
  model: InstalledModel,
  folder: string,
): Promise<readonly string[]> {
  await checkFiles(model);
  const manifest = { ...toManifest(model.spec), reference: await referenceOf(model) };
  const paths: string[] = [];
  const write = async (file: string, content: string | Uint8Array) => {
    const path = join(folder, file);
    await writeFileAtomic(path, [content]);
    paths.push(path);
  };
  for (const { file } of modelFiles(model.spec)) {
    await write(file, await readFile(join(model.folder, file)));
  }
  await write(MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`);
  return paths;
}

/** Two chunks long, so that it also tells where chunks are cut. */
async function referenceOf(model: InstalledModel): Promise<ModelManifest['reference']> {
  const { reference, nTags } = model.spec;
  if (reference || nTags === 0) return reference;
  const nSamples = 2 * chunkSamples(audioInputOf(model));
  const scorer = createWaveformScorer();
  try {
    const scores = await scorer.score(model, referenceChunk(nSamples));
    return { nSamples, scores: [...scores], tolerance: TOLERANCE };
  } finally {
    await scorer.close();
  }
}

/** Another processor adds in another order. */
const TOLERANCE = 1e-4;
