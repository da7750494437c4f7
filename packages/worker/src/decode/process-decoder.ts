import { SAMPLE_RATE, type Waveform } from '@earmark/core/audio';
import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import { type Command, type DecoderEnd, type Environment, runDecoder } from './decoder-process.ts';
import { assertNotTooLong, assertSomeAudio } from './duration.ts';
import { readWaveform, withScratchFile } from './scratch-file.ts';
import { sourceFileSize } from './source-file.ts';
import { namedSystemError } from './system-error.ts';
import { withTimeLimit } from './time-limit.ts';

export interface ProcessDecoderOptions extends Pick<AudioDecoder, 'decoder' | 'resampler'> {
  readonly environment: Environment;
  readonly limits: DecodeLimits;
  /** What a process may take to decode a file of this size. */
  readonly memoryBytesFor: (fileBytes: number) => number;
  /** What writes the waveform of `path` to its standard output. */
  readonly commandFor: (path: string) => Command;
  /** Why a process failed that was not killed. */
  readonly toError: (end: DecoderEnd, path: string) => Error;
}

/**
 * Decodes each file in a process of its own: a file that crashes its decoder affects no other file and not
 * this process. The waveform passes through a nameless scratch file: through a pipe the same 15 MB per track would
 * pass this thread in 3,000 pieces, for 40 ms of its CPU instead of 10.
 */
export function createProcessDecoder(options: ProcessDecoderOptions): AudioDecoder {
  const { decoder, resampler, commandFor, memoryBytesFor } = options;
  const { maxDurationSeconds, timeoutMs } = options.limits;
  // This process enforces the time limit; the system ends the decoder after twice as much when this one was killed.
  const cpuSeconds = (2 * timeoutMs) / 1_000;

  const decodeNow = (
    { path, fileBytes }: { readonly path: string; readonly fileBytes: number },
    signal: AbortSignal,
  ): Promise<Waveform> =>
    withScratchFile(async (file) => {
      const limits = { memoryBytes: memoryBytesFor(fileBytes), cpuSeconds };
      const run = { ...options, ...commandFor(path), limits, output: file.fd, signal };
      const end = await runDecoder(run);
      signal.throwIfAborted();
      if (end.exitCode !== 0) throw ended(end, path);
      const waveform = await readWaveform(file);
      const extent = { nSamples: waveform.length, sampleRate: SAMPLE_RATE };
      assertSomeAudio(extent);
      assertNotTooLong(extent, maxDurationSeconds);
      return waveform;
    });

  /** A SIGKILL that this process did not send came from the system, which was out of memory. */
  const ended = (end: DecoderEnd, path: string): Error =>
    end.killedBy === 'SIGKILL'
      ? Object.assign(new Error('A decoder was killed'), { code: 'ENOMEM' })
      : options.toError(end, path);

  return {
    decoder,
    resampler,
    async decode(path, signal) {
      const source = { path, fileBytes: await sourceFileSize(path) };
      try {
        return await withTimeLimit(timeoutMs, signal, (limited) => decodeNow(source, limited));
      } catch (error) {
        throw namedSystemError(error);
      }
    },
  };
}
