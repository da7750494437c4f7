import { bandsOf, convertCheckpoint, type ConvertedModel } from '@earmark/converter';
import { EarmarkError } from '@earmark/core/failure';
import {
  type AudioInput,
  type CatalogueEntry,
  hashedTags,
  type ModelInput,
  type ModelSpec,
  type Upstream,
} from '@earmark/core/model';
import { readVocabulary } from './catalogue.ts';
import { gitBlobId, sha256 } from './hashes.ts';
import { installFiles, type ModelFile } from './install-files.ts';

/**
 * Converts a checkpoint and installs the model in `folder`, in place of an earlier one.
 *
 * @throws CHECKPOINT_INVALID, and what `installConverted` throws
 */
export async function installModel(
  entry: CatalogueEntry,
  checkpoint: Uint8Array,
  folder: string,
): Promise<ModelSpec> {
  const converted = convertCheckpoint(checkpoint, entry.architecture);
  const published = entry.upstream?.gitBlobSha1 === gitBlobId(checkpoint);
  const origin = { entry, weightsSha256: sha256(checkpoint), published };
  return installConverted(origin, converted, folder);
}

/** Where a converted model comes from. */
export interface ModelOrigin {
  readonly entry: CatalogueEntry;
  readonly weightsSha256: string;
  readonly published: boolean;
}

/**
 * Runs the network once and installs the model in `folder`, in place of an earlier one.
 *
 * @throws CHECKPOINT_INVALID for weights that give no probabilities; MODEL_MISMATCH when it scores another
 *   number of tags than its vocabulary has; INFERENCE_FAILED, DISK_FULL, USAGE_INVALID when the folder cannot
 *   be written to
 */
export async function installConverted(
  { entry, weightsSha256, published }: ModelOrigin,
  { onnx, conversionVersion, nTags, nMacs, axes, ...converted }: ConvertedModel,
  folder: string,
): Promise<ModelSpec> {
  const vocabulary = await readVocabulary(entry.vocabulary);
  assertTags(entry, vocabulary.tags.length, nTags);
  const { input, file: stored } = describeInput(converted);
  const network = networkFile(onnx);
  const spec: Omit<ModelSpec, 'referenceOutput'> = {
    version: 2,
    name: entry.name,
    architecture: entry.architecture,
    licence: entry.licence,
    source: entry.upstream && addressOf(entry.upstream),
    input,
    scores: { are: 'probabilities', labels: 'multi', aggregation: 'mean' },
    tags: { vocabulary: entry.vocabulary },
    tagsSha256: sha256(Buffer.from(hashedTags(vocabulary))),
    reference: null,
    network: {
      file: network.name,
      sha256: sha256(onnx),
      externalData: [],
      input: { name: null, axes },
      output: { scores: null, embedding: null },
      batch: 'any',
    },
    parent: null,
    weightsSha256,
    published,
    demonstration: entry.demonstration,
    conversionVersion,
    nTags,
    nDimensions: null,
    nMacs,
  };
  return installFiles({ spec, parent: null, files: [network, ...stored] }, folder);
}

function assertTags({ name, vocabulary }: CatalogueEntry, nListed: number, nTags: number): void {
  if (nListed === nTags) return;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `This checkpoint scores ${String(nTags)} tags, but ${name} has the ${String(nListed)} tags of ${vocabulary}. ` +
      'It belongs to another model or data set.',
  );
}

function addressOf({ repository, path }: Upstream): string {
  return `${repository.replace(/\/$/, '')}/${path}`;
}

/** The input of a converted network, and the file of its coefficients, if it has one. */
function describeInput({ cut, frontEnd }: Pick<ConvertedModel, 'cut' | 'frontEnd'>): {
  readonly input: AudioInput & ModelInput;
  readonly file: readonly ModelFile[];
} {
  if (frontEnd.kind === 'waveform') return { input: { kind: 'waveform', ...cut }, file: [] };
  const { spectrogram, coefficients } = frontEnd;
  const common = { kind: 'spectrogram', ...cut } as const;
  if (!coefficients)
    return { input: { ...common, spectrogram: { ...spectrogram, stored: null } }, file: [] };
  const { window, filterbank } = coefficients;
  const bytes = new Uint8Array(Float32Array.from([...window, ...filterbank]).buffer);
  const hash = sha256(bytes);
  const file = `${hash.slice(0, 16)}.front-end.f32`;
  const stored = { file, sha256: hash, nBands: bandsOf(frontEnd) };
  return {
    input: { ...common, spectrogram: { ...spectrogram, stored } },
    file: [{ name: file, bytes }],
  };
}

/** Named by its hash, so that a worker which reads an earlier one meanwhile is not disturbed. */
export function networkFile(onnx: Uint8Array): ModelFile {
  return { name: `${sha256(onnx).slice(0, 16)}.onnx`, bytes: onnx };
}
