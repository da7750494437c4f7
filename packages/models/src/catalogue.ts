import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { EarmarkError } from '@earmark/core/failure';
import {
  ModelSpec,
  type InstalledModel,
  type ModelName,
  ModelManifest,
  Vocabulary,
} from '@earmark/core/model';
import { decodeText } from '@earmark/core/text';
import { earmarkHome, type Environment } from '@earmark/runtime/config';

/** The folder that ships with Earmark: vocabularies, the manifests of each data set, the starter model. */
export const SHIPPED_MODELS = fileURLToPath(new URL('../../../models/', import.meta.url));

/** Where models are installed, each in its folder `<dataset>/<name>`. */
export function installedModelsFolder(env: Environment): string {
  return join(earmarkHome(env), 'models');
}

export interface CatalogueModel {
  readonly manifest: ModelManifest;
  /** Undefined until its weights are installed. */
  readonly installed: InstalledModel | undefined;
}

/**
 * Every model of the catalogue, ordered by name, with what is installed of it.
 *
 * @throws MODEL_MISMATCH when one was installed by another version
 */
export async function readCatalogue(env: Environment): Promise<readonly CatalogueModel[]> {
  const catalogue: CatalogueModel[] = [];
  for (const manifest of await readManifests()) {
    catalogue.push({ manifest, installed: await findInstalled(env, manifest.name) });
  }
  return catalogue;
}

/** The models of the catalogue that are installed, ordered by name. @throws MODEL_MISMATCH when one was installed by another version */
export async function readInstalledModels(env: Environment): Promise<readonly InstalledModel[]> {
  return installedOf(await readCatalogue(env));
}

export function installedOf(models: readonly CatalogueModel[]): readonly InstalledModel[] {
  return models.flatMap(({ installed }) => installed ?? []);
}

/** The catalogue entries of all models, ordered by name: those of one data set lie in `models/<dataset>.json`. */
export async function readManifests(): Promise<readonly ModelManifest[]> {
  const files = (await readdir(SHIPPED_MODELS)).filter((file) => file.endsWith('.json')).sort();
  const ofDatasets = await Promise.all(
    files.map((file) => readJson(join(SHIPPED_MODELS, file), Manifests)),
  );
  return ofDatasets.flat();
}

const Manifests = z.array(ModelManifest).readonly();

/** A model that is installed, or ships with Earmark. @throws MODEL_MISMATCH when another version installed it */
export async function findInstalled(
  env: Environment,
  name: ModelName,
): Promise<InstalledModel | undefined> {
  return (
    (await readInstalled(join(installedModelsFolder(env), name))) ??
    (await readInstalled(join(SHIPPED_MODELS, name)))
  );
}

/** The models that ship with Earmark, as they ship: an installed one of the same name is not read. */
export async function readShippedModels(): Promise<readonly InstalledModel[]> {
  const shipped: InstalledModel[] = [];
  for (const { name } of await readManifests()) {
    const model = await readInstalled(join(SHIPPED_MODELS, name));
    if (model) shipped.push(model);
  }
  return shipped;
}

/** @throws MODEL_MISMATCH when the file is not a vocabulary */
export function readVocabulary(id: string): Promise<Vocabulary> {
  return readJson(join(SHIPPED_MODELS, 'vocabularies', `${id}.json`), Vocabulary);
}

async function readInstalled(folder: string): Promise<InstalledModel | undefined> {
  const file = join(folder, 'installed.json');
  const bytes = await readFile(file).catch(() => undefined);
  return bytes && { spec: parseJson(bytes, file, ModelSpec), folder };
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  return parseJson(await readFile(file), file, schema);
}

function parseJson<T>(bytes: Uint8Array, file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(decodeText(bytes, file)));
  } catch (error) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `${file} is not what this version of Earmark wrote. Install the model again: earmark models pull or import.`,
      { cause: error },
    );
  }
}
