import { expect, test } from 'vitest';
import { hasVersion, objectVersion, versionCondition } from './object-version.ts';

const LISTED = { sizeBytes: 123, LastModified: new Date('2026-01-01T00:00:00.789Z') };
const READ = { sizeBytes: 123, LastModified: new Date('2026-01-01T00:00:00Z') };

test.each(['"abc"', 'abc'])('the version of an object with the ETag %s is abc', (ETag) => {
  const version = objectVersion({ ...LISTED, ETag });
  expect(version).toBe('abc');
  expect(versionCondition(version)).toEqual({ IfMatch: '"abc"' });
  expect(hasVersion({ ...READ, ETag }, version)).toBe(true);
  expect(hasVersion({ ...READ, ETag: '"other"' }, version)).toBe(false);
  expect(hasVersion(READ, version)).toBe(false);
});

test.each([{ ETag: undefined }, { ETag: '' }, { ETag: '""' }])(
  'the version of an object with the ETag $ETag is its size and time',
  (etag) => {
    const version = objectVersion({ ...LISTED, ...etag });
    expect(version).toBe('no-etag:123:1767225600');
    expect(versionCondition(version)).toEqual({});
    expect(hasVersion({ ...READ, ...etag }, version)).toBe(true);
    expect(hasVersion({ ...READ, ETag: '"only when it is read"' }, version)).toBe(true);
    expect(hasVersion({ ...READ, sizeBytes: 124 }, version)).toBe(false);
    expect(hasVersion({ ...READ, LastModified: new Date(0) }, version)).toBe(false);
    expect(hasVersion({ sizeBytes: 123 }, version)).toBe(false);
  },
);

test('an object without ETag and time has its size as its version', () => {
  const version = objectVersion({ sizeBytes: 123 });
  expect(version).toBe('no-etag:123:');
  expect(hasVersion({ sizeBytes: 123 }, version)).toBe(true);
  expect(hasVersion({ sizeBytes: 124 }, version)).toBe(false);
});
