import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fitNetwork, inspectNetwork, type NetworkInspection } from '@earmark/converter/onnx';
import { createFeatures, type StoredCoefficients } from '@earmark/core/audio';
import { EarmarkError, messageOf } from '@earmark/core/failure';
import {
  embeddingShape,
  hashedTags,
  type InstalledModel,
  isInt8Name,
  type ModelManifest,
  type ModelName,
  type ModelSpec,
  type Vocabulary,
} from '@earmark/core/model';
import { readCoefficients } from '@earmark/inference';
import type { Environment } from '@earmark/runtime/config';
import type { Variables } from '@earmark/runtime/process';
import {
  findInstalled,
  findReadyManifest,
  installedModelsFolder,
  readCatalogue,
  vocabularyOf,
} from '../catalogue.ts';
import { sha256 } from '../hashes.ts';
import { installFiles, type ModelFile } from '../install-files.ts';
import { networkFile } from '../install-model.ts';
import { modelFiles } from '../model-files.ts';
import { judgeTrial } from './judge-trial.ts';
import { manifestVersion } from './manifest-version.ts';
import { mismatch } from './mismatch.ts';
import { readManifest } from './read-manifest.ts';
import { readExternalData, readModelFile, readStored } from './read-network.ts';
import { tryModel } from './try-model.ts';

export interface AddOptions {
  /** Its network, where that is not the file beside the manifest that it names. */
  readonly network?: string | undefined;
  /** In place of that of the manifest. */
  readonly name?: ModelName | undefined;
  readonly env: Environment;
  /** Of this process. */
  readonly variables: Variables;
  readonly signal: AbortSignal;
}

export interface AddedModel {
  readonly installed: ModelSpec;
  /** What cannot be found out for sure, in whole sentences. */
  readonly warnings: readonly string[];
  /** The largest difference to the reference scores of its manifest; null without any. */
  readonly referenceDifference: number | null;
}

/**
 * Checks a manifest and its network, tries them in a process of its own, and installs the model.
 *
 * @param requested a JSON file, or the name of a manifest that ships with Earmark
 * @throws USAGE_INVALID for a manifest that is none, a name that is taken, a file that is not there; MODEL_MISMATCH for
 *   whatever does not fit; MODEL_MISSING when it reads the embedding of a model that is not installed; DISK_FULL
 */
export async function addModel(requested: string, options: AddOptions): Promise<AddedModel> {
  const ready = await findReadyManifest(requested);
  const manifestPath = ready ?? requested;
  const manifest = await readManifest(manifestPath);
  if (ready && options.network === undefined) throw networkNeeded(manifest);
  const name = options.name ?? manifest.name;
  await assertNameIsFree(name);
  const parent = await readParent(manifest, name, options.env);
  const vocabulary = await readTags({ ...manifest, name });
  const nTags = vocabulary?.tags.length ?? 0;

  const path = options.network ?? join(dirname(manifestPath), manifest.network.file);
  const onnx = await readModelFile(path, manifest.network.sha256);
  const inspection = inspectNetwork(onnx);
  const external = await readExternalData(path, inspection, manifest);
  const folder = dirname(manifestPath);
  const stored = await readStored(folder, manifest);
  const coefficients = await readCoefficients({ spec: { name, input: manifest.input }, folder });
  const shape = shapeOf({ ...manifest, name }, parent, coefficients);
  const findings = fitNetwork(inspection, { ...manifest.network, shape, nTags });
  if (findings.length > 0) throw mismatch(name, findings);
  const file = networkFile(onnx);
  const network = {
    ...manifest.network,
    file: file.name,
    sha256: sha256(onnx),
    externalData: external.map(({ name: of, bytes }) => ({ file: of, sha256: sha256(bytes) })),
  };
  const spec: ModelSpec = {
    ...manifest,
    $schema: undefined,
    name,
    network,
    tagsSha256: vocabulary && sha256(Buffer.from(hashedTags(vocabulary))),
    weightsSha256: network.sha256,
    conversionVersion: manifestVersion({ ...manifest, network }, vocabulary, parent),
    published: false,
    demonstration: false,
    parent: parent && identityOf(parent),
    nTags,
    nDimensions: null,
    nMacs: null,
    referenceOutput: [],
  };
  return installTried({ spec, parent, files: [file, ...external, ...stored] }, inspection, options);
}

async function installTried(
  model: {
    readonly spec: ModelSpec;
    readonly parent: InstalledModel | null;
    readonly files: readonly ModelFile[];
  },
  { weightBytes }: NetworkInspection,
  { env, variables, signal }: AddOptions,
): Promise<AddedModel> {
  const { spec, parent } = model;
  const { name } = spec;
  let warnings: readonly string[] = [];
  let referenceDifference: number | null = null;
  const installed = await installFiles(
    {
      ...model,
      async verify(untried) {
        const ofBoth = weightBytes + (await sizeOf(parent));
        const trial = await tryModel(untried, { weightBytes: ofBoth, variables, signal });
        const judgement = judgeTrial(spec, trial);
        if (judgement.errors.length > 0) throw mismatch(name, judgement.errors);
        warnings = judgement.warnings;
        referenceDifference = trial.reference?.maxDifference ?? null;
        const { nDimensions, referenceOutput } = trial;
        return { nDimensions, referenceOutput };
      },
    },
    join(installedModelsFolder(env), name),
  );
  return { installed, warnings, referenceDifference };
}

/** Bytes of the files of a model and of those before it. */
async function sizeOf(model: InstalledModel | null): Promise<number> {
  if (!model) return 0;
  const { spec, folder, parent } = model;
  const sizes = modelFiles(spec).map(async ({ file }) => (await stat(join(folder, file))).size);
  const own = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  return own + (await sizeOf(parent));
}

function networkNeeded({ name, source, licence }: ModelManifest): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `The network of ${name} does not come with Earmark. Its licence: ${licence}. Get it from ${source ?? 'its authors'}, and name the file: earmark models add ${name} --onnx FILE`,
  );
}

async function assertNameIsFree(name: ModelName): Promise<void> {
  const inCatalogue = (await readCatalogue()).some((entry) => entry.name === name);
  if (!inCatalogue && !isInt8Name(name)) return;
  const reason = inCatalogue ? 'is a model of the catalogue' : 'is the name of a model in int8';
  throw new EarmarkError(
    'USAGE_INVALID',
    `${name} ${reason}. Give the model another name, in the manifest or with --name.`,
  );
}

async function readParent(
  { input }: ModelManifest,
  name: ModelName,
  env: Environment,
): Promise<InstalledModel | null> {
  if (input.kind !== 'embedding') return null;
  const parent = await findInstalled(env, input.model);
  if (!parent || reads(parent, name)) {
    throw new EarmarkError(
      'MODEL_MISSING',
      `${name} reads the embedding of ${input.model}, which is not installed. Add that one first: earmark models add MANIFEST`,
    );
  }
  if (parent.spec.nDimensions !== null) return parent;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `${name} reads the embedding of ${input.model}, which has none. Name the tensor of its embedding in network.output.embedding of its manifest, and add it again.`,
  );
}

/** Whether a model of this name is at the beginning of the embeddings of another, or is that itself. */
function reads({ spec, parent }: InstalledModel, name: ModelName): boolean {
  return spec.name === name || (parent !== null && reads(parent, name));
}

/** @throws MODEL_MISMATCH when there is no such vocabulary, or its tags are others than the manifest says */
async function readTags(
  manifest: Pick<ModelManifest, 'name' | 'tags' | 'tagsSha256'>,
): Promise<Vocabulary | null> {
  if (manifest.tags === null) return null;
  const tagsSha256 = manifest.tagsSha256 ?? '0'.repeat(64);
  const vocabulary = await vocabularyOf({ ...manifest, tagsSha256 }).catch((cause: unknown) => {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      'Earmark has no vocabulary of the id in tags.vocabulary: list the tags in the manifest.',
      { cause },
    );
  });
  const actual = sha256(Buffer.from(hashedTags(vocabulary)));
  if (manifest.tagsSha256 === undefined || manifest.tagsSha256 === actual) return vocabulary;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `The tags are not those whose hash the manifest has: they hash to ${actual}, and tagsSha256 is ${manifest.tagsSha256}. ` +
      'Check their order; then correct the hash, or leave it out.',
  );
}

/** The lengths of the axes of what the network reads of a chunk. @throws MODEL_MISMATCH for a front end that makes no sense */
function shapeOf(
  { input, network, name }: ModelManifest,
  parent: InstalledModel | null,
  coefficients: StoredCoefficients | null,
): readonly number[] {
  if (input.kind === 'embedding') {
    return embeddingShape(network.input.axes, parent?.spec.nDimensions ?? 0);
  }
  try {
    return createFeatures(input, network.input.axes, coefficients).shape;
  } catch (cause) {
    throw mismatch(name, [`input: ${messageOf(cause)}`]);
  }
}

function identityOf({ spec: { weightsSha256, conversionVersion } }: InstalledModel) {
  return { weightsSha256, conversionVersion };
}
