import { EDGES, type Edges, type Frames } from './edges.ts';
import { logMelCoefficients } from './log-mel-coefficients.ts';
import { createLogMelKernel } from './log-mel-kernel.ts';
import { appendArrays, reserveBytes } from './wasm-memory.ts';

/** What a frame without sound has in every band, in dB; as in assembly/decibels.ts. */
export const LEAST_DB = -100;

/** `nFft` is a power of two. */
export interface LogMelOptions extends Frames {
  readonly edges: Edges;
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
   * @param samples mono, at the rate that the filters are made for; not modified
   * @param out filled and returned when given: a thread that scores many chunks keeps one
   * @returns [nMels, nFrames] row-major
   * @throws RangeError when there are no more than nFft/2 samples
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
 * @see torchaudio `MelSpectrogram(f_min=0, power=2, center=True, norm=None)` and
 *   `AmplitudeToDB(top_db=None)`; golden within 0.003 dB above -60 dB
 */
export function createLogMel(options: LogMelOptions): LogMel {
  const { nFft, hopLength, nMels } = options;
  const edges = EDGES[options.edges];
  if (nFft < 4 || !Number.isInteger(Math.log2(nFft))) {
    throw new RangeError(`A frame has 4, 8, 16 … samples, not ${String(nFft)}.`);
  }
  const { memory, prepare, transform } = createLogMelKernel();
  const coefficientsAt = prepare(nFft, hopLength, nMels);
  const samplesAt = appendArrays(memory, coefficientsAt, logMelCoefficients(options));
  const nFrames = (nSamples: number): number => edges.countFrames(nSamples, options);

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
      const nExtended = (frames + 2) * hopLength + nFft;
      const outAt = samplesAt + FLOAT * nExtended;
      reserveBytes(memory, outAt + FLOAT * (nMels * frames + 3));
      const extended = new Float32Array(memory.buffer, samplesAt, nExtended);
      extended.set(samples, nFft / 2);
      edges.extend(extended, nFft / 2, samples.length);
      transform(frames, samplesAt, outAt);
      out.set(new Float32Array(memory.buffer, outAt, nMels * frames));
      return out;
    },
  };
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;
