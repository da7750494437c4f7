import { Readable } from 'node:stream';
import {
  createDatasetLogMel,
  DATASET_BANDS,
  DATASET_LOG_MEL,
  EXCERPT_SECONDS,
  excerptOf,
} from '@earmark/core/audio';
import { npyBytes } from '@earmark/core/corpus';
import { EarmarkError } from '@earmark/core/failure';
import type { AudioDecoder } from '@earmark/decode';
import type { FetchAudio } from '@earmark/source';
import type { Storage } from '@earmark/source/storage';
import type { MelspecJob } from './melspec-job.ts';

export interface MelspecDeps {
  readonly fetchAudio: FetchAudio;
  /** Decodes to 12 kHz. */
  readonly decoder: AudioDecoder;
  readonly storage: Storage;
  /** Whether the whole track is taken, and not the 29.1 s in its middle. */
  readonly isFull: boolean;
}

/**
 * Makes the spectrogram of a file and writes it, unless it is there: another machine may have made it meanwhile.
 *
 * @throws what fetching, decoding and writing throw; AUDIO_UNDECODABLE when the file is shorter than the excerpt
 */
export function createMakeMelspec({ fetchAudio, decoder, storage, isFull }: MelspecDeps) {
  const toLogMel = createDatasetLogMel();
  return async ({ uri, audioVersion, path }: MelspecJob, signal: AbortSignal): Promise<void> => {
    if (await storage.stat(path, signal)) return;
    const audio = await fetchAudio(uri, audioVersion, signal);
    try {
      const { waveform } = await decoder.decode(audio.path, signal);
      const { nFrames, values } = toLogMel(isFull ? waveform : excerptIn(waveform));
      const matrix = { nRows: DATASET_BANDS, nColumns: nFrames, values };
      await storage.write(path, Readable.from(npyBytes(matrix)), {}, signal);
    } finally {
      await audio.release();
    }
  };
}

function excerptIn(waveform: Float32Array): Float32Array {
  const excerpt = excerptOf(waveform);
  if (excerpt) return excerpt;
  const seconds = (waveform.length / DATASET_LOG_MEL.sampleRate).toFixed(1);
  throw new EarmarkError(
    'AUDIO_UNDECODABLE',
    `The track is ${seconds} s long, and the excerpt ${String(EXCERPT_SECONDS)} s. ` +
      'Leave the track out, or take whole tracks: --full',
  );
}
