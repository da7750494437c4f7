/**
 * Spearman's rank correlation of two rankings of the same items, in [-1, 1]: the correlation of their ranks, where
 * equal values share the mean of theirs. A ranking without two different values agrees with any other: 1.
 */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const ranksA = ranksOf(a);
  const ranksB = ranksOf(b);
  const mean = (a.length - 1) / 2;
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  ranksA.forEach((rankA, i) => {
    const [x, y] = [rankA - mean, ranksB[i]! - mean];
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  });
  return squareA === 0 || squareB === 0 ? 1 : product / Math.sqrt(squareA * squareB);
}

function ranksOf(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!);
  const ranks = new Array<number>(values.length);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    for (let at = first; at < end; at++) ranks[order[at]!] = (first + end - 1) / 2;
    first = end;
  }
  return ranks;
}
