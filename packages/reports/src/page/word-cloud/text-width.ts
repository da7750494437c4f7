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
