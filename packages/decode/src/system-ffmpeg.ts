import { SAMPLE_RATE } from '@earmark/core/audio';
import { decodeArguments, MEAN_OF_CHANNELS } from './ffmpeg-arguments.ts';
import type { Ffmpeg } from './ffmpeg.ts';

/** The reference waveform: mean of the channels, then soxr at 28 bit. */
export const FILTER = `${MEAN_OF_CHANNELS},aresample=${String(SAMPLE_RATE)}:resampler=soxr:precision=28`;

/** Enough for every real file ten times over: it decodes as it reads, and keeps nothing. */
const MEMORY_BYTES = 1 << 30;

/** The ffmpeg of this machine. */
export function systemFfmpeg(of: { readonly command: string; readonly version: string }): Ffmpeg {
  return {
    decoder: `ffmpeg ${of.version}`,
    resampler: 'soxr 28 bit',
    memoryBytes: MEMORY_BYTES,
    commandFor({ name, codec }, { maxDurationSeconds }) {
      const maxSamples = Math.ceil((maxDurationSeconds + 1) * SAMPLE_RATE);
      const maxBytes = maxSamples * Float32Array.BYTES_PER_ELEMENT;
      const output = 'pipe:1';
      const args = decodeArguments({ source: name, codec, filter: FILTER, output, maxBytes });
      return { command: of.command, args };
    },
  };
}
