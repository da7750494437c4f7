import { expect, test } from 'vitest';
import { ChunkSpec } from '../model/chunk-spec.ts';
import { chunkAt, chunkStarts, fillOf, repeatFrom } from './chunk.ts';

const SPREAD = ChunkSpec.parse({ rule: 'spread', length: 464_000, count: 16, short: 'silence' });
const CENTRE = ChunkSpec.parse({ rule: 'centre', length: 100, short: 'silence' });

test.each([
  { nSamples: 464_000 + 16 * 50, hop: 50, title: 'whole hops' },
  { nSamples: 464_000 + 16 * 50 + 15, hop: 50, title: 'a rest of 15 samples' },
  { nSamples: 464_031, hop: 1, title: 'slack for one hop, and a rest of 15 samples' },
  { nSamples: 464_016, hop: 1, title: 'slack for just one hop' },
  { nSamples: 464_015, hop: 0, title: 'less slack than chunks' },
  { nSamples: 464_000, hop: 0, title: 'no slack' },
])('a track with $title has 16 chunks, $hop samples apart', ({ nSamples, hop }) => {
  expect(chunkStarts(SPREAD, nSamples)).toEqual(Array.from({ length: 16 }, (_, i) => i * hop));
});

test('a track that is shorter than a chunk has one chunk', () => {
  expect(chunkStarts(SPREAD, 463_999)).toEqual([0]);
});

test.each([
  { nSamples: 1_000, start: 450, title: 'as much before as after it' },
  { nSamples: 1_001, start: 450, title: 'the odd sample after it' },
  { nSamples: 100, start: 0, title: 'all of the track' },
  { nSamples: 99, start: 0, title: 'a shorter track from its beginning' },
])('the one chunk in the middle leaves $title', ({ nSamples, start }) => {
  expect(chunkStarts(CENTRE, nSamples)).toEqual([start]);
});

test.each([
  { nAll: 10, last: 'drop', starts: [0, 3, 6], why: 'the last one ends with the track' },
  { nAll: 10, last: 'silence', starts: [0, 3, 6], why: 'the last one ends with the track' },
  { nAll: 10, last: 'align-end', starts: [0, 3, 6], why: 'the last one ends with the track' },
  { nAll: 12, last: 'drop', starts: [0, 3, 6], why: 'a rest of two is dropped' },
  { nAll: 12, last: 'silence', starts: [0, 3, 6, 9], why: 'a rest of two is in a chunk more' },
  { nAll: 12, last: 'repeat', starts: [0, 3, 6, 9], why: 'a rest of two is in a chunk more' },
  { nAll: 12, last: 'align-end', starts: [0, 3, 6, 8], why: 'a chunk more ends with the track' },
  { nAll: 4, last: 'drop', starts: [0], why: 'the track is a chunk' },
  { nAll: 3, last: 'drop', starts: [0], why: 'the track is shorter than a chunk' },
  { nAll: 1, last: 'align-end', starts: [0], why: 'the track is shorter than a chunk' },
] as const)('chunks of 4 every 3 of $nAll with "$last": $why', ({ nAll, last, starts }) => {
  const chunks = ChunkSpec.parse({ rule: 'hop', length: 4, hop: 3, last, short: 'repeat' });
  expect(chunkStarts(chunks, nAll)).toEqual(starts);
});

test.each([
  { nAll: 9, last: 'silence', starts: [0], why: 'the next one would begin at the end' },
  { nAll: 10, last: 'repeat', starts: [0, 9], why: 'a rest of one is in a chunk more' },
  { nAll: 9, last: 'align-end', starts: [0, 5], why: 'a chunk more ends with the track' },
] as const)('chunks of 4 every 9 of $nAll with "$last": $why', ({ nAll, last, starts }) => {
  const chunks = ChunkSpec.parse({ rule: 'hop', length: 4, hop: 9, last, short: 'repeat' });
  expect(chunkStarts(chunks, nAll)).toEqual(starts);
});

test.each([
  { nAll: 3, fill: 'repeat', why: 'of a short track' },
  { nAll: 6, fill: 'silence', why: 'of the end' },
] as const)('what fills up a chunk $why is its own rule', ({ nAll, fill }) => {
  const rules = { last: 'silence', short: 'repeat' } as const;
  const chunks = ChunkSpec.parse({ rule: 'hop', length: 4, hop: 4, ...rules });
  expect(fillOf(chunks, nAll)).toBe(fill);
});

test.each([
  { start: 0, fill: 'silence', chunk: [1, 2, 3, 4] },
  { start: 3, fill: 'silence', chunk: [4, 5, 0, 0] },
  { start: 3, fill: 'repeat', chunk: [4, 5, 4, 5] },
  { start: 4, fill: 'repeat', chunk: [5, 5, 5, 5] },
] as const)('a chunk from sample $start with $fill is $chunk', ({ start, fill, chunk }) => {
  const waveform = Float32Array.of(1, 2, 3, 4, 5);
  expect([...chunkAt(waveform, { start, length: 4, fill })]).toEqual(chunk);
});

test('nothing is repeated of nothing', () => {
  const values = Float32Array.of(0, 0);
  repeatFrom(values, 0);
  expect([...values]).toEqual([0, 0]);
});
