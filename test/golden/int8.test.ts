import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { convertCheckpoint } from '@earmark/converter';
import { createChunkScorer, maxDifference } from '../support/chunk-scorer.ts';
import { measureInt8 } from '../support/int8-network.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { readFloats } from '../support/samples.ts';

const golden = join(process.env['EARMARK_GOLDEN'] ?? '', 'golden');
const missing = !existsSync(golden);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with golden/weights.');

/** Largest difference of a score, as `models verify --profile int8` allows. */
const MAX_DIFFERENCE = 0.02;

/** In a longer series also the one whose layers are those of crnn. */
const architectures = ['crnn', 'musicnn', ...inLongerSeries(['fcn'] as const)] as const;

test.skipIf(missing).each(architectures)(
  'jamendo/%s in int8 scores the reference waveforms as in float32',
  async (architecture) => {
    const checkpoint = join(golden, 'weights/jamendo', architecture, 'best_model.pth');
    const model = convertCheckpoint(readFileSync(checkpoint), architecture);
    const { conversion, ranges } = await measureInt8(model);
    const float32 = await createChunkScorer(model);
    const int8 = await createChunkScorer({ ...model, onnx: conversion.convert(ranges) });
    const differences: number[] = [];
    const { length } = model.cut.chunks;
    // A chunk of each: of one that is longer, and of one that is shorter.
    for (const clip of ['electronic', 'short2s']) {
      const chunk = readFloats(join(golden, 'waveforms', fileOf(clip))).subarray(0, length);
      const [[expected], [actual]] = [await float32(chunk), await int8(chunk)];
      differences.push(maxDifference(actual!, expected!));
    }
    expect(Math.max(...differences)).toBeLessThan(MAX_DIFFERENCE);
  },
);

function fileOf(clip: string): string {
  return readdirSync(join(golden, 'waveforms')).find((file) => file.startsWith(clip))!;
}
