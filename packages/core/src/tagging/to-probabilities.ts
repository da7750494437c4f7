import type { ScoresSpec } from '../model/scores-spec.ts';

/** A softmax in float32 can give 1.0000001. */
const ROUNDING = 1e-6;

/**
 * The probabilities of the tags of a chunk from the output of a network, [nTags]; the same array where it gives them
 * itself, unless one is beyond 0 or 1 by rounding.
 */
export function toProbabilities(
  output: Float32Array,
  { are, labels }: Pick<ScoresSpec, 'are' | 'labels'>,
): Float32Array {
  if (are === 'logits') return ACTIVATIONS[labels](output);
  return output.some(isRounded)
    ? output.map((p) => (isRounded(p) ? Math.min(1, Math.max(0, p)) : p))
    : output;
}

function isRounded(probability: number): boolean {
  const beyond = Math.max(probability - 1, -probability);
  return beyond > 0 && beyond <= ROUNDING;
}

const ACTIVATIONS: Readonly<Record<ScoresSpec['labels'], (logits: Float32Array) => Float32Array>> =
  {
    /** Sigmoid. */
    multi: (logits) => logits.map((logit) => 1 / (1 + Math.exp(-logit))),
    /** Softmax, of which no exponential can overflow. */
    single(logits) {
      const highest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
      const powers = Float64Array.from(logits, (logit) => Math.exp(logit - highest));
      const sum = powers.reduce((a, b) => a + b, 0);
      return Float32Array.from(powers, (power) => power / sum);
    },
  };
