import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ffmpegDecoders, wasmDecoder } from '../support/decoders.ts';
import { snrDb } from '../support/samples.ts';
import { writeWav } from '../support/wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'earmark-formats-'));
const at = (name: string): string => join(folder, name);
const signal = new AbortController().signal;

beforeAll(() => {
  writeWav(at('stereo.wav'), { sampleRate: 44_100, durationSeconds: 4, nChannels: 2 });
  writeWav(at('six.wav'), { sampleRate: 48_000, durationSeconds: 4, nChannels: 6 });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** `-aac_pns 0`: else AAC stands noise in for noise, another one in every decoder. */
const FORMATS = [
  { file: 'lame.mp3', encode: '-c:a libmp3lame -b:a 192k' },
  { file: 'vbr.mp3', encode: '-c:a libmp3lame -q:a 2' },
  { file: 'no-xing.mp3', encode: '-c:a libmp3lame -write_xing 0' },
  { file: 'mono-22k.mp3', encode: '-c:a libmp3lame -ar 22050 -ac 1' },
  { file: 'vorbis.ogg', encode: '-c:a libvorbis' },
  { file: 'opus.opus', encode: '-c:a libopus -b:a 128k' },
  { file: '16.flac', encode: '-c:a flac' },
  { file: '24.flac', encode: '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24' },
  { file: '96k.flac', encode: '-c:a flac -ar 96000' },
  { file: 'six.flac', encode: '-c:a flac', from: 'six.wav' },
  { file: 'six-24.wav', encode: '-c:a pcm_s24le', from: 'six.wav' },
  { file: 'u8.wav', encode: '-c:a pcm_u8 -ar 22050' },
  { file: 's24.wav', encode: '-c:a pcm_s24le' },
  { file: 's32.wav', encode: '-c:a pcm_s32le' },
  { file: 'f32.wav', encode: '-c:a pcm_f32le' },
  { file: 'f64.wav', encode: '-c:a pcm_f64le' },
  { file: 'mulaw-8k.wav', encode: '-c:a pcm_mulaw -ar 8000' },
  { file: 'aiff.aiff', encode: '-c:a pcm_s16be' },
  { file: 'caf.caf', encode: '-c:a pcm_s24be' },
  { file: 'alac.m4a', encode: '-c:a alac' },
  { file: 'wma.wma', encode: '-c:a wmav2 -b:a 192k' },
  // ffmpeg leaves the encoder's padding at the end of AAC: up to 1,024 samples at the file's rate.
  { file: 'aac.m4a', encode: '-c:a aac -b:a 192k -aac_pns 0', tailSamples: 1_024 },
];

describe.skipIf(ffmpegDecoders.length === 0)('ffmpeg and the built-in decoders agree', () => {
  const decoders = [...ffmpegDecoders, wasmDecoder].map(({ create }) => create());

  // Two resamplers of one response differ by less than -75 dB.
  test.each(FORMATS)('on $file', async ({ file, encode, from = 'stereo.wav', tailSamples = 0 }) => {
    const source = ['-nostdin', '-v', 'error', '-i', at(from)];
    execFileSync('ffmpeg', [...source, ...encode.split(' '), '-y', at(file)]);
    const [reference, other] = await Promise.all(
      decoders.map((decoder) => decoder.decode(at(file), signal)),
    );
    expect(reference!.length - other!.length).toBeGreaterThanOrEqual(0);
    expect(reference!.length - other!.length).toBeLessThanOrEqual(tailSamples);
    const middle = reference!.subarray(0, other!.length - tailSamples);
    expect(snrDb(other!, middle)).toBeGreaterThan(75);
  });

  test('on an mp3 that was cut off, which gives the samples that it has', async () => {
    execFileSync('ffmpeg', [
      '-nostdin',
      '-v',
      'error',
      '-i',
      at('stereo.wav'),
      '-y',
      at('all.mp3'),
    ]);
    const bytes = readFileSync(at('all.mp3'));
    writeFileSync(at('cut.mp3'), bytes.subarray(0, bytes.length / 2));
    const [reference, other] = await Promise.all(
      decoders.map((decoder) => decoder.decode(at('cut.mp3'), signal)),
    );
    const nSamples = Math.min(reference!.length, other!.length);
    expect(nSamples).toBeGreaterThan(1.8 * 16_000);
    expect(Math.abs(reference!.length - other!.length)).toBeLessThan(2 * 1_152);
    const sound = nSamples - 2 * 1_152;
    expect(snrDb(other!, reference!.subarray(0, sound))).toBeGreaterThan(75);
  });
});
