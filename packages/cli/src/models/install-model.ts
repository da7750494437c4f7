import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { convertCheckpoint, type ConvertedModel } from '@earmark/converter/convert-checkpoint.js';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { FrontEnd, InstalledModel, ModelManifest } from '@earmark/core/model/model-spec.js';
import { writeFileAtomic } from '@earmark/runtime/files/write-file-atomic.js';
import { readVocabulary } from '@earmark/runtime/models/model-registry.js';

/**
 * Converts a checkpoint and installs the model in `folder`, in place of an earlier one. Its files are named by
 * hash, so that a worker which reads the earlier one meanwhile is not disturbed; `installed.json` comes last.
 *
 * @throws CHECKPOINT_INVALID, MODEL_MISMATCH when it scores another number of tags than its vocabulary has,
 *   DISK_FULL, USAGE_INVALID when the folder cannot be written to
 */
export async function installModel(
  manifest: ModelManifest,
  checkpoint: Uint8Array,
  folder: string,
): Promise<InstalledModel> {
  const converted = convertCheckpoint(checkpoint, manifest.architecture);
  await checkVocabulary(manifest, converted.nTags);
  const onnxSha256 = sha256(converted.onnx);
  const onnxFile = `${onnxSha256.slice(0, 16)}.onnx`;
  const frontEnd = describeFrontEnd(converted);
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(join(folder, onnxFile), [converted.onnx]);
  if (frontEnd.file) await writeFileAtomic(join(folder, frontEnd.file), [frontEnd.bytes]);
  const installed: InstalledModel = {
    id: manifest.id,
    architecture: manifest.architecture,
    vocabulary: manifest.vocabulary,
    weightsSha256: sha256(checkpoint),
    published: manifest.upstream?.gitBlobSha1 === gitBlobSha1(checkpoint),
    demonstration: manifest.demonstration,
    profile: converted.profile,
    inputLength: converted.inputLength,
    nTags: converted.nTags,
    frontEnd: frontEnd.spec,
    onnx: { file: onnxFile, sha256: onnxSha256 },
    frontEndFile: frontEnd.file,
  };
  await writeFileAtomic(join(folder, 'installed.json'), [
    `${JSON.stringify(installed, null, 2)}\n`,
  ]);
  return installed;
}

async function checkVocabulary({ id, vocabulary }: ModelManifest, nTags: number): Promise<void> {
  const { tags } = await readVocabulary(vocabulary);
  if (tags.length === nTags) return;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `This checkpoint scores ${String(nTags)} tags, but ${id} has the ${String(tags.length)} tags of ${vocabulary}. ` +
      'It belongs to another model or data set.',
  );
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
  const { nFft, hopLength, nMels, coefficients } = frontEnd;
  const bytes = new Uint8Array(
    coefficients.buffer,
    coefficients.byteOffset,
    coefficients.byteLength,
  );
  const hash = sha256(bytes);
  return {
    spec: { kind: 'log-mel', nFft, hopLength, nMels, sha256: hash },
    file: `${hash.slice(0, 16)}.front-end.f32`,
    bytes,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The id that git gives a file: what upstream repositories list. */
function gitBlobSha1(bytes: Uint8Array): string {
  return createHash('sha1')
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest('hex');
}
