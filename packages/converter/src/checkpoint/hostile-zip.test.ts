/** Archives that no torch.save writes, around a checkpoint that would be converted. */
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { allocatedBytes } from '../../../../test/support/allocated-bytes.ts';
import { convertedOrRefused, refusalOf } from '../../../../test/support/refusal.ts';
import { tinyCheckpoint } from '../../../../test/support/tiny-models.ts';
import { zipArchive, type ZipEntry } from '../../../../test/support/zip-checkpoint.ts';
import { readStoredZip } from './read-stored-zip.ts';

const ENTRIES: readonly ZipEntry[] = [...readStoredZip(tinyCheckpoint('sample'))].map(
  ([name, content]) => ({ name, content }),
);
const STORAGE = 'sample/data/0';
const BOMB = deflateRawSync(new Uint8Array(50_000_000));

/** The archive with one of its storages otherwise. */
const withStorage = (change: Partial<ZipEntry>) =>
  ENTRIES.map((entry) => (entry.name === STORAGE ? { ...entry, ...change } : entry));
/** The archive with one entry more. */
const withEntry = (name: string, more: Partial<ZipEntry> = {}) => [
  ...ENTRIES,
  { name, content: Buffer.from('x'), ...more },
];

test('an archive packed again is converted', () => {
  expect(convertedOrRefused(zipArchive(ENTRIES), 'sample')).toBeUndefined();
});

const COMPRESSED: readonly Hostile[] = [
  { what: 'a storage that says it is compressed', entries: withStorage({ says: { method: 8 } }) },
  { what: 'a bomb', entries: withStorage({ content: BOMB, says: { method: 8, sizeBytes: 5e7 } }) },
  {
    what: 'a bomb beside it',
    entries: withEntry('sample/x', { content: BOMB, says: { method: 8 } }),
  },
  { what: 'an unknown method', entries: withStorage({ says: { method: 99 } }) },
  { what: 'an encrypted storage', entries: withStorage({ says: { flags: 1 } }) },
].map((hostile) => ({ ...hostile, says: 'as compressed or encrypted' }));

const SIZES: readonly Hostile[] = [
  {
    what: 'a storage larger than the file',
    entries: withStorage({ says: { storedBytes: 2 ** 31, sizeBytes: 2 ** 31 } }),
    says: 'should go on for 2147483648 bytes',
  },
  {
    what: 'a storage of 64-bit size',
    entries: withStorage({ says: { storedBytes: 2 ** 32 - 1, sizeBytes: 2 ** 32 - 1 } }),
    says: 'should go on for 4294967295 bytes',
  },
  {
    what: 'a storage that reaches into the directory',
    entries: withEntry('sample/x', { says: { storedBytes: 20, sizeBytes: 20 } }),
    says: 'should go on for 20 bytes but ends after 1',
  },
  {
    what: 'two sizes of one storage',
    entries: withStorage({ directorySays: { storedBytes: 4, sizeBytes: 4 } }),
    says: 'has another size in the directory',
  },
  { what: 'a wrong checksum', entries: withStorage({ says: { crc: 1 } }), says: 'its checksum' },
  {
    what: 'a storage that is too short',
    entries: withStorage({ content: new Uint8Array(4) }),
    says: 'bytes where its tensors need',
  },
  {
    what: 'a storage that is not there',
    entries: ENTRIES.filter(({ name }) => name !== STORAGE),
    says: 'has 0 bytes where its tensors need',
  },
];

const PLACES: readonly Hostile[] = [
  {
    what: 'a storage that lies behind the file',
    entries: withStorage({ directorySays: { offset: 2 ** 32 - 1 } }),
    says: 'should go on for',
  },
  {
    what: 'a storage that lies within another one',
    entries: nested(),
    says: 'Two entries of the zip archive overlap',
  },
  {
    what: 'a storage in the place of another one',
    entries: withStorage({ directorySays: { offset: 0 } }),
    says: 'has another name in the directory',
  },
  { what: 'an entry twice', entries: withEntry(STORAGE), says: `lists "${STORAGE}" twice` },
  { what: 'no entries', entries: [], says: 'holds 0 state dictionaries' },
  {
    what: 'more entries than there are',
    entries: ENTRIES,
    end: { nEntries: 65_535 },
    says: 'lists fewer entries than it says',
  },
  {
    what: 'fewer entries than there are',
    entries: ENTRIES,
    end: { nEntries: 3 },
    says: 'bytes where its tensors need',
  },
  {
    what: 'a directory behind the file',
    entries: ENTRIES,
    end: { offset: 2 ** 32 - 1 },
    says: 'should go on for 4 bytes',
  },
  { what: 'a directory at the front', entries: ENTRIES, end: { offset: 0 }, says: 'fewer entries' },
];

const NAMES: readonly Hostile[] = [
  '../sample/x',
  'sample/../../etc/passwd',
  'sample/./x',
  '/etc/passwd',
  'sample//x',
  'sample/x/',
  '',
  'C:/x',
  'sample\\x',
  '..\\x',
  'sample/x\0.pkl',
].map((name) => ({
  what: `the name ${JSON.stringify(name)}`,
  entries: withEntry(name),
  says: 'which is no plain path',
}));

const ROOTS: readonly Hostile[] = [
  { what: 'two state dictionaries', entries: withEntry('other/data.pkl'), says: '2 state dict' },
  {
    what: 'a storage of another root',
    entries: withEntry('other/data/0'),
    says: 'beside "sample"',
  },
  { what: 'a file of no root', entries: withEntry('readme'), says: '"readme" beside "sample"' },
  {
    what: 'a root of another case',
    entries: withStorage({ name: 'Sample/data/0' }),
    says: '"Sample/data/0" beside "sample"',
  },
  {
    what: 'a root in a folder',
    entries: ENTRIES.map(({ name, content }) => ({ name: `a/${name}`, content })),
    says: 'holds 0 state dictionaries',
  },
  {
    what: 'the other byte order',
    entries: withEntry('sample/byteorder', { content: Buffer.from('big') }),
    says: 'not in little-endian byte order',
  },
];

interface Hostile {
  readonly what: string;
  readonly entries: readonly ZipEntry[];
  readonly end?: Parameters<typeof zipArchive>[1];
  readonly says: string;
}

test.each([...COMPRESSED, ...SIZES, ...PLACES, ...NAMES, ...ROOTS])(
  '$what is refused',
  ({ entries, end, says }) => {
    const file = zipArchive(entries, end);
    let refusal = '';
    const nBytes = allocatedBytes(() => {
      refusal = refusalOf(file, 'sample');
    });
    expect(refusal).toContain(says);
    // The archive is 40 kB; the megabytes are what the reader itself compiles to.
    expect(nBytes).toBeLessThan(8e6);
  },
);

// Each entry goes on to the end of the last one. To sum them all would be to read 80 GB; that their
// checksums are wrong is not said, so nobody began to.
test('20,000 entries that share their bytes are refused, unread', () => {
  const filler = Buffer.alloc(4_000_000);
  const names = Array.from({ length: 20_000 }, (_, i) => `sample/${String(i).padStart(5, '0')}`);
  const entries = names.map((name, i) => {
    const size = (names.length - 1 - i) * (30 + name.length) + filler.length;
    const content = i < names.length - 1 ? new Uint8Array() : filler;
    return { name, content, says: { storedBytes: size, sizeBytes: size } };
  });
  expect(refusalOf(zipArchive(entries), 'sample')).toContain('entries of the zip archive overlap');
});

test('60,000 entries more than a checkpoint has are none the worse', () => {
  const more = Array.from({ length: 60_000 }, (_, i) => ({
    name: `sample/more/${String(i)}`,
    content: new Uint8Array(),
  }));
  expect(convertedOrRefused(zipArchive([...ENTRIES, ...more]), 'sample')).toBeUndefined();
}, 60_000);

/** The first storage within a last one, whole, with all that belongs to it. */
function nested(): readonly ZipEntry[] {
  const alone = ENTRIES.filter(({ name }) => name !== STORAGE);
  const [storage] = ENTRIES.filter(({ name }) => name === STORAGE);
  const content = zipArchive([storage!]).subarray(0, 30 + STORAGE.length + storage!.content.length);
  const offset = alone.reduce(
    (sum, { name, content: { length } }) => sum + 30 + name.length + length,
    0,
  );
  const header = 30 + 'sample/x'.length;
  return [
    ...alone,
    { name: 'sample/x', content },
    { ...storage!, directorySays: { offset: offset + header } },
  ];
}
