import { expect, test } from 'vitest';
import {
  blockLayout,
  joinLayouts,
  layoutBeforeRelu,
  plainLayout,
  spreadChannels,
  spreadWeights,
} from './channel-layout.ts';

test.each([
  { nChannels: 1, nPositions: 16 },
  { nChannels: 64, nPositions: 64 },
  { nChannels: 204, nPositions: 208 },
])('$nChannels channels fill whole blocks, $nPositions positions', ({ nChannels, nPositions }) => {
  const { channels } = blockLayout(nChannels);
  expect(channels).toHaveLength(nPositions);
  expect(channels.filter((channel) => channel !== null)).toEqual(plainLayout(nChannels).channels);
});

test('channels that a ReLU makes zero for any input are left out', () => {
  const weight = { shape: [4, 1, 2], data: Float32Array.of(1, 0, 1e-30, -1e-40, 0, 0, 0, 0) };
  const bias = Float32Array.of(-1, 1e-30, 0.5, -3);
  const { channels, nChannels } = layoutBeforeRelu({ weight, bias });
  expect(channels.filter((channel) => channel !== null)).toEqual([0, 2]);
  expect(nChannels).toBe(4);
});

test('weights follow the layouts on both sides', () => {
  const weights = { shape: [2, 2, 1], data: Float32Array.of(1, 2, 3, 4) };
  const out = { channels: [1, null, 0], nChannels: 2 };
  const input = { channels: [null, 1], nChannels: 2 };
  expect([...spreadWeights(weights, out, input)]).toEqual([0, 4, 0, 0, 0, 2]);
  expect([...spreadChannels(Float32Array.of(5, 6), out)]).toEqual([6, 0, 5]);
});

test('joined values number their channels on', () => {
  const pruned = { channels: [1, null], nChannels: 3 };
  expect(joinLayouts([pruned, pruned])).toEqual({ channels: [1, null, 4, null], nChannels: 6 });
});
