import { expect, test } from 'vitest';
import { createFfmpegLog } from './ffmpeg-log.ts';

const NAME = '/dev/fd/3';

const logOf = (...lines: string[]) => {
  const log = createFfmpegLog(NAME);
  for (const line of lines) log.add(line);
  return log;
};

const MP3 = [
  "[info] Input #0, mp3, from 'file:/dev/fd/3':",
  '[info]   Metadata:',
  '[info]     title           : Duration: 09:09:09.00, start',
  '[info]                     :   Duration: 08:08:08.00, start',
  '[info]   Duration: 00:04:02.50, start: 0.025057, bitrate: 192 kb/s',
  '[info]   Stream #0:0: Audio: mp3, 44100 Hz, stereo, fltp, 192 kb/s',
];
const COVER =
  '[info]   Stream #0:1: Video: mjpeg (Baseline), yuvj420p(pc), 500x500, 90k tbr (attached pic)';
const OUTPUT = [
  "[info] Output #0, f32le, to 'pipe:1':",
  '[info]   Stream #0:0: Audio: pcm_f32le, 16000 Hz, mono, flt, 512 kb/s',
];

test('says what the file is, and which length it states', () => {
  const { source } = logOf(...MP3, COVER, ...OUTPUT);
  expect(source).toEqual({ demuxer: 'mp3', codec: 'mp3', statedSeconds: 242.5 });
});

test.each([
  {
    why: 'ffmpeg estimates it',
    lines: [
      '[mp3 @ 0x55f] [warning] Estimating duration from bitrate, this may be inaccurate',
      ...MP3,
    ],
  },
  {
    why: 'it may be that of a video',
    lines: [
      "[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/dev/fd/3':",
      '[info]   Duration: 00:04:02.50, start: 0.000000, bitrate: 192 kb/s',
      '[info]   Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 720x576',
      '[info]   Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp',
    ],
  },
  {
    why: 'it is that of the last link of a chain',
    lines: [
      "[info] Input #0, ogg, from 'file:/dev/fd/3':",
      '[info]   Duration: 00:00:02.00, start: 0.000000, bitrate: 277 kb/s',
      '[info]   Stream #0:0: Audio: vorbis, 44100 Hz, stereo, fltp, 80 kb/s',
    ],
  },
  {
    why: 'there is none',
    lines: [
      "[info] Input #0, wav, from 'file:/dev/fd/3':",
      '[info]   Duration: N/A, bitrate: 352 kb/s',
      '[info]   Stream #0:0: Audio: pcm_s16le ([1][0][0][0] / 0x0001), 22050 Hz, mono, s16',
    ],
  },
])('no length counts as stated when $why', ({ lines }) => {
  expect(logOf(...lines).source).toMatchObject({ statedSeconds: undefined });
});

test('a file that ffmpeg did not recognize has no format', () => {
  expect(logOf('[error] file:/dev/fd/3: Invalid data found').source).toBeUndefined();
});

test('says the rate of the output once it is known', () => {
  expect(logOf(...MP3).outputRate).toBeUndefined();
  expect(logOf(...MP3, ...OUTPUT).outputRate).toBe(16_000);
});

test.each([
  {
    lines: [
      '[mp3 @ 0x55bc08ef0ac0] [error] Failed to read frame size: Could not seek to 2946.',
      '[error] file:/dev/fd/3: Invalid argument',
    ],
    reason: 'Failed to read frame size: Could not seek to 2946; Invalid argument',
  },
  {
    lines: [
      '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x556259ddcac0] [error] moov atom not found',
      '[error] file:/dev/fd/3: Invalid data found when processing input',
    ],
    reason: 'moov atom not found; Invalid data found when processing input',
  },
  {
    lines: [
      "[fatal] Stream map '0:a:0' matches no streams.",
      "[fatal] To ignore this, add a trailing '?' to the map.",
    ],
    reason: "Stream map '0:a:0' matches no streams",
  },
  {
    lines: [
      "[hls @ 0x563bd8f72ac0] [error] Format not on whitelist 'aac,wav,wv'",
      '[error] file:/dev/fd/3: Invalid argument',
    ],
    reason: 'it is a "hls" file, which is not read',
  },
  {
    lines: [
      "[png @ 0x556c28ac6780] [error] Codec (png) not on whitelist 'aac,ac3'",
      '[fatal] End of file',
    ],
    reason: 'End of file',
  },
  { lines: [...MP3, COVER, 'Aborted()'], reason: 'ffmpeg gave no reason' },
  { lines: Array<string>(9).fill('[error] Oh no'), reason: 'Oh no' },
])('the reason is "$reason"', ({ lines, reason }) => {
  expect(logOf(...lines).reason()).toBe(reason);
});

test('a long reason is cut', () => {
  expect(logOf(`[error] ${'x'.repeat(4_096)}`).reason()).toHaveLength(300);
});

test.each([
  { line: '[error] av_interleaved_write_frame(): No space left on device', isFull: true },
  { line: '[error] Error writing trailer of pipe:1: No space left on device', isFull: true },
  { line: '[out#0/f32le @ 0x55] [error] Error writing: No space left on device', isFull: true },
  { line: '[fatal] ENOSPC: no space left on device, write', isFull: true },
  { line: '[info]     title : av_write(): No space left on device', isFull: false },
  { line: '[error] file:/dev/fd/3: No space left on device', isFull: false },
])('$line says that the disk is full: $isFull', ({ line, isFull }) => {
  expect(logOf(line).saysDiskFull).toBe(isFull);
});
