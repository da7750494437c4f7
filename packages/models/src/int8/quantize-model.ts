import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calibrationSignals,
  INT8_CONVERSION_VERSION,
  type Int8Conversion,
  joinRanges,
  type Range,
  toInt8,
} from '@earmark/converter';
import type { Waveform } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import {
  audioModelOf,
  chunkSamples,
  type InstalledModel,
  int8Name,
  type ModelSpec,
} from '@earmark/core/model';
import { openFrontEnd, openNetwork } from '@earmark/inference';
import { sha256 } from '../hashes.ts';
import { installFiles } from '../install-files.ts';
import { networkFile } from '../install-model.ts';
import { modelFiles } from '../model-files.ts';
import { checkFiles } from '../verify-model.ts';

/** The music from which the ranges of the values are learnt, besides the synthetic signals; one waveform at a time. */
export type Music = AsyncIterable<Waveform> | Iterable<Waveform>;

/**
 * Converts an installed model to int8 and installs the result in `folder`, in place of an earlier one. Nothing is
 * known of its scores then: see `compareInt8`.
 *
 * @throws MODEL_MISMATCH when its files are not those that were installed; USAGE_INVALID for a network that Earmark did
 *   not convert; what `installFiles` throws
 */
export async function quantizeModel(
  model: InstalledModel,
  { music, folder }: { readonly music: Music; readonly folder: string },
): Promise<ModelSpec> {
  const { spec } = model;
  if (spec.nMacs === null) throw notConverted(spec.name);
  await checkFiles(model);
  const conversion = await readConversion(model);
  const onnx = conversion.convert(await measureRanges(model, conversion, music));
  const network = networkFile(onnx);
  const others = modelFiles(spec).filter(({ file }) => file !== spec.network.file);
  const files = await Promise.all(
    others.map(async ({ file }) => ({
      name: file,
      bytes: await readFile(join(model.folder, file)),
    })),
  );
  const int8 = {
    ...spec,
    name: int8Name(spec.name),
    network: { ...spec.network, file: network.name, sha256: sha256(onnx) },
    conversionVersion: INT8_CONVERSION_VERSION,
  };
  return installFiles({ spec: int8, parent: null, files: [network, ...files] }, folder);
}

function notConverted(name: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `${name} was added as a network of its own, and Earmark converts to int8 what it converted from a checkpoint. Leave it out: it runs in float32.`,
  );
}

/** The conversion to int8 of an installed model in float32. */
export async function readConversion({ spec, folder }: InstalledModel): Promise<Int8Conversion> {
  return toInt8(await readFile(join(folder, spec.network.file)));
}

/** The ranges that the values of a network take for the synthetic signals and all chunks of some music. */
async function measureRanges(
  model: InstalledModel,
  { values, measuring }: Int8Conversion,
  music: Music,
): Promise<readonly Range[]> {
  const audioModel = audioModelOf(model);
  const { input } = audioModel.spec;
  const frontEnd = await openFrontEnd(audioModel);
  const session = await openNetwork(measuring, 'cpu');
  let ranges: readonly Range[] = values.map(() => ({ min: 0, max: 0 }));
  const measure = async (features: Float32Array): Promise<void> => {
    const {
      scores: [extremes],
    } = await session.run(features, frontEnd.shape);
    ranges = ranges.map((range, i) =>
      joinRanges(range, { min: extremes?.[2 * i] ?? 0, max: extremes?.[2 * i + 1] ?? 0 }),
    );
  };
  try {
    const ofChunk = { length: chunkSamples(input), sampleRate: input.sampleRate };
    for (const signal of calibrationSignals(ofChunk)) {
      await measure(frontEnd.chunksOf(signal).features({ first: 0, count: 1 }));
    }
    for await (const waveform of music) {
      const chunks = frontEnd.chunksOf(waveform);
      for (let first = 0; first < chunks.count; first++) {
        await measure(chunks.features({ first, count: 1 }));
      }
    }
  } finally {
    await session.close();
  }
  return ranges;
}
