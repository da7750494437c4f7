export interface Word {
  readonly text: string;
  /** Positive; the area of a word is proportional to it, down to a readable size. */
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

/** Words around (0, 0), the heaviest in the middle, without overlap; the same words give the same positions. */
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

type Size = Pick<PlacedWord, 'width' | 'height'>;

function freePlace(size: Size, placed: readonly PlacedWord[]): Pick<PlacedWord, 'x' | 'y'> {
  // The obstacle of the previous step is mostly still in the way.
  let obstacle: PlacedWord | undefined;
  for (let angle = 0; ;) {
    const radius = (SPIRAL.pitch * angle) / (2 * Math.PI);
    const x = SPIRAL.aspect * radius * Math.cos(angle);
    const y = radius * Math.sin(angle);
    if (!obstacle || !overlaps(size, x, y, obstacle)) {
      obstacle = placed.find((other) => overlaps(size, x, y, other));
      if (!obstacle) return { x, y };
    }
    angle += SPIRAL.step / (SPIRAL.pitch + radius);
  }
}

/** Whether a box of this size around (x, y) and another one overlap: asked millions of times a page. */
function overlaps(size: Size, x: number, y: number, other: PlacedWord): boolean {
  return (
    Math.abs(x - other.x) < (size.width + other.width) / 2 + GAP &&
    Math.abs(y - other.y) < (size.height + other.height) / 2
  );
}

/** Widths of characters in thousandths of the font size: Helvetica's, which other sans-serifs are close to. */
const WIDTHS: Readonly<Record<number, string>> = {
  222: "ijl'",
  278: 'ftI ./,:;!',
  333: 'r-()',
  500: 'ckvsxyzJ',
  556: 'abdeghnopquL0123456789',
  611: 'FTZ',
  667: 'ABEKPSVXY&',
  722: 'wCDHNRU',
  778: 'GOQ',
  833: 'mM',
  944: 'W',
};
const UNKNOWN = 1000;

const widthOf = new Map(
  Object.entries(WIDTHS).flatMap(([width, characters]) =>
    Array.from(characters, (character) => [character, Number(width)] as const),
  ),
);

/** Estimated width of a text as a multiple of its font size; characters of other scripts count as square. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, one) => sum + (widthOf.get(one) ?? UNKNOWN), 0) / 1000;
}
