import type { Level, Waveform } from '@earmark/core/audio';

export interface DecodedAudio {
  /** The whole file as the mean of its channels, at the sample rate of the decoder. */
  readonly waveform: Waveform;
  readonly level: Level;
}

export interface AudioDecoder {
  /** Stored with every prediction, e.g. `ffmpeg 5.1.9` or `wasm ffmpeg-core 0.12.10`. */
  readonly decoder: string;
  /** Stored with every prediction: `soxr 28 bit` or `kaiser 128`. */
  readonly resampler: string;
  /**
   * @param path a regular file; nothing else is read
   * @param signal ends the decoding at once; its reason is thrown
   * @throws AUDIO_UNDECODABLE, AUDIO_EMPTY, AUDIO_TOO_LONG, DECODE_TIMEOUT, SOURCE_UNREADABLE,
   *   OUT_OF_MEMORY, DISK_FULL
   */
  readonly decode: (path: string, signal: AbortSignal) => Promise<DecodedAudio>;
}

export interface DecodeLimits {
  readonly maxDurationSeconds: number;
  /** For one file. */
  readonly timeoutMs: number;
}
