import { decodeArguments, MEAN_OF_CHANNELS } from './ffmpeg-arguments.ts';
import type { Ffmpeg } from './ffmpeg.ts';

/** The reference waveform: mean of the channels, then soxr at 28 bit. */
export function filterTo(sampleRate: number): string {
  return `${MEAN_OF_CHANNELS},aresample=${String(sampleRate)}:resampler=soxr:precision=28`;
}

/** Enough for every real file ten times over: it decodes as it reads, and keeps nothing. */
const MEMORY_BYTES = 1 << 30;

/** The ffmpeg of this machine. */
export function systemFfmpeg(of: { readonly command: string; readonly version: string }): Ffmpeg {
  return {
    decoder: `ffmpeg ${of.version}`,
    resampler: 'soxr 28 bit',
    memoryBytes: MEMORY_BYTES,
    commandFor({ name, codec }, { sampleRate, maxDurationSeconds }) {
      const maxSamples = Math.ceil((maxDurationSeconds + 1) * sampleRate);
      const maxBytes = maxSamples * Float32Array.BYTES_PER_ELEMENT;
      const output = 'pipe:1';
      const filter = filterTo(sampleRate);
      const args = decodeArguments({ source: name, codec, filter, output, maxBytes });
      return { command: of.command, args };
    },
  };
}
