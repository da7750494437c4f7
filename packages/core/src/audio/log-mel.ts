import { powerToDb } from './decibels.ts';
import { bandEnergy, melFilters } from './mel-filter.ts';
import { createPowerSpectrum } from './power-spectrum.ts';

export interface LogMelOptions {
  /** Frame length in samples, a power of two. */
  readonly nFft: number;
  readonly hopLength: number;
  readonly nMels: number;
  /** nFft coefficients. */
  readonly window: Float32Array;
  /** [nFft/2+1, nMels] row-major. */
  readonly filterbank: Float32Array;
}

export interface LogMel {
  readonly nFrames: (nSamples: number) => number;
  /**
   * Log-mel spectrogram of one chunk, in dB relative to 1.0, never below -100.
   *
   * @param samples mono, more than nFft/2 of them; not modified
   * @param out filled and returned when given: a thread that scores many chunks keeps one
   * @returns [nMels, nFrames] row-major, nFrames = 1 + floor(samples.length / hopLength)
   * @throws RangeError when there are too few samples to reflect at the ends
   */
  readonly transform: (samples: Float32Array, out?: Float32Array) => Float32Array;
}

/**
 * The front end of the log-mel models, with the coefficients that came with their weights.
 *
 * @see torchaudio `MelSpectrogram(f_min=0, power=2, center=True, pad_mode='reflect', norm=None)`
 *   and `AmplitudeToDB(top_db=None)`; golden within 0.003 dB above -60 dB
 */
export function createLogMel(options: LogMelOptions): LogMel {
  const { nFft, hopLength, nMels } = options;
  const filters = melFilters(options.filterbank, nMels);
  const powerSpectrum = createPowerSpectrum(options);
  const power = new Float64Array(nFft / 2 + 1);
  const edgeFrame = new Float32Array(nFft);
  const nFrames = (nSamples: number): number => 1 + Math.floor(nSamples / hopLength);

  return {
    nFrames,
    transform(samples, out = new Float32Array(nMels * nFrames(samples.length))) {
      if (samples.length <= nFft / 2) {
        throw new RangeError(
          `${String(samples.length)} samples cannot fill a frame of ${String(nFft)}.`,
        );
      }
      const frames = nFrames(samples.length);
      for (let frame = 0; frame < frames; frame++) {
        const start = frame * hopLength - nFft / 2;
        if (start >= 0 && start + nFft <= samples.length) {
          powerSpectrum(samples, start, power);
        } else {
          copyReflected(samples, start, edgeFrame);
          powerSpectrum(edgeFrame, 0, power);
        }
        for (let band = 0; band < nMels; band++) {
          out[band * frames + frame] = powerToDb(bandEnergy(power, filters[band]!));
        }
      }
      return out;
    },
  };
}

/** A frame that overlaps an end: the samples go on mirrored, the outermost one not repeated. */
function copyReflected(samples: Float32Array, start: number, frame: Float32Array): void {
  const last = samples.length - 1;
  for (let i = 0; i < frame.length; i++) {
    frame[i] = samples[last - Math.abs(last - Math.abs(start + i))]!;
  }
}
