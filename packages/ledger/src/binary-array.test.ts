import { expect, test } from 'vitest';
import { arrayAt, readBigint, readReals, toRealArray } from './binary-array.ts';

/** The bytes within a larger block of memory, as those from the network are. */
function within(hex: string): DataView {
  return new DataView(
    Uint8Array.from([0xff, 0xff, ...Buffer.from(hex.replaceAll(' ', ''), 'hex')]).buffer,
  );
}

test('an array of numbers is read from any element on', () => {
  const bytes = within(
    '00000001 00000000 000002bc 00000002 00000001 00000004 3f800000 00000004 3dcccccd',
  );
  const array = arrayAt(bytes, 2);
  expect(array.lengths).toEqual([2]);
  const all = new Float32Array(2);
  readReals(bytes, array, 0, all);
  expect(all).toEqual(Float32Array.of(1, 0.1));
  const last = new Float32Array(1);
  readReals(bytes, array, 1, last);
  expect(last).toEqual(Float32Array.of(0.1));
});

test('an array of arrays has two lengths', () => {
  const bytes = within(
    `00000002 00000000 000002bc 00000002 00000001 00000001 00000001
     00000004 3f800000 00000004 3dcccccd`.replaceAll(/\s/g, ''),
  );
  const array = arrayAt(bytes, 2);
  expect(array.lengths).toEqual([2, 1]);
  const second = new Float32Array(1);
  readReals(bytes, array, 1, second);
  expect(second).toEqual(Float32Array.of(0.1));
});

test('an empty array has no lengths', () => {
  expect(arrayAt(within('00000000 00000000 000002bc'), 2).lengths).toEqual([]);
});

test('integers of eight bytes are read one by one', () => {
  const bytes = within(
    '00000001 00000000 00000014 00000002 00000001 00000008 0000000000000007 00000008 0000000100000000',
  );
  const array = arrayAt(bytes, 2);
  expect([0, 1].map((i) => readBigint(bytes, array, i))).toEqual([7, 2 ** 32]);
});

test('lists of numbers become one array, end to end', () => {
  expect(
    toRealArray([Float32Array.of(1), Float32Array.of(), Float32Array.of(0.1)]).toString('hex'),
  ).toBe('0000000100000000000002bc0000000200000001000000043f800000000000043dcccccd');
});
