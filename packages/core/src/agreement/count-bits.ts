/**
 * Number of set bits of a 32-bit word.
 *
 * @see Warren, Hacker's Delight, section 5-1: sums of neighbouring pairs, nibbles, then bytes
 */
export function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  const bytes = (nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(bytes, 0x0101_0101) >>> 24;
}
