import { expect, test } from 'vitest';
import { type PlacedWord, placeWords, type Word } from './place-words.ts';

const words: readonly Word[] = Array.from({ length: 60 }, (_, i) => ({
  text: ['Easy listening', 'Rock', 'R&B', '摇滚'][i % 4]! + String(i),
  weight: 1 / (i + 1),
}));

function meet(a: PlacedWord, b: PlacedWord): boolean {
  return (
    Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height
  );
}

test('no two words overlap', () => {
  const placed = placeWords(words);
  const meeting = placed.flatMap((a, i) => placed.slice(i + 1).filter((b) => meet(a, b)));
  expect(placed).toHaveLength(words.length);
  expect(meeting).toEqual([]);
});

test('the heaviest word is in the middle and four times the weight is twice the size', () => {
  const [first, second] = placeWords([
    { text: 'light', weight: 0.25 },
    { text: 'heavy', weight: 1 },
  ]);
  expect(first).toMatchObject({ word: { text: 'heavy' }, x: 0, y: 0 });
  expect(first!.fontSize / second!.fontSize).toBe(2);
});

test('the same words have the same positions', () => {
  expect(placeWords(words)).toEqual(placeWords(words));
});

test('no words have no positions', () => {
  expect(placeWords([])).toEqual([]);
});
