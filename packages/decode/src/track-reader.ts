import { open } from 'node:fs/promises';
import type { Level, TrackInput } from '@earmark/core/audio';
import { isNpy } from '@earmark/core/corpus';
import type { AudioDecoder } from './audio-decoder.ts';
import { type AudioDecoderOptions, chooseFfmpeg } from './create-audio-decoder.ts';
import { createFfmpegDecoder } from './ffmpeg-decoder.ts';
import { readLogMel } from './read-log-mel.ts';
import { assertReadable } from './source-file.ts';
import { namedSystemError } from './system-error.ts';

/** What models read of a file. */
export interface ReadTrack {
  readonly input: TrackInput;
  /** Null for a spectrogram. */
  readonly level: Level | null;
}

/** A decoder that takes spectrograms, too, and gives waveforms at any rate. */
export interface TrackReader extends AudioDecoder {
  /**
   * @param sampleRate of the waveform, in Hz; a spectrogram is as it is
   * @throws what `decode` throws
   */
  readonly read: (path: string, sampleRate: number, signal: AbortSignal) => Promise<ReadTrack>;
}

/** @throws USAGE_INVALID when the given ffmpeg cannot be used */
export async function createTrackReader(options: AudioDecoderOptions): Promise<TrackReader> {
  const ffmpeg = await chooseFfmpeg(options);
  return {
    ...createFfmpegDecoder(ffmpeg, options),
    async read(path, sampleRate, signal) {
      if (isNpy(await readHead(path))) {
        const logMel = await readLogMel(path, options.limits).catch((error: unknown) => {
          throw namedSystemError(error);
        });
        return { input: { kind: 'log-mel', logMel }, level: null };
      }
      const decoder = createFfmpegDecoder(ffmpeg, { ...options, sampleRate });
      const { waveform, level } = await decoder.decode(path, signal);
      return { input: { kind: 'waveform', waveform, sampleRate }, level };
    },
  };
}

const HEAD_BYTES = 6;

/** The first bytes, by which a file is known: a temporary copy has lost the name. */
async function readHead(path: string): Promise<Uint8Array> {
  await assertReadable(path);
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer;
  } finally {
    await file.close();
  }
}
