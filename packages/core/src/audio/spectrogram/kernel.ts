import { rootsOfUnity } from '../fft.ts';
import type { MelFilter } from '../mel-filter.ts';
import { kernelWasm } from './kernel-wasm.ts';
import type { PaddingRule } from './padding.ts';
import { appendArrays, reserveBytes, type WasmMemory } from './wasm-memory.ts';

/** What a spectrogram is computed with, as numbers. */
export interface SpectrogramPlan {
  /** Even, 4 or more. */
  readonly fftLength: number;
  readonly hopLength: number;
  /** [fftLength]; zero behind the end of a frame. */
  readonly window: Float32Array;
  /** How many samples before the first one of the chunk frame 0 reads, and what they are. */
  readonly lead: number;
  readonly extend: PaddingRule['extend'];
  /** Whether bands are weighted sums of |X|, rather than of |X|². */
  readonly ofMagnitude: boolean;
  /** One for each band. */
  readonly filters: readonly MelFilter[];
  /** Bands in dB are 10 log10(max(band + offset, floor)). */
  readonly decibels: { readonly offset: number; readonly floor: number } | null;
  /** For each band what it is multiplied by in the end, and what is added then. */
  readonly affine: readonly { readonly factor: number; readonly term: number }[];
}

/**
 * @param nFrames 1 or more
 * @returns [nBands, nFrames] row-major, overwritten by the next call
 */
type KernelTransform = (samples: Float32Array, nFrames: number) => Float32Array;

/**
 * The transform in WebAssembly, four frames at once in float32. It keeps about 4 bytes for every sample and every value
 * of the longest chunk it has seen.
 *
 * @see docs/decisions/0003-simd-front-end.md
 */
export function createKernelTransform(plan: SpectrogramPlan): KernelTransform {
  const { fftLength, hopLength, lead, filters, ofMagnitude, decibels } = plan;
  const nBands = filters.length;
  const { memory, prepare, transform } = createKernel();
  const coefficientsAt = prepare(fftLength, hopLength, nBands, ofMagnitude, decibels !== null);
  const samplesAt = appendArrays(memory, coefficientsAt, kernelCoefficients(plan));

  return (samples, nFrames) => {
    // The last four frames begin with one of this chunk; up to three of them lie behind it.
    const nExtended = (nFrames + 2) * hopLength + fftLength;
    const outAt = samplesAt + FLOAT * nExtended;
    reserveBytes(memory, outAt + FLOAT * (nBands * nFrames + 3));
    const extended = new Float32Array(memory.buffer, samplesAt, nExtended);
    extended.set(samples, lead);
    // A window is zero behind a short frame, but zero times what another chunk left there may be no number.
    extended.fill(0, lead + samples.length);
    plan.extend(extended, lead, samples.length);
    transform(nFrames, samplesAt, outAt);
    return new Float32Array(memory.buffer, outAt, nBands * nFrames);
  };
}

/** In the order that `assembly/memory.ts` expects. */
function kernelCoefficients(plan: SpectrogramPlan): readonly (Float32Array | Int32Array)[] {
  const { fftLength, window, filters, affine } = plan;
  const { offset, floor } = plan.decibels ?? { offset: 0, floor: 0 };
  const roots = rootsOfUnity(fftLength);
  return [
    // Half of it: the step that takes the spectra of even and odd samples apart doubles all values.
    window.map((value) => value / 2),
    Float32Array.from({ length: 2 * fftLength }, (_, i) => {
      return (i % 2 === 0 ? roots.re : roots.im)[i >> 1]!;
    }),
    Float32Array.of(offset, floor, 10 * Math.log10(floor)),
    Float32Array.from(affine.flatMap(({ factor, term }) => [factor, term])),
    Int32Array.from(filters.flatMap(({ firstBin, weights }) => [firstBin, weights.length])),
    ...filters.map(({ weights }) => weights),
  ];
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** The compiled functions of `assembly/spectrogram.ts`, with a memory of their own. */
interface Kernel {
  readonly memory: WasmMemory;
  /** Lays the memory out; returns the address at which the coefficients are to be written. */
  readonly prepare: (
    fftLength: number,
    hopLength: number,
    nBands: number,
    ofMagnitude: boolean,
    inDecibels: boolean,
  ) => number;
  /** From the address of an extended chunk to that of its spectrogram. */
  readonly transform: (nFrames: number, samplesAt: number, outAt: number) => void;
}

/** What is used of the global that only the types of browsers declare. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

function createKernel(): Kernel {
  const bytes = Uint8Array.from(atob(kernelWasm), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Kernel;
}
