import { expect, test } from 'vitest';
import { createDft } from './dft.ts';
import type { Complex } from './fft.ts';

test.each([2, 3, 5, 8, 50, 400, 441, 1_000])(
  'a transform of %i points equals its definition as a plain sum',
  (n) => {
    const signal = {
      re: Float64Array.from({ length: n }, (_, i) => Math.sin(i * i) + (i === 1 ? 1 : 0)),
      im: Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i * i)),
    };
    const { input, output, transform } = createDft(n);
    // The second time the buffers hold what the first has left in them.
    for (let time = 0; time < 2; time++) {
      input.re.set(signal.re);
      input.im.set(signal.im);
      transform();
      for (const k of [0, 1, n >> 1, n - 1]) {
        const [re, im] = fourierSum(signal, k);
        expect(output.re[k]).toBeCloseTo(re, 9);
        expect(output.im[k]).toBeCloseTo(im, 9);
      }
    }
  },
);

function fourierSum({ re, im }: Complex, k: number): [re: number, im: number] {
  const sum: [number, number] = [0, 0];
  re.forEach((value, i) => {
    const angle = (-2 * Math.PI * ((i * k) % re.length)) / re.length;
    sum[0] += value * Math.cos(angle) - im[i]! * Math.sin(angle);
    sum[1] += value * Math.sin(angle) + im[i]! * Math.cos(angle);
  });
  return sum;
}
