import type { Weights } from '../layers/weights.ts';

/** What a network reads, and what that is made with. */
export type ConvertedFrontEnd =
  | {
      readonly kind: 'log-mel';
      readonly nFft: number;
      readonly hopLength: number;
      readonly nMels: number;
      /** The window, `nFft` values, then the filter bank, [nFft / 2 + 1, nMels] row-major. */
      readonly coefficients: Float32Array;
    }
  | { readonly kind: 'waveform' };

export const N_FFT = 512;
export const HOP_LENGTH = 256;

/**
 * The log-mel front end with the coefficients that the checkpoint stores; those are authoritative.
 */
export function readLogMel(nMels: number): (weights: Weights) => ConvertedFrontEnd {
  return (weights) => {
    const window = weights.take('spec.spectrogram.window', [N_FFT]).data;
    const filterbank = weights.take('spec.mel_scale.fb', [N_FFT / 2 + 1, nMels]).data;
    return toLogMel({ nMels, window, filterbank });
  };
}

/** A front end of the STFT that all networks share. */
export function toLogMel({
  nMels,
  window,
  filterbank,
}: {
  readonly nMels: number;
  readonly window: Float32Array;
  readonly filterbank: Float32Array;
}): ConvertedFrontEnd {
  const coefficients = new Float32Array(window.length + filterbank.length);
  coefficients.set(window);
  coefficients.set(filterbank, window.length);
  return { kind: 'log-mel', nFft: N_FFT, hopLength: HOP_LENGTH, nMels, coefficients };
}

/** For networks that read the samples themselves. */
export const readWaveform = (): ConvertedFrontEnd => ({ kind: 'waveform' });
