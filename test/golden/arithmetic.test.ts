import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { convertCheckpoint } from '@earmark/converter';
import { unpackRandomWeights } from '../support/random-weights.ts';

const shared = process.env['EARMARK_GOLDEN'] ?? '';
const golden = join(shared, 'golden');
const missing = shared === '' || !existsSync(golden);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with golden/weights.');

const unpacked = missing ? undefined : unpackRandomWeights(golden);
afterAll(() => unpacked?.remove());

// What others counted of the whole networks. Random weights have no silent channels, so that none is pruned; hcnn
// reads 6 channels and 2 of zeros; in a trained fcn no channel is silent, in a trained crnn a third of the work is.
test.skipIf(missing).each([
  { model: 'weights/jamendo/fcn', gflop: 68.9 },
  { model: 'weights/jamendo/crnn', gflop: 88.4 },
  { model: 'synthetic/sample', gflop: 55.3 },
  { model: 'synthetic/se', gflop: 155.5 },
  { model: 'synthetic/short', gflop: 64.4 },
  { model: 'synthetic/short_res', gflop: 88.7 },
  { model: 'synthetic/attention', gflop: 428.2 },
  { model: 'synthetic/hcnn', gflop: 138.5 },
] as const)('a track costs $model $gflop GFLOP', ({ model, gflop }) => {
  const folder = model.startsWith('synthetic') ? unpacked!.path : golden;
  const bytes = readFileSync(join(folder, model, 'best_model.pth'));
  const architecture = model.split('/').at(-1) as 'fcn';
  const { nMacs, cut } = convertCheckpoint(bytes, architecture);
  const nChunks = cut.chunks.rule === 'spread' ? cut.chunks.count : 1;
  expect((2 * nChunks * nMacs) / 1e9).toBeCloseTo(gflop, 1);
});
