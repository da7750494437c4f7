/** The values that something has taken: the least and the greatest. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The range of both. */
export function joinRanges(a: Range, b: Range): Range {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** value = scale * (quantized - zeroPoint), where a quantized value is one of 0 to 255. */
export interface Quantization {
  readonly scale: number;
  readonly zeroPoint: number;
}

/**
 * 256 steps over a range, one of them exactly zero: convolutions pad with zeros, and a ReLU ends there. Values
 * beyond are cut off.
 */
export function toQuantization({ min, max }: Range): Quantization {
  const lower = Math.min(min, 0);
  const upper = Math.max(max, 0);
  const scale = Math.fround((upper - lower) / 255) || 1;
  return { scale, zeroPoint: Math.round((0 - lower) / scale) };
}
