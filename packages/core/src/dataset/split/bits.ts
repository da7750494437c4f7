/** A set of small whole numbers. */
export class Bits {
  readonly size: number;
  readonly #words: Uint32Array;

  private constructor(words: Uint32Array) {
    this.#words = words;
    this.size = words.reduce((sum, word) => sum + nOnes(word), 0);
  }

  static of(numbers: readonly number[]): Bits {
    const words = new Uint32Array(Math.floor(Math.max(-1, ...numbers) / 32) + 1);
    for (const number of numbers) words[number >> 5]! |= 1 << (number & 31);
    return new Bits(words);
  }

  or(other: Bits): Bits {
    const [longer, shorter] =
      this.#words.length < other.#words.length
        ? [other.#words, this.#words]
        : [this.#words, other.#words];
    const words = longer.slice();
    for (let i = 0; i < shorter.length; i++) words[i]! |= shorter[i]!;
    return new Bits(words);
  }

  /** Whether this set is smaller, or as large and the first as a sorted list. */
  isBefore(other: Bits): boolean {
    if (this.size !== other.size) return this.size < other.size;
    for (let i = 0; i < this.#words.length; i++) {
      const difference = this.#words[i]! ^ (other.#words[i] ?? 0);
      // The lowest number that only one of them has.
      if (difference !== 0) return (this.#words[i]! & difference & -difference) !== 0;
    }
    return false;
  }

  /** Ascending. */
  toArray(): number[] {
    return Array.from({ length: 32 * this.#words.length }, (_, i) => i).filter(
      (i) => (this.#words[i >> 5]! & (1 << (i & 31))) !== 0,
    );
  }
}

/** Sums of ever more neighbouring bits; the usual method where no instruction counts them. */
function nOnes(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
