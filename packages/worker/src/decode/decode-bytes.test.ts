import { expect, test } from 'vitest';
import { decodeBytes } from './decode-bytes.ts';

const NO_LIMIT = { maxDurationSeconds: 60 };

test('the channels are averaged', async () => {
  const { samples, sampleRate } = await decodeBytes(
    wav({ nChannels: 2, frames: [128, 192, 0, 128] }),
    NO_LIMIT,
  );
  expect([...samples]).toEqual([0.25, -0.5]);
  expect(sampleRate).toBe(8_000);
});

test.each([
  { title: 'no samples', bytes: wav({ frames: [] }), code: 'AUDIO_EMPTY' },
  { title: 'letters', bytes: Buffer.from('Dear Sir or Madam'), code: 'AUDIO_UNDECODABLE' },
  {
    title: 'a rate that is none',
    bytes: wav({ frames: [0], rate: 2 ** 31 }),
    code: 'AUDIO_UNDECODABLE',
  },
  {
    title: 'a broken mp4',
    bytes: Buffer.from('\0\0\0\x18ftypM4A \0\0\0\0'),
    code: 'AUDIO_UNDECODABLE',
  },
])('a file with $title is $code', async ({ bytes, code }) => {
  await expect(decodeBytes(bytes, NO_LIMIT)).rejects.toMatchObject({ code });
});

test('a file over the duration limit is AUDIO_TOO_LONG', async () => {
  const second = wav({ frames: new Array<number>(8_000).fill(128) });
  expect((await decodeBytes(second, { maxDurationSeconds: 1 })).samples).toHaveLength(8_000);
  await expect(decodeBytes(second, { maxDurationSeconds: 0.999 })).rejects.toMatchObject({
    code: 'AUDIO_TOO_LONG',
  });
});

/** A WAV file of 8 bit samples. */
function wav(of: { frames: readonly number[]; nChannels?: number; rate?: number }): Uint8Array {
  const { frames, nChannels = 1, rate = 8_000 } = of;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.write('WAVEfmt \x10', 8);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(nChannels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(frames.length, 40);
  return Buffer.concat([header, Uint8Array.from(frames)]);
}
