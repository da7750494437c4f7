import { SAMPLE_RATE, type Waveform } from '@earmark/core/audio/waveform.js';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import { assertNotTooLong, assertSomeAudio } from './duration.ts';
import { decodeArguments } from './ffmpeg-arguments.ts';
import { ffmpegReason } from './ffmpeg-complaint.ts';
import { runFfmpeg, type Environment, type FfmpegEnd } from './ffmpeg-process.ts';
import { guardedDecode } from './guarded-decode.ts';
import { readWaveform } from './read-waveform.ts';
import { withScratchFile } from './scratch-file.ts';
import { unreadable } from './source-file.ts';

export interface FfmpegDecoderOptions {
  readonly command: string;
  readonly version: string;
  readonly environment: Environment;
  readonly limits: DecodeLimits;
}

/**
 * Decodes in a process of its own, one a file, into a nameless scratch file: through a pipe the
 * same 15 MB a track would pass this thread in 3,000 pieces, for 40 ms of its CPU instead of 10.
 */
export function createFfmpegDecoder(options: FfmpegDecoderOptions): AudioDecoder {
  const { maxDurationSeconds, timeoutMs } = options.limits;
  const maxSamples = Math.ceil((maxDurationSeconds + 1) * SAMPLE_RATE);
  const maxBytes = maxSamples * Float32Array.BYTES_PER_ELEMENT;

  const decodeNow = (path: string, signal: AbortSignal): Promise<Waveform> =>
    withScratchFile(async (file) => {
      const args = decodeArguments({ path, maxBytes });
      const end = await runFfmpeg({ ...options, args, output: file.fd, signal });
      signal.throwIfAborted();
      assertDecoded(end, path);
      const waveform = await readWaveform(file);
      const extent = { nSamples: waveform.length, sampleRate: SAMPLE_RATE };
      assertSomeAudio(extent);
      assertNotTooLong(extent, maxDurationSeconds);
      return waveform;
    });

  return {
    decoder: `ffmpeg ${options.version}`,
    resampler: 'soxr 28 bit',
    decode: guardedDecode(timeoutMs, decodeNow),
    close: () => Promise.resolve(),
  };
}

/** Damage in the middle of a file leaves the exit code 0, and what could be decoded is used. */
function assertDecoded({ exitCode, killedBy, complaint }: FfmpegEnd, path: string): void {
  if (exitCode === 0) return;
  // Nobody here killed it: the system did, to get its memory back.
  if (killedBy === 'SIGKILL') throw systemError('ENOMEM');
  if (complaint.includes('No space left on device')) throw systemError('ENOSPC');
  if (complaint.includes(`${path}: Permission denied`)) throw unreadable(path, 'cannot be read');
  const reason = killedBy === null ? ffmpegReason(complaint, path) : `it crashed (${killedBy})`;
  throw new EarmarkError(
    'AUDIO_UNDECODABLE',
    `ffmpeg cannot decode the file: ${reason}. ` +
      'Listen to the file; encode it again or leave it out.',
  );
}

function systemError(code: string): Error {
  return Object.assign(new Error('ffmpeg ran out of something'), { code });
}
