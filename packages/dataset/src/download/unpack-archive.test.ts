import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import { openStorage } from '@earmark/source/storage';
import { makeArchive, type MadeMember, sha256 } from '../../../../test/support/make-archive.ts';
import { type UnpackOptions, unpackArchive } from './unpack-archive.ts';

let root: string;
let out: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'earmark-unpack-'));
  out = join(root, 'out');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

async function unpack(archive: Buffer, options: Partial<UnpackOptions> = {}) {
  return unpackArchive(piecesOf(archive), {
    storage: await openStorage(out, parseEnvironment({})),
    rules: { folder: '07', ending: '.mp3' },
    ...{ isCompressed: false, members: undefined },
    ...{ isWanted: () => true, placeOf: (path: string) => path },
    signal: new AbortController().signal,
    ...options,
  });
}

/** As they come from a network: in pieces that end anywhere. */
async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 777) {
    yield await Promise.resolve(bytes.subarray(at, at + 777));
  }
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => !entry.isDirectory())
    .map(({ name, parentPath }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

const GOOD: MadeMember = { name: '07/107.mp3', content: 'sound' };
const SHA256 = sha256('sound');
const LISTED = new Map([['07/107.mp3', SHA256]]);

test.each([
  { name: '../outside.mp3', why: 'its path leads out of the folder' },
  { name: '07/../../outside.mp3', why: 'its path leads out of the folder' },
  { name: '07\\..\\..\\outside.mp3', why: 'its path leads out of the folder' },
  { name: '/tmp/outside.mp3', why: 'its path is absolute' },
  { name: 'C:\\outside.mp3', why: 'its path is absolute' },
  { name: '08/108.mp3', why: 'it is not named 07/NUMBER.mp3' },
  { name: '07/107.mp3.sh', why: 'it is not named 07/NUMBER.mp3' },
  { name: '07/.107.mp3', why: 'it is not named 07/NUMBER.mp3' },
  { name: '07/1/107.mp3', why: 'it is not named 07/NUMBER.mp3' },
  { name: '07/', content: 'x', why: 'it is not named 07/NUMBER.mp3' },
  { name: '07/207.mp3', type: 'symlink', linkname: '/etc/passwd', why: 'it is a link' },
  { name: '07/207.mp3', type: 'link', linkname: '07/107.mp3', why: 'it is a link' },
  { name: '07/207.mp3', type: 'character-device', why: 'it is a device' },
  { name: '07/207.mp3', type: 'block-device', why: 'it is a device' },
  { name: '07/207.mp3', type: 'fifo', why: 'it is a pipe' },
  { name: '07/207.mp3', type: 'contiguous-file', why: 'it is not a plain file' },
] as (MadeMember & { why: string })[])(
  'a member $name $type is refused: $why',
  async ({ why, ...member }) => {
    const before = { name: '07', type: 'symlink', linkname: root } as const;
    const { refused } = await unpack(await makeArchive([before, member, GOOD]));
    const [, ...others] = refused;
    expect(others).toEqual([{ member: member.name, reason: why }]);
    expect(filesIn(root)).toEqual(['out/07/107.mp3']);
    expect(readFileSync(join(out, '07/107.mp3'), 'utf8')).toBe('sound');
  },
);

test('a member that is not listed, does not match or comes again is refused, and the others are written', async () => {
  const archive = await makeArchive([
    { name: '07/', type: 'directory' },
    { name: '07/307.mp3', content: 'not listed' },
    { name: '07/207.mp3', content: 'damaged' },
    GOOD,
    { ...GOOD, content: 'another' },
  ]);
  const members = new Map([...LISTED, ['07/207.mp3', SHA256]]);
  const { written, refused } = await unpack(archive, { members });
  expect([...written]).toEqual([...LISTED]);
  expect(refused).toEqual([
    { member: '07/307.mp3', reason: 'it is not in the list of checksums' },
    {
      member: '07/207.mp3',
      reason: expect.stringMatching(`^its SHA-256 is .*, not ${SHA256}$`) as string,
    },
    { member: '07/107.mp3', reason: 'the archive has it a second time' },
  ]);
  expect(filesIn(out)).toEqual(['07/107.mp3']);
});

test('a member with a size that no recording has is refused', async () => {
  const archive = await makeArchive([GOOD]);
  // The size in the header, in octal digits, and its sum of bytes.
  archive.write('77777777777', 124);
  archive.fill(' ', 148, 156);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  await expect(unpack(archive)).rejects.toThrow('ends in the middle of a member');
  expect(filesIn(out)).toEqual([]);
});

test.each([
  {
    what: 'is cut off in a member',
    make: (archive: Buffer) => archive.subarray(0, 3_000),
    says: 'ends in the middle',
  },
  {
    what: 'is cut off in a header',
    make: (archive: Buffer) => archive.subarray(0, 300),
    says: 'ends in the middle',
  },
  { what: 'is noise', make: () => randomBytes(5_000), says: 'is not a tar archive' },
  {
    what: 'has a damaged header',
    make: (archive: Buffer) => archive.fill(7, 10, 20),
    says: 'is not a tar archive',
  },
])('an archive that $what is refused, and leaves nothing', async ({ make, says }) => {
  const archive = await makeArchive([{ name: '07/107.mp3', content: randomBytes(4_000) }]);
  await expect(unpack(make(archive))).rejects.toThrow(says);
  expect(filesIn(out)).toEqual([]);
});

test.each([
  { what: 'is cut off', make: (zipped: Buffer) => zipped.subarray(0, -20) },
  { what: 'is not compressed', make: () => Buffer.from('no gzip at all') },
])('a compressed archive that $what is refused', async ({ make }) => {
  const zipped = gzipSync(await makeArchive([{ name: '07/107.mp3', content: randomBytes(4_000) }]));
  await expect(unpack(make(zipped), { isCompressed: true })).rejects.toThrow(
    'is no intact gzip file',
  );
  expect(filesIn(out)).toEqual([]);
});

test('a compressed archive is unpacked', async () => {
  const { written } = await unpack(gzipSync(await makeArchive([GOOD])), { isCompressed: true });
  expect([...written]).toEqual([...LISTED]);
});

test('headers that would fill the memory are refused', async () => {
  const archive = await makeArchive([{ name: 'x', content: Buffer.alloc(1) }]);
  // A header of the kind pax, with gigabytes to follow.
  archive.write('x', 156);
  archive.write('37777777777', 124);
  archive.fill(' ', 148, 156);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  await expect(unpack(archive)).rejects.toThrow('has a header that is too large');
});

test('an error of the network is passed on, and leaves nothing', async () => {
  const archive = await makeArchive([{ name: '07/107.mp3', content: randomBytes(4_000) }]);
  const error = new Error('the connection was lost');
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* piecesOf(archive.subarray(0, 3_000));
    throw error;
  }
  const storage = await openStorage(out, parseEnvironment({}));
  const unpacking = unpackArchive(broken(), {
    ...{
      storage,
      rules: { folder: '07', ending: '.mp3' },
      isCompressed: false,
      members: undefined,
    },
    ...{ isWanted: () => true, placeOf: (path: string) => path },
    signal: new AbortController().signal,
  });
  await expect(unpacking).rejects.toBe(error);
  expect(filesIn(out)).toEqual([]);
});
