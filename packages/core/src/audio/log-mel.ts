import { logMelCoefficients } from './log-mel-coefficients.ts';
import { createLogMelKernel } from './log-mel-kernel.ts';
import { appendArrays, reserveBytes } from './wasm-memory.ts';

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
   * Log-mel spectrogram of one chunk, in dB relative to 1.0, never below -100; NaN where
   * a sample is NaN or infinite.
   *
   * @param samples mono, more than nFft/2 of them; not modified
   * @param out filled and returned when given: a thread that scores many chunks keeps one
   * @returns [nMels, nFrames] row-major, nFrames = 1 + floor(samples.length / hopLength)
   * @throws RangeError when there are too few samples to reflect at the ends
   */
  readonly transform: (samples: Float32Array, out?: Float32Array) => Float32Array;
}

/**
 * The front end of the log-mel models, with the coefficients that came with their weights. It keeps
 * about 4 bytes for every sample and every value of the longest chunk it has seen.
 *
 * Four frames at once in WebAssembly, 0.65 us a frame of 96 bands where TypeScript took 5.4: see
 * docs/decisions/0003-simd-front-end.md.
 *
 * @throws RangeError when nFft is no power of two, or less than 4
 * @see torchaudio `MelSpectrogram(f_min=0, power=2, center=True, pad_mode='reflect', norm=None)`
 *   and `AmplitudeToDB(top_db=None)`; golden within 0.003 dB above -60 dB
 */
export function createLogMel(options: LogMelOptions): LogMel {
  const { nFft, hopLength, nMels } = options;
  if (nFft < 4 || !Number.isInteger(Math.log2(nFft))) {
    throw new RangeError(`A frame has 4, 8, 16 … samples, not ${String(nFft)}.`);
  }
  const { memory, prepare, transform } = createLogMelKernel();
  const coefficientsAt = prepare(nFft, hopLength, nMels);
  const samplesAt = appendArrays(memory, coefficientsAt, logMelCoefficients(options));
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
      // The last four frames begin with one of this chunk; up to three of them lie behind it.
      const nMirrored = (frames + 2) * hopLength + nFft;
      const outAt = samplesAt + FLOAT * nMirrored;
      reserveBytes(memory, outAt + FLOAT * (nMels * frames + 3));
      mirror(samples, nFft / 2, new Float32Array(memory.buffer, samplesAt, nMirrored));
      transform(frames, samplesAt, outAt);
      out.set(new Float32Array(memory.buffer, outAt, nMels * frames));
      return out;
    },
  };
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** The samples go on mirrored at both ends, the outermost ones not repeated. */
function mirror(samples: Float32Array, margin: number, mirrored: Float32Array): void {
  const last = samples.length - 1;
  mirrored.set(samples, margin);
  for (let i = 1; i <= margin; i++) {
    mirrored[margin - i] = samples[i]!;
    mirrored[margin + last + i] = samples[last - i]!;
  }
}
