import type { Command } from '@earmark/runtime/process';

/** An ffmpeg that decodes files, each in a process of its own. */
export interface Ffmpeg {
  /** Stored with every prediction, e.g. `ffmpeg 7.1.1`. */
  readonly decoder: string;
  /** Stored with every prediction, e.g. `soxr 28 bit`. */
  readonly resampler: string;
  /** What the process may have of memory. */
  readonly memoryBytes: number;
  /** What writes the mean of the channels to its standard output, and the log of ffmpeg to its error output. */
  commandFor(source: FfmpegSource, output: FfmpegOutput): Command;
}

export interface FfmpegSource {
  /** What ffmpeg is told to read. */
  readonly name: string;
  /** Of the samples, when the one that ffmpeg chooses would read them wrongly. */
  readonly codec: string | undefined;
}

export interface FfmpegOutput {
  /** In Hz. */
  readonly sampleRate: number;
  /** It may be a second longer. */
  readonly maxDurationSeconds: number;
}
