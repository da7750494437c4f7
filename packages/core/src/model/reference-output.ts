/** Number of values that are stored to check later that the network still gives the same. */
const LENGTH = 8;

/** Another processor adds in another order; a damaged weight changes scores far more. */
export const REFERENCE_TOLERANCE = 1e-4;

/** One period of the phase: the sweep reaches 8 kHz after half of it, and comes down again. */
const PERIOD = 2 ** 17;

/**
 * The chunk that is scored to verify a network: a sawtooth of rising frequency, in [-0.5, 0.5).
 *
 * All its arithmetic is exact, so that it is the same on every machine.
 */
export function referenceChunk(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => ((i * i) % PERIOD) / PERIOD - 0.5);
}

/** The scores of the reference chunk that are stored. */
export function toReferenceOutput(scores: ArrayLike<number>): readonly number[] {
  return Array.from(scores).slice(0, LENGTH);
}

/** Whether all are probabilities; damaged weights give NaN or overflow. */
export function areProbabilities(scores: Iterable<number>): boolean {
  return [...scores].every((score) => score >= 0 && score <= 1);
}

/** Whether the scores of the reference chunk match the stored ones. */
export function matchesReference(scores: ArrayLike<number>, stored: readonly number[]): boolean {
  return referenceDifference(scores, stored) <= REFERENCE_TOLERANCE;
}

/**
 * The largest difference to the stored values, of values above 1 as a share of them; NaN when there are fewer, or one is
 * not a number.
 */
export function referenceDifference(scores: ArrayLike<number>, stored: readonly number[]): number {
  const output = toReferenceOutput(scores);
  return Math.max(
    ...stored.map(
      (value, i) => Math.abs(value - (output[i] ?? Number.NaN)) / Math.max(1, Math.abs(value)),
    ),
  );
}
