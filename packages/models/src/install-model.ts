import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { convertCheckpoint, type ConvertedModel } from '@earmark/converter';
import { EarmarkError } from '@earmark/core/failure';
import {
  type FrontEnd,
  type ModelSpec,
  type ModelManifest,
  toReferenceOutput,
} from '@earmark/core/model';
import { writeFileAtomic } from '@earmark/runtime/files';
import { readVocabulary } from './catalogue.ts';
import { gitBlobId, sha256 } from './hashes.ts';
import { scoreReferenceChunk } from './score-reference-chunk.ts';

/**
 * Converts a checkpoint and installs the model in `folder`, in place of an earlier one.
 *
 * @throws CHECKPOINT_INVALID, and what `installConverted` throws
 */
export async function installModel(
  manifest: ModelManifest,
  checkpoint: Uint8Array,
  folder: string,
): Promise<ModelSpec> {
  const converted = convertCheckpoint(checkpoint, manifest.architecture);
  const published = manifest.upstream?.gitBlobSha1 === gitBlobId(checkpoint);
  const origin = { manifest, weightsSha256: sha256(checkpoint), published };
  return installConverted(origin, converted, folder);
}

/** Where a converted model comes from. */
export interface ModelOrigin {
  readonly manifest: ModelManifest;
  readonly weightsSha256: string;
  readonly published: boolean;
}

/**
 * Runs the network once and installs the model in `folder`, in place of an earlier one. Its files are named by
 * hash, so that a worker which reads the earlier one meanwhile is not disturbed; `installed.json` comes last, and
 * nothing stays of a model that is refused.
 *
 * @throws CHECKPOINT_INVALID for weights that give no probabilities; MODEL_MISMATCH when it scores another
 *   number of tags than its vocabulary has; INFERENCE_FAILED, DISK_FULL, USAGE_INVALID when the folder cannot
 *   be written to
 */
export async function installConverted(
  origin: ModelOrigin,
  converted: ConvertedModel,
  folder: string,
): Promise<ModelSpec> {
  await checkVocabulary(origin.manifest, converted.nTags);
  const frontEnd = describeFrontEnd(converted);
  const unverified = describeModel(origin, converted, frontEnd);
  const staging = join(folder, `.${randomUUID()}`);
  try {
    await writeFileAtomic(join(staging, unverified.onnx.file), [converted.onnx]);
    if (frontEnd.file) await writeFileAtomic(join(staging, frontEnd.file), [frontEnd.bytes]);
    const scores = await scoreReferenceChunk({ spec: unverified, folder: staging });
    for (const file of [unverified.onnx.file, frontEnd.file]) {
      if (file) await rename(join(staging, file), join(folder, file));
    }
    const installed = { ...unverified, referenceOutput: toReferenceOutput(scores) };
    await writeFileAtomic(join(folder, 'installed.json'), [
      `${JSON.stringify(installed, null, 2)}\n`,
    ]);
    return installed;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function checkVocabulary({ name, vocabulary }: ModelManifest, nTags: number): Promise<void> {
  const { tags } = await readVocabulary(vocabulary);
  if (tags.length === nTags) return;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `This checkpoint scores ${String(nTags)} tags, but ${name} has the ${String(tags.length)} tags of ${vocabulary}. ` +
      'It belongs to another model or data set.',
  );
}

/** The model as it will be installed, but for its reference output. */
function describeModel(
  { manifest, weightsSha256, published }: ModelOrigin,
  { conversionVersion, sampleRate, inputLength, scoring, nTags, nMacs, onnx }: ConvertedModel,
  frontEnd: DescribedFrontEnd,
): ModelSpec {
  const onnxSha256 = sha256(onnx);
  return {
    name: manifest.name,
    architecture: manifest.architecture,
    vocabulary: manifest.vocabulary,
    weightsSha256,
    published,
    demonstration: manifest.demonstration,
    conversionVersion,
    sampleRate,
    inputLength,
    scoring,
    nTags,
    nMacs,
    frontEnd: frontEnd.spec,
    onnx: { file: `${onnxSha256.slice(0, 16)}.onnx`, sha256: onnxSha256 },
    frontEndFile: frontEnd.file,
    referenceOutput: [],
  };
}

interface DescribedFrontEnd {
  readonly spec: FrontEnd;
  readonly file: string | null;
  readonly bytes: Uint8Array;
}

function describeFrontEnd({ frontEnd }: ConvertedModel): DescribedFrontEnd {
  if (frontEnd.kind === 'waveform') {
    return { spec: { kind: 'waveform' }, file: null, bytes: new Uint8Array() };
  }
  const { coefficients, ...spec } = frontEnd;
  const bytes = new Uint8Array(
    coefficients.buffer,
    coefficients.byteOffset,
    coefficients.byteLength,
  );
  const hash = sha256(bytes);
  return {
    spec: { ...spec, sha256: hash },
    file: `${hash.slice(0, 16)}.front-end.f32`,
    bytes,
  };
}
