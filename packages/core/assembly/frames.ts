import { FLOAT, VECTOR, hopLength, nFft, points, window } from './memory';

/**
 * Windows the four frames that begin at `samples`, a hop apart. Even samples become the real parts
 * of the points, odd ones their imaginary parts: the order in which they are.
 *
 * Four samples at a time. Where nFft is no multiple of four, the last two lie behind the frame, and go to
 * where the first pass of the FFT writes.
 */
export function loadFrames(samples: usize): void {
  const hop = hopLength * FLOAT;
  const end = samples + nFft * FLOAT;
  let factor = window;
  let to = points;
  for (let from = samples; from < end; from += 4 * FLOAT) {
    const a = v128.load(from);
    const b = v128.load(from + hop);
    const c = v128.load(from + 2 * hop);
    const d = v128.load(from + 3 * hop);

    const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);

    store(to, 0, v128.shuffle<f64>(ab01, cd01, 0, 2), factor);
    store(to, 1, v128.shuffle<f64>(ab01, cd01, 1, 3), factor);
    store(to, 2, v128.shuffle<f64>(ab23, cd23, 0, 2), factor);
    store(to, 3, v128.shuffle<f64>(ab23, cd23, 1, 3), factor);
    factor += 4 * FLOAT;
    to += 4 * VECTOR;
  }
}

// @ts-ignore: decorator
@inline
function store(to: usize, i: usize, sample: v128, factor: usize): void {
  v128.store(to + i * VECTOR, f32x4.mul(sample, v128.load32_splat(factor + i * FLOAT)));
}
