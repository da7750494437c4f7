/**
 * Weights of smaller magnitude count as zero.
 *
 * Weight decay leaves whole channels of published checkpoints with weights around 1e-40. No score can tell them from
 * zero, but a processor takes 30 times as long for a product that small. Nothing at or over this bound has
 * a product with another such value that is denormal.
 */
export const NEGLIGIBLE = 1e-18;

/** `values` with zeros for those that are negligible. */
export function dropNegligible(values: Float32Array): Float32Array {
  return values.map((value) => (Math.abs(value) < NEGLIGIBLE ? 0 : value));
}
