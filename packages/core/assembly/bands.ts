import { decibels } from './decibels';
import { FLOAT, VECTOR, affine, filters, inDecibels, nBands, spectrum, weights } from './memory';

/** Stores the bands of the four frames, weighted sums of bins, in dB or as they are, `row` bytes apart. */
export function storeBands(out: usize, row: usize): void {
  let weight = weights;
  for (let band: usize = 0; band < nBands; band++) {
    const filter = filters + 2 * band * FLOAT;
    let bin = spectrum + <usize>load<i32>(filter) * VECTOR;
    const end = bin + <usize>load<i32>(filter, FLOAT) * VECTOR;
    let sum = f32x4.splat(0);
    for (; bin < end; bin += VECTOR) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(bin), v128.load32_splat(weight)));
      weight += FLOAT;
    }
    if (inDecibels) sum = decibels(sum);
    const factor = v128.load32_splat(affine + 2 * band * FLOAT);
    const term = v128.load32_splat(affine + 2 * band * FLOAT, FLOAT);
    v128.store(out + band * row, f32x4.add(f32x4.mul(sum, factor), term));
  }
}
