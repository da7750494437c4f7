import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SAMPLE_RATE, type Waveform } from '@earmark/core/audio';
import { decoderKinds } from '../support/decoders.ts';
import { isSeries } from '../support/longer-series.ts';
import { bestSnrDb } from '../support/samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const fixture = (path: string): string => join(import.meta.dirname, '../fixtures/field', path);
const signal = new AbortController().signal;
const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

/** Without loss, what is left is the difference of two resamplers; a lossy codec is further from the original. */
const LOSSLESS_DB = 75;
const VORBIS_DB = 13;
const SPEEX_DB = 3;

interface FieldFile {
  readonly file: string;
  readonly clean: string;
  readonly minDb: number;
  readonly lostSeconds?: number;
}

/** Files from the field, and the clean original of each. */
const FIELD: readonly FieldFile[] = [
  { file: 'aiff-id3-tail.aiff', clean: 'half.wav', minDb: LOSSLESS_DB },
  // One frame at its beginning cannot be decoded; what follows comes earlier, by a part of a sample too.
  { file: 'flac-one-byte-damaged.flac', clean: 'plain.flac', minDb: 4, lostSeconds: 0.047 },
  { file: 'mp3-ape-first.mp3', clean: 'plain.mp3', minDb: LOSSLESS_DB },
  { file: 'mp3-id3-size-too-small.mp3', clean: 'plain.mp3', minDb: LOSSLESS_DB },
  { file: 'mp3-two-id3.mp3', clean: 'plain.mp3', minDb: LOSSLESS_DB },
  { file: 'mp3-zeros-first.mp3', clean: 'plain.mp3', minDb: LOSSLESS_DB },
  { file: 'ogg-chained-two-qualities.ogg', clean: 'reference.wav', minDb: VORBIS_DB },
  { file: 'ogg-speex.ogg', clean: 'reference.wav', minDb: SPEEX_DB },
  { file: 'ogg-two-vorbis-streams.ogg', clean: 'reference.wav', minDb: VORBIS_DB },
  { file: 'rf64.wav', clean: 'half.wav', minDb: LOSSLESS_DB },
  { file: 'wav-data-size-0.wav', clean: 'half.wav', minDb: LOSSLESS_DB },
];

/** Samples of `half.wav`, as WAV files that ffmpeg by itself reads wrongly or not at all. */
const WAV_FILES = [
  { name: 'big-endian of 16 bits', isBigEndian: true, bits: 16, containerBits: 16 },
  { name: 'big-endian of 24 bits', isBigEndian: true, bits: 24, containerBits: 24 },
  { name: '24 bits of 32', isBigEndian: false, bits: 24, containerBits: 32 },
  { name: '20 bits of 32', isBigEndian: false, bits: 20, containerBits: 32 },
  { name: '20 bits of 24', isBigEndian: false, bits: 20, containerBits: 24 },
];

/** What a further decoder reads unless it is a longer series: a file of each format, and each other order and size of samples. */
const OF_EACH_FORMAT = [
  'aiff-id3-tail.aiff',
  'flac-one-byte-damaged.flac',
  'mp3-zeros-first.mp3',
  'ogg-chained-two-qualities.ogg',
  'ogg-speex.ogg',
  'rf64.wav',
];
const OF_EACH_SIZE = ['big-endian of 24 bits', '20 bits of 32'];
const first = { field: FIELD, wavFiles: WAV_FILES };
const further = {
  field: FIELD.filter(({ file }) => isSeries || OF_EACH_FORMAT.includes(file)),
  wavFiles: WAV_FILES.filter(({ name }) => isSeries || OF_EACH_SIZE.includes(name)),
};
const kinds = decoderKinds.map((kind, i) => ({ ...kind, ...(i === 0 ? first : further) }));

const HALF_SECOND = SAMPLE_RATE / 2;
const MAX_LAG = SAMPLE_RATE / 20;

describe.each(kinds)('with the $kind decoder', ({ create, field, wavFiles }) => {
  const decoder = create();
  const decode = async (path: string): Promise<Waveform> =>
    (await decoder.decode(path, signal)).waveform;
  const originals = new Map<string, Promise<Waveform>>();
  /** A clean original, decoded once. */
  const original = (clean: string): Promise<Waveform> => {
    const decoding = originals.get(clean) ?? decode(fixture(`clean/${clean}`));
    originals.set(clean, decoding);
    return decoding;
  };

  test.each(field)('$file sounds as $clean', async (given) => {
    const { file, clean, minDb, lostSeconds = 0 } = given;
    const [actual, expected] = await Promise.all([
      decode(fixture(`audio/${file}`)),
      original(clean),
    ]);
    const seconds = actual.length / SAMPLE_RATE;
    expect(Math.abs(seconds + lostSeconds - expected.length / SAMPLE_RATE)).toBeLessThan(0.01);
    const soundsAs = (start: number): number => {
      const piece = expected.slice(start).subarray(0, HALF_SECOND);
      const around = actual.slice(start - MAX_LAG).subarray(0, HALF_SECOND + 2 * MAX_LAG);
      return bestSnrDb(around, piece);
    };
    expect(soundsAs(HALF_SECOND)).toBeGreaterThan(minDb);
    expect(soundsAs(-2 * HALF_SECOND)).toBeGreaterThan(minDb);
  });

  test('a free-format mp3, which ffmpeg does not read, is refused', async () => {
    await expect(decode(fixture('audio/mp3-free-format.mp3'))).rejects.toThrow(
      'ffmpeg cannot decode the file: Invalid data found when processing input',
    );
  });

  test.each(wavFiles)('$name is read', async (format) => {
    const path = join(folder.path, `${format.name}.wav`);
    writeFileSync(path, rewriteWav(readFileSync(fixture('clean/half.wav')), format));
    const [actual, expected] = [await decode(path), await original('half.wav')];
    expect(actual).toHaveLength(expected.length);
    expect(bestSnrDb(actual, expected)).toBeGreaterThan(LOSSLESS_DB);
  });
});

/** A WAV file of 16 bits with an extensible header and samples of another form. */
function rewriteWav(
  wav: Buffer,
  of: { readonly isBigEndian: boolean; readonly bits: number; readonly containerBits: number },
): Buffer {
  const samples = new Int16Array(Uint8Array.from(wav.subarray(44)).buffer);
  const bytes = of.containerBits / 8;
  const data = Buffer.alloc(samples.length * bytes);
  samples.forEach((sample, i) => {
    const value = sample * 2 ** (of.containerBits - 16);
    if (of.isBigEndian) data.writeIntBE(value, i * bytes, bytes);
    else data.writeIntLE(value, i * bytes, bytes);
  });

  // A header is extensible where the bits are fewer than their place.
  const isExtensible = of.bits < of.containerBits;
  const head = Buffer.alloc(isExtensible ? 68 : 44);
  const write16 = (value: number, at: number) =>
    of.isBigEndian ? head.writeUInt16BE(value, at) : head.writeUInt16LE(value, at);
  const write32 = (value: number, at: number) =>
    of.isBigEndian ? head.writeUInt32BE(value, at) : head.writeUInt32LE(value, at);
  head.write(of.isBigEndian ? 'RIFX' : 'RIFF', 0, 'latin1');
  write32(head.length - 8 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  write32(head.length - 28, 16);
  write16(isExtensible ? 0xfffe : 1, 20);
  write16(1, 22);
  write32(22_050, 24);
  write32(22_050 * bytes, 28);
  write16(bytes, 32);
  write16(of.containerBits, 34);
  if (isExtensible) {
    write16(22, 36);
    write16(of.bits, 38);
    write32(4, 40);
    head.write('0100000000001000800000aa00389b71', 44, 'hex');
  }
  head.write('data', head.length - 8, 'latin1');
  write32(data.length, head.length - 4);
  return Buffer.concat([head, data]);
}
