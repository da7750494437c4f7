/** So many of the first scores are kept, to tell later whether a network still computes what it did. */
const LENGTH = 8;

/** Another processor adds in another order; a damaged weight shows far more. */
export const REFERENCE_TOLERANCE = 1e-4;

/** One period of the phase: the sweep reaches 8 kHz after half of it, and comes down again. */
const PERIOD = 2 ** 17;

/**
 * The chunk that is scored to check a network: a sawtooth whose frequency rises, in [-0.5, 0.5).
 *
 * All its arithmetic is exact, so that it is the same on every machine.
 */
export function referenceChunk(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => ((i * i) % PERIOD) / PERIOD - 0.5);
}

/** What is kept of the scores of the reference chunk. */
export function toReferenceOutput(scores: ArrayLike<number>): readonly number[] {
  return Array.from(scores).slice(0, LENGTH);
}

/** Whether all are probabilities; damaged weights give NaN or overflow. */
export function areProbabilities(scores: Iterable<number>): boolean {
  return [...scores].every((score) => score >= 0 && score <= 1);
}

/** Whether the scores of the reference chunk are those that were kept. */
export function matchesReference(scores: ArrayLike<number>, kept: readonly number[]): boolean {
  return referenceDifference(scores, kept) <= REFERENCE_TOLERANCE;
}

/** The largest difference to the scores that were kept; NaN when there are fewer, or one is no number. */
export function referenceDifference(scores: ArrayLike<number>, kept: readonly number[]): number {
  const answer = toReferenceOutput(scores);
  return Math.max(...kept.map((score, i) => Math.abs(score - (answer[i] ?? Number.NaN))));
}
