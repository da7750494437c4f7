import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calibrationSignals,
  type ConvertedModel,
  INT8_CONVERSION_VERSION,
  type Int8Conversion,
  joinRanges,
  type Range,
  toInt8,
} from '@earmark/converter';
import { chunkAt, type Waveform } from '@earmark/core/audio';
import {
  type InstalledModel,
  int8Name,
  type ModelManifest,
  type ModelSpec,
} from '@earmark/core/model';
import { CHUNK_PLANS } from '@earmark/core/tagging';
import { openFrontEnd, openNetwork, readLogMelCoefficients } from '@earmark/inference';
import { installConverted } from '../install-model.ts';
import { checkFiles } from '../verify-model.ts';

/** The music from which the ranges of the values are learnt, besides the synthetic signals; one waveform at a time. */
export type Music = AsyncIterable<Waveform> | Iterable<Waveform>;

/**
 * Converts an installed model to int8 and installs the result in `folder`, in place of an earlier one. Nothing is
 * known of its scores then: see `compareInt8`.
 *
 * @throws MODEL_MISMATCH when its files are not those that were installed; what `installConverted` throws
 */
export async function quantizeModel(
  model: InstalledModel,
  manifest: ModelManifest,
  { music, folder }: { readonly music: Music; readonly folder: string },
): Promise<ModelSpec> {
  await checkFiles(model);
  const { spec } = model;
  const conversion = await readConversion(model);
  const ranges = await measureRanges(model, conversion, music);
  const converted: ConvertedModel = {
    ...spec,
    onnx: conversion.convert(ranges),
    frontEnd: await convertedFrontEnd(model),
    conversionVersion: INT8_CONVERSION_VERSION,
  };
  const origin = { ...spec, manifest: { ...manifest, name: int8Name(manifest.name) } };
  return installConverted(origin, converted, folder);
}

/** The conversion to int8 of an installed model in float32. */
export async function readConversion({ spec, folder }: InstalledModel): Promise<Int8Conversion> {
  return toInt8(await readFile(join(folder, spec.onnx.file)));
}

/** The ranges that the values of a network take for the synthetic signals and all chunks of some music. */
async function measureRanges(
  model: InstalledModel,
  { values, measuring }: Int8Conversion,
  music: Music,
): Promise<readonly Range[]> {
  const { inputLength, sampleRate, scoring } = model.spec;
  const frontEnd = await openFrontEnd(model);
  const session = await openNetwork(measuring, 'cpu');
  let ranges: readonly Range[] = values.map(() => ({ min: 0, max: 0 }));
  const measure = async (chunk: Float32Array): Promise<void> => {
    const [extremes] = await session.score(frontEnd.transform([chunk]), frontEnd.shape);
    ranges = ranges.map((range, i) =>
      joinRanges(range, { min: extremes?.[2 * i] ?? 0, max: extremes?.[2 * i + 1] ?? 0 }),
    );
  };
  try {
    for (const signal of calibrationSignals({ length: inputLength, sampleRate })) {
      await measure(signal);
    }
    for await (const waveform of music) {
      for (const start of CHUNK_PLANS[scoring]({ nSamples: waveform.length, inputLength })) {
        await measure(chunkAt(waveform, { start, length: inputLength }));
      }
    }
  } finally {
    await session.close();
  }
  return ranges;
}

async function convertedFrontEnd(model: InstalledModel): Promise<ConvertedModel['frontEnd']> {
  const { frontEnd } = model.spec;
  if (frontEnd.kind === 'waveform') return frontEnd;
  const { window, filterbank } = await readLogMelCoefficients(model);
  return { ...frontEnd, coefficients: Float32Array.from([...window, ...filterbank]) };
}
