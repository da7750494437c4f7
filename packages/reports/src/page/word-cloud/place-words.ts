import { textWidth } from './text-width.ts';

export interface Word {
  readonly text: string;
  /** Positive; the area of a word is proportional to it, down to a size that can be read. */
  readonly weight: number;
}

export interface PlacedWord<W extends Word = Word> {
  readonly word: W;
  readonly fontSize: number;
  /** Centre of its box. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const FONT_SIZE = { least: 12, most: 68 };
const LINE_HEIGHT = 1.05;
const GAP = 4;

/** The spiral: wider than high; one turn moves it outward by `pitch`, one step along it by about `step`. */
const SPIRAL = { aspect: 2.2, pitch: 5, step: 3 };

/** Words around (0, 0), the heaviest in the middle, none over another; the same words give the same places. */
export function placeWords<W extends Word>(words: readonly W[]): PlacedWord<W>[] {
  const heaviest = Math.max(...words.map(({ weight }) => weight));
  const placed: PlacedWord<W>[] = [];
  for (const word of words.toSorted((a, b) => b.weight - a.weight)) {
    const scaled = FONT_SIZE.most * Math.sqrt(word.weight / heaviest);
    const fontSize = Math.max(FONT_SIZE.least, scaled);
    const size = { width: fontSize * textWidth(word.text), height: fontSize * LINE_HEIGHT };
    placed.push({ word, fontSize, ...size, ...freePlace(size, placed) });
  }
  return placed;
}

function freePlace(
  size: Pick<PlacedWord, 'width' | 'height'>,
  placed: readonly PlacedWord[],
): Pick<PlacedWord, 'x' | 'y'> {
  // Whatever was in the way a step ago mostly still is.
  let obstacle: PlacedWord | undefined;
  for (let angle = 0; ; angle += SPIRAL.step / (SPIRAL.pitch + radiusAt(angle))) {
    const x = SPIRAL.aspect * radiusAt(angle) * Math.cos(angle);
    const y = radiusAt(angle) * Math.sin(angle);
    const box = { ...size, x, y };
    if (obstacle && overlaps(box, obstacle)) continue;
    obstacle = placed.find((other) => overlaps(box, other));
    if (!obstacle) return { x, y };
  }
}

function radiusAt(angle: number): number {
  return (SPIRAL.pitch * angle) / (2 * Math.PI);
}

type Box = Pick<PlacedWord, 'x' | 'y' | 'width' | 'height'>;

function overlaps(a: Box, b: Box): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 + GAP &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2
  );
}
