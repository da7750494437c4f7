import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toInt8 } from '@earmark/converter';
import type { InstalledModel } from '@earmark/core/model';
import { readShippedModels } from '@earmark/models';
import {
  compareInt8,
  type ComparedPair,
  findWorstLayer,
  type Int8Pair,
  quantizeModel,
  readInt8Host,
  toVerdict,
} from '@earmark/models/int8';
import { tinyClip } from '../support/tiny-models.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let pair: Int8Pair;

beforeAll(async () => {
  folder = temporaryFolder();
  const [float32] = await readShippedModels();
  const spec = await quantizeModel(float32!, { music: [], folder: folder.path });
  pair = { float32: float32!, int8: { spec, folder: folder.path, parent: null } };
});
afterAll(() => {
  folder.remove();
});

test('a model whose ranges are cut off does not pass, and the layer is named', async () => {
  const sound = await verdictOn(pair);
  expect(sound).toMatchObject({ passed: true });
  expect(sound.timeRatio).toBeGreaterThan(0);

  const cut = { ...pair, int8: withRangeCutOff('layer4/relu') };
  const failed = await verdictOn(cut);
  expect(failed.passed).toBe(false);
  expect(failed.changes.maxDifference).toBeGreaterThan(10 * sound.changes.maxDifference);
  expect(await findWorstLayer(cut, waveforms())).toMatch(/^layer[45]\/conv$/);
});

test('a file that was changed is refused before it is compared', async () => {
  const path = join(folder.path, 'changed.onnx');
  writeFileSync(path, 'changed');
  const network = { ...pair.int8.spec.network, file: 'changed.onnx' };
  const spec = { ...pair.int8.spec, network };
  const changed = { ...pair, int8: { ...pair.int8, spec } };
  await expect(compare(changed)).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
});

async function verdictOn(compared: Int8Pair) {
  const found = await compare(compared);
  return toVerdict(compared, await readInt8Host(), { ...found, files: [], worstLayer: null });
}

async function compare(compared: Int8Pair): Promise<ComparedPair> {
  const music = async function* () {
    for (const [i, waveform] of waveforms().entries()) {
      yield await Promise.resolve({ file: String(i), waveform, sampleRate: 16_000 });
    }
  };
  const { signal } = new AbortController();
  const [found] = await compareInt8([compared], music(), { nThreads: 1, signal });
  return found!;
}

/** The same clip five times, shorter than a chunk, so that only its scores matter and not their order. */
function waveforms() {
  const clip = tinyClip().subarray(0, 50_000);
  return Array.from({ length: 5 }, () => {
    const waveform = new Float32Array(new SharedArrayBuffer(4 * clip.length));
    waveform.set(clip);
    return waveform;
  });
}

/** The model in int8 with a range of one value that is a twentieth of what it should be. */
function withRangeCutOff(value: string): InstalledModel {
  const { spec } = pair.int8;
  const conversion = toInt8(
    readFileSync(join(pair.float32.folder, pair.float32.spec.network.file)),
  );
  const ranges = conversion
    .rangesIn(readFileSync(join(folder.path, spec.network.file)))
    .map(({ min, max }, i) => ({ min, max: conversion.values[i] === value ? max / 20 : max }));
  const onnx = conversion.convert(ranges);
  writeFileSync(join(folder.path, 'cut.onnx'), onnx);
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  const network = { ...spec.network, file: 'cut.onnx', sha256 };
  return { ...pair.int8, spec: { ...spec, network } };
}
