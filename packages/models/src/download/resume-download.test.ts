import { expect, test } from 'vitest';
import { toNetworkError } from './resume-download.ts';

test.each([
  { code: 'ENOTFOUND', says: 'is this machine online?' },
  { code: 'ECONNREFUSED', says: 'nothing answers' },
  { code: 'UND_ERR_SOCKET', says: 'the connection was lost' },
  { code: 'CERT_HAS_EXPIRED', says: 'certificate has expired' },
])('$code is SOURCE_UNAVAILABLE: $says', ({ code, says }) => {
  const cause = Object.assign(new Error('certificate has expired'), { code });
  const error = toNetworkError(new TypeError('fetch failed', { cause }), 'http://models/fcn');
  expect(error).toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: expect.stringContaining(says) as string,
  });
});

test('an error that is not of the network is unchanged', () => {
  const error = new TypeError('x is not a function');
  expect(toNetworkError(error, 'http://models/fcn')).toBe(error);
});
