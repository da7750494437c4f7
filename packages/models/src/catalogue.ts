import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { EarmarkError } from '@earmark/core/failure';
import {
  CatalogueEntry,
  type InstalledModel,
  isInt8Name,
  ModelManifest,
  ModelName,
  ModelSpec,
  Vocabulary,
  vocabularyId,
} from '@earmark/core/model';
import { decodeText } from '@earmark/core/text';
import { earmarkHome, type Environment } from '@earmark/runtime/config';

/** The folder that ships with Earmark: vocabularies, the catalogue of each data set, manifests, the starter model. */
export const SHIPPED_MODELS = fileURLToPath(new URL('../../../models/', import.meta.url));

/** Where models are installed, each in its folder `<dataset>/<name>`. */
export function installedModelsFolder(env: Environment): string {
  return join(earmarkHome(env), 'models');
}

/** A model of the catalogue, or one that is added by its manifest. */
export interface NamedModel extends Pick<CatalogueEntry, 'name' | 'demonstration' | 'unusable'> {
  /** Null for a model with a manifest. */
  readonly entry: CatalogueEntry | null;
}

/** The same with what is installed of it. */
export interface KnownModel extends NamedModel {
  /** Undefined until its weights are installed. */
  readonly installed: InstalledModel | undefined;
}

/**
 * Every model of the catalogue, and then every model that was added or has a manifest that ships with Earmark; each ordered
 * by name. Nothing that is installed is read.
 */
export async function readModelNames(env: Environment): Promise<readonly NamedModel[]> {
  const entries = await readCatalogue();
  const listed = new Set<string>(entries.map(({ name }) => name));
  const installed = await namesIn(installedModelsFolder(env));
  const added = installed.filter((name) => !isInt8Name(name) && !listed.has(name));
  const withManifest = new Set([...(await namesIn(READY_MANIFESTS)), ...added]);
  return [
    ...entries.map((entry) => ({ ...entry, entry })),
    ...[...withManifest]
      .sort()
      .map((name) => ({ name, demonstration: false, unusable: null, entry: null })),
  ];
}

/** The same models with what is installed of them. @throws MODEL_MISMATCH when one was installed by another version */
export async function readKnownModels(env: Environment): Promise<readonly KnownModel[]> {
  const known: KnownModel[] = [];
  for (const model of await readModelNames(env)) {
    const { installed, unusable = model.unusable } = await readModel(env, model.name);
    known.push({ ...model, unusable, installed });
  }
  return known;
}

/** The models that are installed, in the order of `readKnownModels`. Throws as it does. */
export async function readInstalledModels(env: Environment): Promise<readonly InstalledModel[]> {
  return installedOf(await readKnownModels(env));
}

export function installedOf(models: readonly KnownModel[]): readonly InstalledModel[] {
  return models.flatMap(({ installed }) => installed ?? []);
}

/** The entries of the catalogue, ordered by name: those of one data set lie in `models/<dataset>.json`. */
export async function readCatalogue(): Promise<readonly CatalogueEntry[]> {
  const files = (await readdir(SHIPPED_MODELS)).filter(isCatalogue).sort();
  const ofDatasets = await Promise.all(
    files.map((file) => readJson(join(SHIPPED_MODELS, file), Entries)),
  );
  return ofDatasets.flat();
}

/** The schema of manifests lies beside them. */
function isCatalogue(file: string): boolean {
  return file.endsWith('.json') && !file.endsWith('.schema.json');
}

const Entries = z.array(CatalogueEntry).readonly();

/** The names `<dataset>/<name>` of what lies in such a folder: of folders, or of JSON files. */
async function namesIn(folder: string): Promise<readonly ModelName[]> {
  const list = (path: string) => readdir(path).catch(() => []);
  const names: string[] = [];
  for (const dataset of await list(folder)) {
    for (const file of await list(join(folder, dataset))) {
      names.push(`${dataset}/${basename(file, '.json')}`);
    }
  }
  return names.sort().flatMap((name) => ModelName.safeParse(name).data ?? []);
}

/** Manifests of public models that ship with Earmark, each in `<dataset>/<name>.json`. */
const READY_MANIFESTS = join(SHIPPED_MODELS, 'manifests');

/** The path of the manifest of this name that ships with Earmark; undefined when there is none. */
export async function findReadyManifest(name: string): Promise<string | undefined> {
  const isThere = (await namesIn(READY_MANIFESTS)).some((one) => one === name);
  return isThere ? join(READY_MANIFESTS, `${name}.json`) : undefined;
}

/** That manifest. */
export async function readReadyManifest(name: string): Promise<ModelManifest | undefined> {
  const path = await findReadyManifest(name);
  return path === undefined ? undefined : readJson(path, ModelManifest);
}

/**
 * A model that is installed, or ships with Earmark.
 *
 * @throws MODEL_MISMATCH when another version installed it, or the model whose embedding it reads is not there any more
 */
export async function findInstalled(
  env: Environment,
  name: ModelName,
): Promise<InstalledModel | undefined> {
  const { installed, unusable } = await readModel(env, name);
  if (unusable === undefined) return installed;
  throw new EarmarkError('MODEL_MISMATCH', `${name} cannot be used: ${unusable}.`);
}

/** What is installed of a model, or why that cannot be used. */
interface ReadModel {
  readonly installed: InstalledModel | undefined;
  readonly unusable?: string;
}

async function readModel(env: Environment, name: ModelName): Promise<ReadModel> {
  const found =
    (await readInstalled(join(installedModelsFolder(env), name))) ??
    (await readInstalled(join(SHIPPED_MODELS, name)));
  if (!found) return { installed: undefined };
  const { input, parent: expected } = found.spec;
  if (input.kind !== 'embedding') return { installed: { ...found, parent: null } };
  const { installed: parent, unusable } = await readModel(env, input.model);
  if (unusable !== undefined) return { installed: undefined, unusable };
  const isExpected =
    parent?.spec.weightsSha256 === expected?.weightsSha256 &&
    parent?.spec.conversionVersion === expected?.conversionVersion;
  if (parent && isExpected) return { installed: { ...found, parent } };
  const state = parent ? 'is another one now. Add' : 'is not installed. Add that one, and then';
  return {
    installed: undefined,
    unusable: `it reads the embedding of ${input.model}, which ${state} ${name} again: earmark models add MANIFEST`,
  };
}

/** The models that ship with Earmark, as they ship: an installed one of the same name is not read. */
export async function readShippedModels(): Promise<readonly InstalledModel[]> {
  const shipped: InstalledModel[] = [];
  for (const { name } of await readCatalogue()) {
    const model = await readInstalled(join(SHIPPED_MODELS, name));
    if (model) shipped.push({ ...model, parent: null });
  }
  return shipped;
}

/** @throws MODEL_MISMATCH when there is no such vocabulary, or the file is none */
export function readVocabulary(id: string): Promise<Vocabulary> {
  return readJson(join(SHIPPED_MODELS, 'vocabularies', `${id}.json`), Vocabulary);
}

/** The tags that a model scores. @throws MODEL_MISMATCH when they are not those of a vocabulary of this version */
export async function vocabularyOf(
  spec: Pick<ModelSpec, 'name' | 'tags' | 'tagsSha256'>,
): Promise<Vocabulary> {
  const id = vocabularyId(spec);
  const { tags } = spec;
  return tags === null || 'vocabulary' in tags ? readVocabulary(id) : { id, tags: [...tags] };
}

async function readInstalled(
  folder: string,
): Promise<Pick<InstalledModel, 'spec' | 'folder'> | undefined> {
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
      `${file} is not what this version of Earmark wrote. Install the model again: earmark models pull, import or add.`,
      { cause: error },
    );
  }
}
