export interface TopKOptions {
  readonly k: number;
  /** Inclusive. */
  readonly threshold: number;
}

/**
 * Indices of the at most `k` best tags whose score reaches `threshold`, best first; equal scores
 * keep the order of the vocabulary. Empty when no tag reaches it.
 */
export function topK(scores: ArrayLike<number>, { k, threshold }: TopKOptions): number[] {
  const best = new Int32Array(Math.min(k, scores.length));
  const range = { first: 0, length: scores.length, least: leastScore(scores, threshold) };
  return Array.from(best.subarray(0, selectTopK(scores, range, best)));
}

/** A threshold at the precision of the scores: float32 scores meet it as float32, because a stored 0.7 is 0.69999999 as a double. */
export function leastScore(scores: ArrayLike<number>, threshold: number): number {
  return scores instanceof Float32Array ? Math.fround(threshold) : threshold;
}

/**
 * Writes the indices that `topK` returns, counted from `first`, into `best`, as many as it is long, and returns how many
 * there are.
 *
 * Called once per (track, model) over whole corpora: one pass, no sort, no allocation.
 */
export function selectTopK(
  scores: ArrayLike<number>,
  { first, length, least }: { first: number; length: number; least: number },
  best: Int32Array,
): number {
  const k = best.length;
  let n = 0;
  let lowest = least;
  for (let tag = 0; tag < length; tag++) {
    const score = scores[first + tag]!;
    // What is not a number is neither.
    if (!(n < k ? score >= lowest : score > lowest)) continue;
    let place = n < k ? n++ : k - 1;
    for (; place > 0 && score > scores[first + best[place - 1]!]!; place--) {
      best[place] = best[place - 1]!;
    }
    best[place] = tag;
    if (n === k) lowest = scores[first + best[k - 1]!]!;
  }
  return n;
}
