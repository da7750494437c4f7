import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { EarmarkError } from '@earmark/core/failure';
import {
  ModelSpec,
  type InstalledModel,
  type ModelName,
  ModelManifest,
  Vocabulary,
} from '@earmark/core/model';
import { earmarkHome, type Environment } from '@earmark/runtime/config';

/** The folder that ships with Earmark: vocabularies, a manifest per model, the starter model. */
export const SHIPPED_MODELS = fileURLToPath(new URL('../../../models/', import.meta.url));

/** Where models are installed, one folder `<dataset>/<name>` each. */
export function installedModelsFolder(env: Environment): string {
  return join(earmarkHome(env), 'models');
}

export interface CatalogueModel {
  readonly manifest: ModelManifest;
  /** Undefined until its weights are installed. */
  readonly installed: InstalledModel | undefined;
}

/**
 * Every model Earmark knows, ordered by id.
 *
 * @throws MODEL_MISMATCH when one was installed by another version
 */
export async function readCatalogue(env: Environment): Promise<readonly CatalogueModel[]> {
  const known: CatalogueModel[] = [];
  for (const manifest of await readManifests()) {
    known.push({ manifest, installed: await findInstalled(env, manifest.name) });
  }
  return known;
}

/** What is known of every model without its weights, ordered by id. */
export async function readManifests(): Promise<readonly ModelManifest[]> {
  const manifests: ModelManifest[] = [];
  for (const id of await manifestIds()) {
    manifests.push(await readJson(join(SHIPPED_MODELS, id, 'model.json'), ModelManifest));
  }
  return manifests;
}

/** A model that is installed, or ships with Earmark. @throws MODEL_MISMATCH when another version installed it */
export async function findInstalled(
  env: Environment,
  id: ModelName,
): Promise<InstalledModel | undefined> {
  return (
    (await readInstalled(join(installedModelsFolder(env), id))) ??
    (await readInstalled(join(SHIPPED_MODELS, id)))
  );
}

/** The models that ship with Earmark, as they ship: here whatever is installed. */
export async function readShippedModels(): Promise<readonly InstalledModel[]> {
  const shipped: InstalledModel[] = [];
  for (const id of await manifestIds()) {
    const atHand = await readInstalled(join(SHIPPED_MODELS, id));
    if (atHand) shipped.push(atHand);
  }
  return shipped;
}

/** @throws MODEL_MISMATCH when the file is not a vocabulary */
export function readVocabulary(id: string): Promise<Vocabulary> {
  return readJson(join(SHIPPED_MODELS, 'vocabularies', `${id}.json`), Vocabulary);
}

async function manifestIds(): Promise<readonly string[]> {
  const files = await readdir(SHIPPED_MODELS, { recursive: true });
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('/model.json'))
    .map((file) => file.slice(0, -'/model.json'.length))
    .sort();
}

async function readInstalled(folder: string): Promise<InstalledModel | undefined> {
  const file = join(folder, 'installed.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { spec: parseJson(text, file, ModelSpec), folder };
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  return parseJson(await readFile(file, 'utf8'), file, schema);
}

function parseJson<T>(text: string, file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `${file} is not what this version of Earmark wrote. Install the model again: earmark models pull or import.`,
      { cause: error },
    );
  }
}
