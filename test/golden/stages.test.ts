/**
 * Every block of every network gives what the reference gives, so that an error is found where it
 * is made. Not comparable are `spec` and `hstft.spec`, powers inside the front end whose decibels
 * are compared; `dense1`, where a batch normalization follows that is folded into it and compared
 * as `bn`; and of the recurrent layers all states but the last, the only one that is computed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, test } from 'vitest';
import { convertCheckpoint, type ConvertedModel } from '@earmark/converter';
import { chunkAt } from '@earmark/core/audio';
import type { Architecture } from '@earmark/core/model';
import { observeBlocks } from '../support/block-observer.ts';
import { ffmpegDecoders } from '../support/decoders.ts';
import { inLongerSeries, isSeries } from '../support/longer-series.ts';
import { unpackRandomWeights } from '../support/random-weights.ts';
import * as compare from '../support/reference-stage.ts';
import { LAST_STATE, NETWORK_INPUT, stageNode } from '../support/stage-node.ts';
import { TINY_MODELS, tinyCheckpoint, tinyClip, tinyStages } from '../support/tiny-models.ts';

const golden = join(process.env['EARMARK_GOLDEN'] ?? '', 'golden');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(golden);
if (missing) console.warn('SKIPPED, blocks of whole models: EARMARK_GOLDEN names no folder.');

// ffmpeg decodes this one to the reference's waveform, bit for bit.
const [ffmpeg] = missing ? [] : ffmpegDecoders;
const unpacked = ffmpeg && isSeries ? unpackRandomWeights(golden) : undefined;
const clip = await ffmpeg
  ?.create()
  .decode(join(golden, 'audio/folk_44k_stereo.ogg'), new AbortController().signal);
afterAll(() => unpacked?.remove());

const NOT_COMPARABLE = ['spec', 'hstft.spec', 'dense1'];

/** Of each architecture a tiny one is compared in any case. */
const WHOLE_MODELS: readonly { readonly model: string; readonly architecture: Architecture }[] = [
  { model: 'jamendo/fcn', architecture: 'fcn' },
  { model: 'jamendo/crnn', architecture: 'crnn' },
  { model: 'jamendo/musicnn', architecture: 'musicnn' },
  ...inLongerSeries([
    { model: 'mtat/fcn', architecture: 'fcn' },
    { model: 'mtat/crnn', architecture: 'crnn' },
    { model: 'mtat/musicnn', architecture: 'musicnn' },
    { model: 'msd/fcn', architecture: 'fcn' },
    { model: 'msd/crnn', architecture: 'crnn' },
    { model: 'synthetic/sample', architecture: 'sample' },
    { model: 'synthetic/se', architecture: 'se' },
    { model: 'synthetic/short', architecture: 'short' },
    { model: 'synthetic/short_res', architecture: 'short_res' },
    { model: 'synthetic/attention', architecture: 'attention' },
    { model: 'synthetic/hcnn', architecture: 'hcnn' },
  ] as const),
];

describe('every block gives what the reference gives', () => {
  test.each(TINY_MODELS)('of the tiny $architecture', async ({ architecture, inputLength }) => {
    const model = convertCheckpoint(tinyCheckpoint(architecture), architecture);
    const chunk = chunkAt(tinyClip(), { start: 0, length: inputLength, fill: 'silence' });
    const stages = tinyStages(architecture);
    // No channel of a tiny model is always zero, so each is in the layout.
    await expectSameStages({ model, architecture, stages, chunk }, (ours, stage) => {
      compare.expectSameFigures(ours, stage);
      compare.expectSameEnds(ours, stage);
    });
  });

  // Channels that are always zero were left out of these, so only figures are compared.
  test.skipIf(!clip).each(WHOLE_MODELS)('of $model', async ({ model: id, architecture }) => {
    const folder = id.startsWith('synthetic/') ? unpacked!.path : join(golden, 'weights');
    const checkpoint = readFileSync(join(folder, id, 'best_model.pth'));
    const model = convertCheckpoint(checkpoint, architecture);
    const { length } = model.cut.chunks;
    const chunk = chunkAt(clip!.waveform, { start: 64_000, length, fill: 'silence' });
    const file = readFileSync(join(golden, 'expected', id, 'stages.json'), 'utf8');
    const { stages } = JSON.parse(file) as { stages: compare.ReferenceStage[] };
    await expectSameStages({ model, architecture, stages, chunk }, compare.expectSameFigures);
  });
});

interface Comparison {
  readonly model: ConvertedModel;
  readonly architecture: Architecture;
  readonly stages: readonly compare.ReferenceStage[];
  readonly chunk: Float32Array;
}

async function expectSameStages(
  { model, architecture, stages, chunk }: Comparison,
  expectSame: (ours: Tensor, stage: compare.ReferenceStage) => void,
): Promise<void> {
  const pairs = stages
    .filter(({ name }) => !NOT_COMPARABLE.includes(name))
    .map((stage) => ({ stage, node: stageNode(architecture, stage.name) }));
  const nodes = pairs.map(({ node }) => node).filter((node) => node !== NETWORK_INPUT);
  const outputs = await observeBlocks(model, nodes, chunk);
  expect(pairs.length).toBeGreaterThan(7);
  for (const { stage, node } of pairs) {
    const ours = outputs[node]!;
    if (node === LAST_STATE) compare.expectSameLast(ours.data as Float32Array, stage);
    else expectSame(ours, stage);
  }
}
