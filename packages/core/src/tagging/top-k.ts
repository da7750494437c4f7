export interface TopKOptions {
  readonly k: number;
  /** Inclusive. */
  readonly threshold: number;
}

/**
 * Indices of the at most `k` best tags whose score reaches `threshold`, best first; equal scores
 * keep the order of the vocabulary. Empty when no tag reaches it.
 *
 * Called once per (track, model) over whole corpora: one pass, no sort, no allocation but the result.
 */
export function topK(scores: ArrayLike<number>, { k, threshold }: TopKOptions): number[] {
  const least = atPrecisionOf(scores, threshold);
  const best: number[] = [];
  for (let tag = 0; tag < scores.length; tag++) {
    const score = scores[tag]!;
    if (score >= least) insert(best, tag, score, scores, k);
  }
  return best;
}

/** Float32 scores meet the threshold as float32: a stored 0.7 is 0.69999999 as a double. */
function atPrecisionOf(scores: ArrayLike<number>, threshold: number): number {
  return scores instanceof Float32Array ? Math.fround(threshold) : threshold;
}

function insert(
  best: number[],
  tag: number,
  score: number,
  scores: ArrayLike<number>,
  k: number,
): void {
  let place = best.length;
  for (; place > 0 && score > scores[best[place - 1]!]!; place--) {
    if (place < k) best[place] = best[place - 1]!;
  }
  if (place < k) best[place] = tag;
}
