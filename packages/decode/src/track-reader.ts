import { open } from 'node:fs/promises';
import type { Level, TrackInput } from '@earmark/core/audio';
import { isNpy } from '@earmark/core/corpus';
import type { AudioDecoder } from './audio-decoder.ts';
import { type AudioDecoderOptions, createAudioDecoder } from './create-audio-decoder.ts';
import { readLogMel } from './read-log-mel.ts';
import { assertReadable } from './source-file.ts';
import { namedSystemError } from './system-error.ts';

/** What models read of a file. */
export interface ReadTrack {
  readonly input: TrackInput;
  /** Null for a spectrogram. */
  readonly level: Level | null;
}

/** A decoder that takes spectrograms, too. */
export interface TrackReader extends AudioDecoder {
  /** @throws what `decode` throws */
  readonly read: (path: string, signal: AbortSignal) => Promise<ReadTrack>;
}

/** @throws USAGE_INVALID when the given ffmpeg cannot be used */
export async function createTrackReader(options: AudioDecoderOptions): Promise<TrackReader> {
  const decoder = await createAudioDecoder(options);
  return {
    ...decoder,
    async read(path, signal) {
      if (isNpy(await readHead(path))) {
        const logMel = await readLogMel(path, options.limits).catch((error: unknown) => {
          throw namedSystemError(error);
        });
        return { input: { kind: 'log-mel', logMel }, level: null };
      }
      const { waveform, level } = await decoder.decode(path, signal);
      return { input: { kind: 'waveform', waveform }, level };
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
