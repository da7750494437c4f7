import { expect, test } from 'vitest';
import { compareCodePoints } from './code-point-order.ts';

test.each([
  { a: '', b: 'a', sign: -1 },
  { a: 'a', b: 'a', sign: 0 },
  { a: 'a', b: 'ab', sign: -1 },
  { a: 'B', b: 'a', sign: -1 },
  { a: 'a/b', b: 'a-b', sign: 1 },
  { a: 'é', b: 'z', sign: 1 },
  { a: '\uFFFD', b: '😀', sign: -1 },
  { a: '😁', b: '😀', sign: 1 },
])('comparing "$a" with "$b" gives $sign', ({ a, b, sign }) => {
  expect(Math.sign(compareCodePoints(a, b))).toBe(sign);
  expect(Math.sign(compareCodePoints(b, a))).toBe(sign === 0 ? 0 : -sign);
});

test('the order is that of the UTF-8 bytes', () => {
  const names = ['z', 'é', '\u{10FFFF}', '\uE000', 'a/b', 'a', '\uFF5E', '😀', ''];
  const byBytes = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(names.toSorted(compareCodePoints)).toEqual(byBytes);
});
