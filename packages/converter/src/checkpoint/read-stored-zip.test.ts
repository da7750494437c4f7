import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readStoredZip } from './read-stored-zip.ts';

const archive = readFileSync(new URL('../../../../test/fixtures/tiny/sample.pth', import.meta.url));

test('entries are views of the archive, by name', () => {
  const entries = readStoredZip(archive);
  expect(entries.get('sample/version')).toEqual(Buffer.from('3\n'));
  expect([...entries.values()].every(({ buffer }) => buffer === archive.buffer)).toBe(true);
});

// Offsets within a central directory entry, APPNOTE.TXT 4.3.12.
test.each([
  { what: 'a compressed entry', at: 10, value: 8, says: 'as compressed or encrypted' },
  { what: 'an encrypted entry', at: 8, value: 9, says: 'as compressed or encrypted' },
  { what: 'a wrong checksum', at: 16, value: 0xff, says: 'does not match its checksum' },
  { what: 'a size that lies', at: 24, value: 0xff, says: 'as compressed or encrypted' },
  { what: 'a path upwards', at: 46, value: '../', says: 'which is no plain path' },
  { what: 'an absolute path', at: 46, value: '/', says: 'which is no plain path' },
  { what: 'a Windows path', at: 46, value: 'C:\\', says: 'which is no plain path' },
  { what: 'a name of its own', at: 46, value: 'S', says: 'has another name in the directory' },
  { what: 'an offset past the end', at: 45, value: 0x7f, says: 'should go on for' },
])('$what is refused', ({ at, value, says }) => {
  const changed = Uint8Array.from(archive);
  const first = directoryOffset(changed);
  changed.set(typeof value === 'string' ? Buffer.from(value) : [value], first + at);
  expect(() => readStoredZip(changed)).toThrow(
    expect.objectContaining({ code: 'CHECKPOINT_INVALID' }),
  );
  expect(() => readStoredZip(changed)).toThrow(says);
});

function directoryOffset(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).readUInt32LE(
    bytes.length - 6,
  );
}
