import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
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

test('an entry listed twice is refused', () => {
  const changed = Buffer.from(archive);
  const first = directoryOffset(changed);
  const entryBytes = 46 + changed.readUInt16LE(first + 28);
  const second = changed.subarray(first, first + entryBytes);
  const doubled = Buffer.concat([
    changed.subarray(0, first),
    second,
    second,
    changed.subarray(-22),
  ]);
  doubled.writeUInt16LE(2, doubled.length - 12);
  expect(() => readStoredZip(doubled)).toThrow('lists "sample/data.pkl" twice');
});

test('an entry that lies inside another one is refused', () => {
  const inner = localEntry('inner', Buffer.from('weights'));
  const outer = localEntry('outer', inner);
  const directory = Buffer.concat([
    directoryEntry('outer', inner, 0),
    directoryEntry('inner', Buffer.from('weights'), outer.length - inner.length),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(outer.length, 16);
  const nested = Buffer.concat([outer, directory, end]);
  expect(() => readStoredZip(nested)).toThrow('Two entries of the zip archive overlap');
});

function localEntry(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), content]);
}

function directoryEntry(name: string, content: Buffer, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.write('PK\x01\x02', 'latin1');
  header.writeUInt32LE(crc32(content), 16);
  header.writeUInt32LE(content.length, 20);
  header.writeUInt32LE(content.length, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(name)]);
}

function directoryOffset(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).readUInt32LE(
    bytes.length - 6,
  );
}
