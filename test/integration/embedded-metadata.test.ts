import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetadataReader, type MetadataReader } from '@earmark/worker';
import { hasFfmpeg } from '../support/decoders.ts';
import { flacWithComments, id3, id3Frame, id3Text, mp4Box } from '../support/hostile/tags.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeWav } from '../support/wav.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

// What files say about themselves, as a worker reads it in its process for that.

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
const { signal } = new AbortController();

let reader: MetadataReader;
beforeAll(() => {
  writeWav(at('plain.wav'), { sampleRate: 16_000, durationSeconds: 1, nChannels: 1 });
  reader = createMetadataReader(process.env);
});
afterAll(() => {
  reader.close();
  folder.remove();
});

const NOTHING = {
  title: null,
  artist: null,
  album: null,
  releaseDate: null,
  license: null,
  licenseUrl: null,
};
const LICENSE = 'http://creativecommons.org/licenses/by-nc-sa/3.0/';
const WRITTEN = {
  title: 'Für Élise 静',
  artist: 'Anna & Bo',
  album: 'Live',
  date: '2004-12-29',
  copyright: `2004 Anna. Licensed to the public under ${LICENSE} verify at http://example.org/`,
};
const READ = {
  title: WRITTEN.title,
  artist: WRITTEN.artist,
  album: WRITTEN.album,
  releaseDate: WRITTEN.date,
};
const FREE = { license: 'CC BY-NC-SA 3.0', licenseUrl: LICENSE };

describe.skipIf(!hasFfmpeg)('a file that ffmpeg wrote', () => {
  test.each([
    { file: 'id3v24.mp3', encode: '-id3v2_version 4', expected: { ...READ, ...FREE } },
    {
      file: 'id3v23.mp3',
      encode: '-id3v2_version 3',
      expected: { ...READ, ...FREE, releaseDate: '2004' },
    },
    { file: 'comments.flac', encode: '', expected: { ...READ, ...FREE } },
    { file: 'comments.ogg', encode: '-c:a libvorbis', expected: { ...READ, ...FREE } },
    { file: 'comments.opus', encode: '-c:a libopus', expected: { ...READ, ...FREE } },
    { file: 'atoms.m4a', encode: '-c:a aac', expected: { ...READ, ...FREE } },
    { file: 'info.wav', encode: '', expected: READ },
    { file: 'id3.aiff', encode: '-write_id3v2 1', expected: { ...READ, ...FREE } },
    { file: 'ape.wv', encode: '-c:a wavpack', expected: READ },
    { file: 'asf.wma', encode: '-c:a wmav2', expected: { ...READ, releaseDate: null } },
  ])('$file says what was written', async ({ file, encode, expected }) => {
    encodeWith(WRITTEN, encode, file);
    expect(await reader.read(at(file), signal)).toMatchObject(expected);
  });

  test('with nothing but ID3v1 says what was written', async () => {
    encodeWith(
      { title: 'Elise', artist: 'Anna', album: 'Live', date: '2004' },
      '-write_id3v1 1',
      'both.mp3',
    );
    encodeWith({}, '-id3v2_version 0', 'none.mp3');
    const id3v1 = readFileSync(at('both.mp3')).subarray(-128);
    writeFileSync(at('id3v1.mp3'), Buffer.concat([readFileSync(at('none.mp3')), id3v1]));
    const expected = {
      ...NOTHING,
      title: 'Elise',
      artist: 'Anna',
      album: 'Live',
      releaseDate: '2004',
    };
    expect(await reader.read(at('id3v1.mp3'), signal)).toEqual(expected);
  });
});

function encodeWith(written: Readonly<Record<string, string>>, encode: string, file: string): void {
  const metadata = Object.entries(written).flatMap(([name, value]) => [
    '-metadata',
    `${name}=${value}`,
  ]);
  const args = ['-nostdin', '-v', 'error', '-i', at('plain.wav'), ...metadata];
  execFileSync('ffmpeg', [...args, ...encode.split(' ').filter(Boolean), at(file)]);
}

test('a file without tags says nothing', async () => {
  expect(await reader.read(at('plain.wav'), signal)).toEqual(NOTHING);
});

describe('a hostile file', () => {
  const picture = (nBytes: number) =>
    id3Frame('APIC', Buffer.concat([Buffer.from('\0image/png\0\x03\0'), Buffer.alloc(nBytes, 1)]));
  const title = id3Text('TIT2', 'after all');
  const FTYP = mp4Box('ftyp', Buffer.from('M4A \0\0\0\0'));

  test.each([
    {
      what: 'a picture of 50 MB',
      bytes: () => id3([picture(50_000_000), title]),
      expected: 'after all',
    },
    {
      what: 'a title of 1 MB',
      bytes: () => id3([id3Text('TIT2', 'x'.repeat(1_000_000))]),
      expected: 'x'.repeat(500),
    },
    {
      what: 'zero bytes and escape sequences',
      bytes: () => flacWithComments([Buffer.from('TITLE=a\0b\x1b]0;evil\x07\r\nc')]),
      expected: 'a b ]0;evil c',
    },
    {
      what: 'invalid UTF-8',
      bytes: () => flacWithComments([Buffer.from('TITLE=a\xff\xfeb', 'latin1')]),
      expected: 'a\ufffd\ufffdb',
    },
    {
      what: 'a comment that claims 4 GB',
      bytes: () => flacWithComments([Buffer.from('TITLE=a'), Buffer.from('TITLE=b')], 0xffffffff),
      expected: null,
    },
    {
      what: 'ID3 that ends in the middle of a frame',
      bytes: () => id3([title, id3Text('TPE1', 'x'.repeat(100))]).subarray(0, 60),
      expected: null,
    },
    {
      what: 'ID3 that claims 256 MB',
      bytes: () => id3([title], 0x0fffffff),
      expected: null,
    },
    {
      what: '30,000 artists',
      bytes: () => id3([title, Buffer.concat(Array<Buffer>(30_000).fill(id3Text('TPE1', 'x')))]),
      expected: 'after all',
    },
    {
      what: 'MP4 boxes of no size, one in the other',
      bytes: () => {
        let boxes = mp4Box('free', Buffer.alloc(8), 0);
        for (let depth = 0; depth < 20_000; depth++)
          boxes = mp4Box('moov', boxes.subarray(0, 64), 0);
        return Buffer.concat([FTYP, boxes]);
      },
      expected: null,
    },
    {
      what: 'an MP4 box that is smaller than its header',
      bytes: () => Buffer.concat([FTYP, mp4Box('moov', Buffer.alloc(64), 1)]),
      expected: null,
    },
    { what: 'no audio at all', bytes: () => readFileSync(import.meta.filename), expected: null },
  ])('with $what does no harm, and its title is "$expected"', async ({ what, bytes, expected }) => {
    const file = at(`${what.replaceAll(/\W/g, '-')}.bin`);
    writeFileSync(file, bytes());
    const read = await reader.read(file, signal);
    expect(read?.title ?? null).toBe(expected);
    // The next file is read as if nothing had been.
    expect(await reader.read(at('plain.wav'), signal)).toEqual(NOTHING);
  });

  test('that takes too long is given up, and the next one is read', async () => {
    const depth = 100_000;
    const boxes = Array.from({ length: depth }, (_, i) =>
      mp4Box('moov', Buffer.alloc(0), 8 * (depth - i)),
    );
    writeFileSync(at('deep.m4a'), Buffer.concat([FTYP, ...boxes]));
    const impatient = createMetadataReader(process.env, { timeoutMs: 3_000 });
    // A limit that nothing keeps would be collected before it is reached.
    const collecting = setInterval(collectGarbage, 200);
    const [deep, next] = await Promise.all([
      impatient.read(at('deep.m4a'), signal),
      impatient.read(at('plain.wav'), signal),
    ]);
    clearInterval(collecting);
    impatient.close();
    expect([deep, next]).toEqual([null, NOTHING]);
  });

  test('that is sparse and large is read in its first part only', async () => {
    const file = openSync(at('sparse.wav'), 'w');
    ftruncateSync(file, 2 ** 35);
    closeSync(file);
    expect((await reader.read(at('sparse.wav'), signal))?.title ?? null).toBeNull();
  });

  test('that is not there, or is no file, says nothing', async () => {
    expect(await reader.read(at('gone.mp3'), signal)).toEqual(NOTHING);
    expect(await reader.read(folder.path, signal)).toEqual(NOTHING);
  });
});

test('what is interrupted has no metadata, and is no error', async () => {
  const stop = new AbortController();
  const reading = reader.read(at('plain.wav'), stop.signal);
  stop.abort();
  expect(await reading).toBeNull();
  expect(await reader.read(at('plain.wav'), stop.signal)).toBeNull();
  expect(await reader.read(at('plain.wav'), signal)).toEqual(NOTHING);
});
