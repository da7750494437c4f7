import { expect, test } from 'vitest';
import { takeBatch } from './take-batch.ts';

test.each([
  { what: 'one alone, however long', waiting: ['a16'], batch: ['a16'], left: [] },
  { what: 'as many as fit', waiting: ['a3', 'a5', 'a1'], batch: ['a3', 'a5'], left: ['a1'] },
  { what: 'those of its key', waiting: ['a1', 'b1', 'a1'], batch: ['a1', 'a1'], left: ['b1'] },
  { what: 'the oldest first', waiting: ['b1', 'a1', 'a1'], batch: ['b1'], left: ['a1', 'a1'] },
  { what: 'none past one', waiting: ['a4', 'a5', 'a1'], batch: ['a4'], left: ['a5', 'a1'] },
  { what: 'nothing', waiting: [], batch: [], left: [] },
])('up to 8 chunks: $what', ({ waiting, batch, left }) => {
  const requests = waiting.map((text) => ({
    text,
    key: text.slice(0, 1),
    nChunks: Number(text.slice(1)),
  }));
  expect(takeBatch(requests, 8).map(({ text }) => text)).toEqual(batch);
  expect(requests.map(({ text }) => text)).toEqual(left);
});
