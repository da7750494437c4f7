import { decibels } from './decibels';
import { FLOAT, VECTOR, filters, nMels, power, weights } from './memory';

/** Stores the bands of the four frames, weighted sums of bins, in dB and `row` bytes apart. */
export function storeBands(out: usize, row: usize): void {
  let weight = weights;
  for (let band: usize = 0; band < nMels; band++) {
    const filter = filters + 2 * band * FLOAT;
    let bin = power + <usize>load<i32>(filter) * VECTOR;
    const end = bin + <usize>load<i32>(filter, FLOAT) * VECTOR;
    let energy = f32x4.splat(0);
    for (; bin < end; bin += VECTOR) {
      energy = f32x4.add(energy, f32x4.mul(v128.load(bin), v128.load32_splat(weight)));
      weight += FLOAT;
    }
    v128.store(out + band * row, decibels(energy));
  }
}
