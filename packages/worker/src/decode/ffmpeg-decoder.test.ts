import { expect, test } from 'vitest';
import { ffmpegReason, saysDiskFull } from './ffmpeg-decoder.ts';

test.each([
  {
    stderrTail:
      '[mp3 @ 0x55bc08ef0ac0] Failed to read frame size: Could not seek to 2946.\n' +
      'file:/music/a.mp3: Invalid argument\n',
    reason: 'Failed to read frame size: Could not seek to 2946; Invalid argument',
  },
  {
    stderrTail:
      '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x556259ddcac0] moov atom not found\n' +
      'file:/music/a.mp3: Invalid data found when processing input\n',
    reason: 'moov atom not found; Invalid data found when processing input',
  },
  {
    stderrTail:
      "Stream map '0:a:0' matches no streams.\nTo ignore this, add a trailing '?' to the map.\n",
    reason: "Stream map '0:a:0' matches no streams",
  },
  {
    stderrTail:
      "[hls @ 0x563bd8f72ac0] Format not on whitelist 'aac,wav,wv'\n" +
      'file:/music/a.mp3: Invalid argument\n',
    reason: 'it is a "hls" file, which is not audio',
  },
  {
    stderrTail:
      "[png @ 0x556c28ac6780] Codec (png) not on whitelist 'aac,ac3'\n" +
      'End of file\n    Last message repeated 3 times\n',
    reason: 'End of file',
  },
  { stderrTail: 'Oh no\n'.repeat(9), reason: 'Oh no' },
  { stderrTail: '', reason: 'ffmpeg gave no reason' },
])('the reason is "$reason"', ({ stderrTail, reason }) => {
  expect(ffmpegReason(stderrTail, '/music/a.mp3')).toBe(reason);
});

test('a long message is cut', () => {
  expect(ffmpegReason('x'.repeat(4_096), '/music/a.mp3')).toHaveLength(300);
});

test.each([
  { stderrTail: 'av_interleaved_write_frame(): No space left on device\n', isFull: true },
  { stderrTail: 'Error writing trailer of pipe:1: No space left on device\n', isFull: true },
  { stderrTail: '[out#0/f32le @ 0x55] Error writing: No space left on device\n', isFull: true },
  { stderrTail: 'file:/music/a: No space left on device\n', isFull: false },
  { stderrTail: 'file:/music/a: No space left on device\n.mp3: End of file\n', isFull: false },
  { stderrTail: 'file:/m/\n?av_x(): No space left on device\n.mp3: End of file\n', isFull: false },
])('$stderrTail says that the disk is full: $isFull', ({ stderrTail, isFull }) => {
  const path = /file:(.*\.mp3)/s.exec(stderrTail)?.[1]?.replace('?', '\x01') ?? '/music/a';
  expect(saysDiskFull(stderrTail, path)).toBe(isFull);
});
