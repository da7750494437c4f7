import { expect, test } from 'vitest';
import { centredChunk, chunkAt, spreadChunks } from './chunk.ts';

test.each([
  { nSamples: 464_000 + 16 * 50, inputLength: 464_000, hop: 50, title: 'whole hops' },
  {
    nSamples: 464_000 + 16 * 50 + 15,
    inputLength: 464_000,
    hop: 50,
    title: 'a rest of 15 samples',
  },
  { nSamples: 464_015, inputLength: 464_000, hop: 0, title: 'less slack than chunks' },
  { nSamples: 464_000, inputLength: 464_000, hop: 0, title: 'no slack' },
])('a track with $title has 16 chunks, $hop samples apart', ({ nSamples, inputLength, hop }) => {
  expect(spreadChunks({ nSamples, inputLength })).toEqual(
    Array.from({ length: 16 }, (_, i) => i * hop),
  );
});

test('a track that is shorter than a chunk has one chunk', () => {
  expect(spreadChunks({ nSamples: 463_999, inputLength: 464_000 })).toEqual([0]);
});

test.each([
  { nSamples: 1_000, start: 450, title: 'as much before as after it' },
  { nSamples: 1_001, start: 450, title: 'the odd sample after it' },
  { nSamples: 100, start: 0, title: 'all of the track' },
  { nSamples: 99, start: 0, title: 'a shorter track from its beginning' },
])('the one chunk in the middle leaves $title', ({ nSamples, start }) => {
  expect(centredChunk({ nSamples, inputLength: 100 })).toEqual([start]);
});

test.each([
  { start: 0, chunk: [1, 2, 3, 4] },
  { start: 3, chunk: [4, 5, 0, 0] },
])('a chunk from sample $start is $chunk', ({ start, chunk }) => {
  expect([...chunkAt(Float32Array.of(1, 2, 3, 4, 5), { start, length: 4 })]).toEqual(chunk);
});
