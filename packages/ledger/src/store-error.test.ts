import { expect, test } from 'vitest';
import { toStoreError } from './store-error.ts';

/** As `pg` and the system throw it. */
const thrown = (code: string | undefined, message = 'as thrown') =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

test.each([
  { what: 'a server that is not there', error: thrown('ECONNREFUSED') },
  { what: 'a host that is switched off', error: thrown('EHOSTUNREACH') },
  {
    what: 'a connection that broke',
    error: thrown(undefined, 'Connection terminated unexpectedly'),
  },
  {
    what: 'a connection that had broken before',
    error: thrown(undefined, 'Client has encountered a connection error and is not queryable'),
  },
  { what: 'a server that shuts down', error: thrown('57P01') },
  { what: 'a server that starts', error: thrown('57P03') },
  { what: 'a server without a connection left', error: thrown('53300') },
  {
    what: 'a socket that is not there',
    error: thrown('ENOENT', 'connect ENOENT /run/postgresql/.s.PGSQL.5432'),
  },
  { what: 'a deadlock that another won', error: thrown('40P01') },
  { what: 'a standby that is not the primary yet', error: thrown('25006') },
])('$what is tried again', ({ error }) => {
  expect(toStoreError(error)).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: error });
});

test.each([
  { what: 'a wrong password', error: thrown('28P01'), code: 'USAGE_INVALID' },
  { what: 'a right that is missing', error: thrown('42501'), code: 'USAGE_INVALID' },
  {
    what: 'a certificate that has expired',
    error: thrown('CERT_HAS_EXPIRED'),
    code: 'USAGE_INVALID',
  },
  {
    what: 'a column that another version has renamed',
    error: thrown('42703'),
    code: 'USAGE_INVALID',
  },
  { what: 'a full disk', error: thrown('53100'), code: 'DISK_FULL' },
])('$what is $code', ({ error, code }) => {
  expect(toStoreError(error)).toMatchObject({ code });
});

test('what has nothing to do with the connection stays as it is', () => {
  const error = thrown('23505');
  expect(toStoreError(error)).toBe(error);
});
