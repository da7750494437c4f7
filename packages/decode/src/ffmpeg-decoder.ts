import { open } from 'node:fs/promises';
import { SAMPLE_RATE } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { AudioDecoder, DecodedAudio, DecodeLimits } from './audio-decoder.ts';
import { type DecoderEnd, runDecoder } from './decoder-process.ts';
import { assertNotTooLong, assertSomeAudio } from './duration.ts';
import { createFfmpegLog, type FfmpegLog } from './ffmpeg-log.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { assertPlausible } from './plausible.ts';
import type { Variables } from '@earmark/runtime/process';
import { readWaveform, withScratchFile } from './scratch-file.ts';
import { assertReadable } from './source-file.ts';
import { namedSystemError } from './system-error.ts';
import { withTimeLimit } from './time-limit.ts';
import { wavCodec } from './wav-codec.ts';

export interface FfmpegDecoderOptions {
  readonly environment: Variables;
  readonly limits: DecodeLimits;
  /** Of the waveform, in Hz; 16,000 unless it is given. */
  readonly sampleRate?: number | undefined;
}

/** The open file in the process: its name cannot be taken for an option, and does not appear in the log. */
const SOURCE_NAME = '/dev/fd/3';

/**
 * Decodes each file in a process of its own: a file that crashes its decoder affects no other file and not this process.
 * The waveform passes through a nameless scratch file: through a pipe the same 15 MB per track would pass this thread in
 * 3,000 pieces, for 40 ms of its CPU instead of 10.
 *
 * Damage that costs less than a second is no failure: what could be decoded is used.
 */
export function createFfmpegDecoder(
  ffmpeg: Ffmpeg,
  { environment, limits, sampleRate = SAMPLE_RATE }: FfmpegDecoderOptions,
): AudioDecoder {
  const { maxDurationSeconds, timeoutMs } = limits;
  // This process enforces the time limit; the system ends the decoder after twice as much when this one was killed.
  const cpuSeconds = (2 * timeoutMs) / 1_000;
  const ends = { memoryBytes: ffmpeg.memoryBytes, cpuSeconds };

  const decodeNow = (path: string, signal: AbortSignal): Promise<DecodedAudio> =>
    withScratchFile(async (output) => {
      const source = await open(path);
      try {
        // Windows has no such names.
        const name = process.platform === 'win32' ? path : SOURCE_NAME;
        const log = createFfmpegLog(name);
        const end = await runDecoder({
          ...ffmpeg.commandFor(
            { name, codec: await wavCodec(source) },
            { sampleRate, maxDurationSeconds },
          ),
          environment,
          limits: ends,
          input: source.fd,
          output: output.fd,
          onLine: (line) => {
            log.add(line);
          },
          signal,
        });
        signal.throwIfAborted();
        if (end.exitCode !== 0) throw toError(end, log);
        const decoded = await readWaveform(output);
        const extent = { nSamples: decoded.waveform.length, sampleRate };
        assertSomeAudio(extent);
        assertNotTooLong(extent, maxDurationSeconds);
        assertPlausible(decoded.level, extent, log.source);
        return decoded;
      } finally {
        await source.close();
      }
    });

  return {
    decoder: ffmpeg.decoder,
    resampler: ffmpeg.resampler,
    async decode(path, signal) {
      await assertReadable(path);
      try {
        return await withTimeLimit(timeoutMs, signal, (limited) => decodeNow(path, limited));
      } catch (error) {
        throw namedSystemError(error);
      }
    },
  };
}

function toError({ killedBy }: DecoderEnd, log: FfmpegLog): Error {
  // A SIGKILL that this process did not send came from the system, which was out of memory.
  if (killedBy === 'SIGKILL') return systemError('ENOMEM');
  if (log.saysDiskFull) return systemError('ENOSPC');
  const reason = killedBy === null ? log.reason() : `it crashed (${killedBy})`;
  return new EarmarkError(
    'AUDIO_UNDECODABLE',
    `ffmpeg cannot decode the file: ${reason}. ` +
      'Listen to the file; encode it again or leave it out.',
  );
}

function systemError(code: 'ENOMEM' | 'ENOSPC'): Error {
  return Object.assign(new Error(`A decoder ended with ${code}`), { code });
}
