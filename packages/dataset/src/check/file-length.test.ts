import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileLength, HEAD_BYTES } from './file-length.ts';

const SAMPLE = readFileSync(new URL('../../../../samples/nocturne.mp3', import.meta.url));

function lengthOf(path: string, bytes: Buffer, sizeBytes = bytes.length) {
  return fileLength(path, sizeBytes, (from) =>
    Promise.resolve(bytes.subarray(from, from + HEAD_BYTES)),
  );
}

/** A frame of 320 kbit/s, 44.1 kHz, stereo, and others after it. */
function constantBitrate(seconds: number): Buffer {
  const bytes = Buffer.alloc(40_000 * seconds);
  bytes.set([0xff, 0xfb, 0xe0, 0x64]);
  return bytes;
}

function tagged(bytes: Buffer, nBytes: number): Buffer {
  const tag = Buffer.alloc(10 + nBytes);
  tag.write('ID3\u0004');
  tag.set([nBytes >> 21, (nBytes >> 14) & 127, (nBytes >> 7) & 127, nBytes & 127], 6);
  return Buffer.concat([tag, bytes]);
}

test('the frame with the counts of the encoder tells the length, and how many bytes that needs', async () => {
  const length = await lengthOf('07/107.mp3', SAMPLE);
  expect(length?.seconds).toBeCloseTo(31.87, 2);
  expect(length?.minBytes).toBeLessThanOrEqual(SAMPLE.length);
  expect(length?.minBytes).toBeGreaterThan(SAMPLE.length - 4_000);
  const moved = await lengthOf('07/107.low.mp3', tagged(SAMPLE, 300_000));
  expect(moved?.seconds).toBe(length?.seconds);
  expect(moved?.minBytes).toBe((length?.minBytes ?? 0) + 300_010);
});

test.each([0, 100, 500_000])(
  'a constant bitrate tells the length, after a tag of %i bytes',
  async (nBytes) => {
    const bytes = nBytes === 0 ? constantBitrate(30) : tagged(constantBitrate(30), nBytes);
    expect((await lengthOf('07/107.mp3', bytes))?.seconds).toBeCloseTo(30, 1);
  },
);

test('a mel-spectrogram tells its length and its bytes', async () => {
  const header =
    "{'descr': '<f4', 'fortran_order': False, 'shape': (96, 1407), }".padEnd(117) + '\n';
  const bytes = Buffer.concat([
    Buffer.from('\u0093NUMPY\u0001\u0000\u0076\u0000', 'latin1'),
    Buffer.from(header),
  ]);
  const length = await lengthOf('07/107.npy', bytes);
  expect(length).toEqual({ seconds: (1_407 * 256) / 12_000, minBytes: 128 + 4 * 96 * 1_407 });
});

test.each(['07/107.mp3', '07/107.npy', '07/107.json'])(
  'noise with the name %s does not tell',
  async (path) => {
    expect(
      await lengthOf(path, Buffer.from('nothing that anybody knows'.repeat(10))),
    ).toBeUndefined();
  },
);
