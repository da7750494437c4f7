import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_RATE } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import { ffmpegDecoders, wasmDecoder } from '../support/decoders.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { snrDb } from '../support/samples.ts';
import { writeWav } from '../support/wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'earmark-formats-'));
const at = (name: string): string => join(folder, name);
/** With the files that are encoded; `-map 0` and `-map 1` choose one of them. */
const INPUTS = ['stereo.wav', 'six.wav'];
const signal = new AbortController().signal;

beforeAll(() => {
  if (ffmpegDecoders.length === 0) return;
  writeWav(at('stereo.wav'), { sampleRate: 44_100, durationSeconds: 2, nChannels: 2 });
  writeWav(at('six.wav'), { sampleRate: 48_000, durationSeconds: 1, nChannels: 6 });
  writeWav(at('four-seconds.wav'), { sampleRate: 44_100, durationSeconds: 4 });
  // All files in one program.
  runFfmpeg([
    ...INPUTS.flatMap((file) => ['-i', at(file)]),
    ...FORMATS.flatMap(({ file, encode, from = INPUTS[0]! }) => {
      return ['-map', String(INPUTS.indexOf(from)), ...encode.split(' '), at(file)];
    }),
  ]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/**
 * One for each way to decode, and each format that docs/usage.md names; in a longer series also others, and those that take
 * the same way. `-aac_pns 0`: else AAC stands noise in for noise, another one in every decoder.
 */
const FORMATS = [
  { file: 'lame.mp3', encode: '-c:a libmp3lame -b:a 192k' },
  { file: 'vorbis.ogg', encode: '-c:a libvorbis' },
  { file: 'opus.opus', encode: '-c:a libopus -b:a 128k' },
  { file: '24.flac', encode: '-c:a flac -sample_fmt s32 -bits_per_raw_sample 24' },
  { file: 'six-24.wav', encode: '-c:a pcm_s24le', from: 'six.wav' },
  { file: 'f32.wav', encode: '-c:a pcm_f32le' },
  { file: 'aiff.aiff', encode: '-c:a pcm_s16be' },
  { file: 'alac.m4a', encode: '-c:a alac' },
  { file: 'wma.wma', encode: '-c:a wmav2 -b:a 192k' },
  { file: 'dash.mp4', encode: '-c:a aac -aac_pns 0 -frag_duration 500000 -movflags dash' },
  { file: 'wavpack.wv', encode: '-c:a wavpack' },
  { file: 'dolby.ac3', encode: '-c:a ac3' },
  ...inLongerSeries([
    { file: 'latm.loas', encode: '-c:a aac -aac_pns 0 -f latm' },
    { file: 'layer2.mp2', encode: '-c:a mp2' },
    { file: 'speex.spx', encode: '-c:a libspeex -ar 16000 -ac 1' },
    { file: 'true.tta', encode: '-c:a tta' },
    { file: 'vbr.mp3', encode: '-c:a libmp3lame -q:a 2' },
    { file: 'no-xing.mp3', encode: '-c:a libmp3lame -write_xing 0' },
    { file: 'mono-22k.mp3', encode: '-c:a libmp3lame -ar 22050 -ac 1' },
    { file: '16.flac', encode: '-c:a flac' },
    { file: '96k.flac', encode: '-c:a flac -ar 96000' },
    { file: 'six.flac', encode: '-c:a flac', from: 'six.wav' },
    { file: 'u8.wav', encode: '-c:a pcm_u8 -ar 22050' },
    { file: 's24.wav', encode: '-c:a pcm_s24le' },
    { file: 's32.wav', encode: '-c:a pcm_s32le' },
    { file: 'f64.wav', encode: '-c:a pcm_f64le' },
    { file: 'mulaw-8k.wav', encode: '-c:a pcm_mulaw -ar 8000' },
    { file: 'caf.caf', encode: '-c:a pcm_s24be' },
    { file: 'aac.m4a', encode: '-c:a aac -b:a 192k -aac_pns 0' },
    { file: 'fragmented.mp4', encode: '-c:a aac -aac_pns 0 -movflags frag_keyframe+empty_moov' },
    { file: 'adts.aac', encode: '-c:a aac -aac_pns 0' },
    { file: 'opus.webm', encode: '-c:a libopus' },
    { file: 'vorbis.mka', encode: '-c:a libvorbis' },
    { file: 'sun.au', encode: '-c:a pcm_s16be' },
    { file: 'sony.w64', encode: '-c:a pcm_s16le' },
  ]),
];

function runFfmpeg(args: readonly string[]): void {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...args]);
}

describe.skipIf(ffmpegDecoders.length === 0)(
  'the ffmpeg of the machine and the built-in one agree',
  () => {
    const decoders = [...ffmpegDecoders, wasmDecoder].map(({ create }) => create());

    // Two resamplers of one response differ by less than -75 dB.
    test.each(FORMATS)('on $file', async ({ file }) => {
      const [reference, other] = await Promise.all(
        decoders.map(async (decoder) => (await decoder.decode(at(file), signal)).waveform),
      );
      expect(other).toHaveLength(reference!.length);
      expect(snrDb(other!, reference!)).toBeGreaterThan(75);
    });

    test.each([
      {
        ofAll: 0.5,
        end: /^AUDIO_UNDECODABLE: .* it states 4\.0 s of audio, and 2\.0 s can be decoded/,
      },
      { ofAll: 0.8, end: /^3\.\d s$/ },
    ])('on an mp3 that was cut off after $ofAll of it', async ({ ofAll, end }) => {
      runFfmpeg(['-i', at('four-seconds.wav'), '-y', at('all.mp3')]);
      const bytes = readFileSync(at('all.mp3'));
      writeFileSync(at('cut.mp3'), bytes.subarray(0, ofAll * bytes.length));
      for (const decoder of decoders) {
        const ended = await decoder.decode(at('cut.mp3'), signal).then(
          ({ waveform }) => `${(waveform.length / SAMPLE_RATE).toFixed(1)} s`,
          (error: unknown) =>
            error instanceof EarmarkError ? `${error.code}: ${error.message}` : '',
        );
        expect(ended).toMatch(end);
      }
    });
  },
);
