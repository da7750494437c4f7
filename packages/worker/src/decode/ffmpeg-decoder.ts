import { SAMPLE_RATE } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import type { DecoderEnd, Environment } from './decoder-process.ts';
import { decodeArguments } from './ffmpeg-arguments.ts';
import { createProcessDecoder } from './process-decoder.ts';
import { sanitizeMessage } from './sanitize-message.ts';

export interface FfmpegDecoderOptions {
  readonly command: string;
  readonly version: string;
  readonly environment: Environment;
  readonly limits: DecodeLimits;
}

/** Enough for every real file ten times over: it decodes as it reads, and keeps nothing. */
const MEMORY_BYTES = 1 << 30;

/** Damage in the middle of a file is no failure: what could be decoded is used. */
export function createFfmpegDecoder(options: FfmpegDecoderOptions): AudioDecoder {
  const { command, version, environment, limits } = options;
  const maxSamples = Math.ceil((limits.maxDurationSeconds + 1) * SAMPLE_RATE);
  const maxBytes = maxSamples * Float32Array.BYTES_PER_ELEMENT;
  return createProcessDecoder({
    decoder: `ffmpeg ${version}`,
    resampler: 'soxr 28 bit',
    environment,
    limits,
    memoryBytesFor: () => MEMORY_BYTES,
    commandFor: (path) => ({ command, args: decodeArguments({ path, maxBytes }) }),
    toError,
  });
}

function toError({ killedBy, stderrTail }: DecoderEnd, path: string): Error {
  if (saysDiskFull(stderrTail, path)) {
    return Object.assign(new Error('ffmpeg has no room to write'), { code: 'ENOSPC' });
  }
  const reason = killedBy === null ? ffmpegReason(stderrTail, path) : `it crashed (${killedBy})`;
  return new EarmarkError(
    'AUDIO_UNDECODABLE',
    `ffmpeg cannot decode the file: ${reason}. ` +
      'Listen to the file; encode it again or leave it out.',
  );
}

/** `[mp3 @ 0x55710fd25ac0] `, which ffmpeg puts before a message of one of its components. */
const COMPONENT = /^\[([\w,]+) @ 0x[0-9a-f]+\] /;
const REFUSED_DEMUXER = /^\[(\w+)[\w,]* @ 0x[0-9a-f]+\] Format not on whitelist/;
const NO_REASON = /^To ignore this|^Last message repeated|^Codec \(\w+\) not on whitelist/;
const DISK_FULL = /^(av_\w+(\(\))?|Error .*|\[out#.*): No space left on device$/;

/** The characters in whose place ffmpeg prints a question mark. */
const CONTROL_CHARACTERS = /[\x01-\x07\x0e-\x1f]/g;

/** The last messages in the standard error of ffmpeg as the end of a sentence, without memory addresses and path. */
export function ffmpegReason(stderrTail: string, path: string): string {
  const lines = linesOf(stderrTail, path);
  const refused = lines.map((line) => REFUSED_DEMUXER.exec(line)?.[1]);
  const demuxer = refused.find((name) => name !== undefined);
  if (demuxer !== undefined) return `it is a "${demuxer}" file, which is not audio`;

  const words = lines
    .map((line) => sanitizeMessage(line.replace(COMPONENT, '')))
    .filter((line) => line !== '' && !NO_REASON.test(line));
  return sanitizeMessage([...new Set(words)].slice(-2).join('; ')) || 'ffmpeg gave no reason';
}

/** Whether ffmpeg had no room to write. Only its own message counts: a file may be named like it. */
export function saysDiskFull(stderrTail: string, path: string): boolean {
  return linesOf(stderrTail, path).some((line) => DISK_FULL.test(line));
}

function linesOf(stderrTail: string, path: string): readonly string[] {
  const printedPath = path.replace(CONTROL_CHARACTERS, '?');
  return stderrTail
    .replaceAll(`file:${printedPath}: `, '')
    .replaceAll(printedPath, 'the file')
    .split('\n');
}
