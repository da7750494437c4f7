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

/** Measures a waveform that arrives piece by piece; about 3 ms for a million samples. */
export interface LevelMeter {
  add(samples: Float32Array): void;
  /** Of all samples so far; of none, everything is 0. */
  level(): Level;
}

const SILENT = 2 ** -16;

/** Resampling moves a clipped sample by a little. */
const CLIPPED = 0.999;

/** Samples of which only the extremes are looked at, unless one of these is silent or clipped: most have none such. */
const BLOCK = 256;

export function createLevelMeter(): LevelMeter {
  let nSamples = 0;
  let nSilent = 0;
  let nClipped = 0;
  let peak = 0;
  let sumOfSquares = 0;
  function addBlock(samples: Float32Array, start: number): void {
    const end = Math.min(start + BLOCK, samples.length);
    let least = 1;
    let largest = 0;
    let squares = sumOfSquares;
    for (let i = start; i < end; i++) {
      const size = Math.abs(samples[i]!);
      squares += size * size;
      if (size > largest) largest = size;
      if (size < least) least = size;
    }
    sumOfSquares = squares;
    peak = Math.max(peak, largest);
    if (least < SILENT || largest >= CLIPPED) count(samples.subarray(start, end));
  }

  function count(samples: Float32Array): void {
    for (const sample of samples) {
      const size = Math.abs(sample);
      if (size < SILENT) nSilent++;
      else if (size >= CLIPPED) nClipped++;
    }
  }

  return {
    add(samples) {
      nSamples += samples.length;
      for (let at = 0; at < samples.length; at += BLOCK) addBlock(samples, at);
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
