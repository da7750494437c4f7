import { expect, test } from 'vitest';
import { type Complex, createFft } from './fft.ts';

test.each([2, 4, 8, 16, 32, 256, 2_048])(
  'a transform of %i points equals its definition as a plain sum',
  (n) => {
    const signal = {
      re: Float64Array.from({ length: n }, (_, i) => Math.sin(i * i) + (i === 3 ? 1 : 0)),
      im: Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i * i)),
    };
    const { input, output, transform } = createFft(n);
    input.re.set(signal.re);
    input.im.set(signal.im);
    transform();
    for (const k of [0, 1, n / 2, n - 1]) {
      const { re, im } = fourierSum(signal, k);
      expect(output.re[k]).toBeCloseTo(re, 9);
      expect(output.im[k]).toBeCloseTo(im, 9);
    }
  },
);

test('a plan can be reused', () => {
  const { input, output, transform } = createFft(8);
  for (const value of [1, 2]) {
    input.re.fill(value);
    input.im.fill(0);
    transform();
    expect([...output.re]).toEqual([8 * value, 0, 0, 0, 0, 0, 0, 0]);
  }
});

test.each([0, 1, 12, 2.5])('%d points are refused', (n) => {
  expect(() => createFft(n)).toThrow(RangeError);
});

function fourierSum({ re, im }: Complex, k: number): { re: number; im: number } {
  const sum = { re: 0, im: 0 };
  re.forEach((value, i) => {
    const angle = (-2 * Math.PI * ((i * k) % re.length)) / re.length;
    sum.re += value * Math.cos(angle) - (im[i] ?? 0) * Math.sin(angle);
    sum.im += value * Math.sin(angle) + (im[i] ?? 0) * Math.cos(angle);
  });
  return sum;
}
