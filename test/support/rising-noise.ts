import { createRandom } from './random.ts';

/** Noise in [-1, 1) that grows from silence, slowly at first, so that no two chunks of it are alike; always the same. */
export function risingNoise(length: number): Float32Array {
  const random = createRandom(length);
  return Float32Array.from({ length }, (_, i) => (i / length) ** 2 * (2 * random() - 1));
}
