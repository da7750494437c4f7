import { expect, test } from 'vitest';
import { toNetworkError } from './network-error.ts';

test.each([
  { code: 'ENOTFOUND', says: 'is this machine online?' },
  { code: 'ECONNREFUSED', says: 'nothing answers' },
  { code: 'UND_ERR_SOCKET', says: 'the connection broke' },
  { code: 'CERT_HAS_EXPIRED', says: 'certificate has expired' },
])('$code is SOURCE_UNAVAILABLE and says: $says', ({ code, says }) => {
  const cause = Object.assign(new Error('certificate has expired'), { code });
  const error = toNetworkError(new TypeError('fetch failed', { cause }), 'http://models/fcn');
  expect(error).toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: expect.stringContaining(says) as string,
  });
});

test('an error that the network did not make stays what it is', () => {
  const error = new TypeError('x is not a function');
  expect(toNetworkError(error, 'http://models/fcn')).toBe(error);
});
