import { expect, test } from 'vitest';
import { type HttpErrors, toNetworkError } from './request-bytes.ts';

const errors: HttpErrors = {
  unavailable: (reason, { cause }) => new Error(reason, { cause }),
  refused: (status) => new Error(String(status)),
};

test.each([
  { code: 'ENOTFOUND', says: 'is this machine online?' },
  { code: 'ECONNREFUSED', says: 'nothing answers' },
  { code: 'UND_ERR_SOCKET', says: 'the connection was lost' },
  { code: 'CERT_HAS_EXPIRED', says: 'certificate has expired' },
])('$code is unavailable: $says', ({ code, says }) => {
  const cause = Object.assign(new Error('certificate has expired'), { code });
  const error = toNetworkError(new TypeError('fetch failed', { cause }), errors) as Error;
  expect(error.message).toContain(says);
});

test('an error that is not of the network is unchanged', () => {
  const error = new TypeError('x is not a function');
  expect(toNetworkError(error, errors)).toBe(error);
});
