/**
 * Weights of smaller magnitude count as zero.
 *
 * Weight decay leaves whole channels of published checkpoints with weights around 1e-40. No score
 * can tell them from zero, but processors are slow at products that small: one network took 56
 * times as long. Nothing at or over this bound has a product with another such value that is
 * denormal.
 */
export const NEGLIGIBLE = 1e-18;

/** `values` with zeros for those that are negligible. */
export function dropNegligible(values: Float32Array): Float32Array {
  return values.map((value) => (Math.abs(value) < NEGLIGIBLE ? 0 : value));
}
