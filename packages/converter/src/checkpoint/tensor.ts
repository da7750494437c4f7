/** Weights as they lie in memory: row-major, without gaps. Treated as immutable. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
