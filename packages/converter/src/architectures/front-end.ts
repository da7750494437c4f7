import { SAMPLE_RATE, type StoredCoefficients } from '@earmark/core/audio';
import { nBands, type SpectrogramSpec } from '@earmark/core/model';
import type { Weights } from '../layers/weights.ts';

/** What a network reads. */
export type ConvertedFrontEnd =
  | { readonly kind: 'waveform' }
  | {
      readonly kind: 'spectrogram';
      readonly spectrogram: Omit<SpectrogramSpec, 'stored'>;
      /** The window and filters of one whose `window` is `stored`. */
      readonly coefficients: StoredCoefficients | null;
    };

export const N_FFT = 512;

/** The spectrogram in dB that most of the networks read, with coefficients that the checkpoint stores; those are authoritative. */
export function storedLogMel(coefficients: StoredCoefficients): ConvertedFrontEnd {
  return {
    kind: 'spectrogram',
    spectrogram: {
      sampleRate: SAMPLE_RATE,
      frameLength: N_FFT,
      fftLength: N_FFT,
      hopLength: 256,
      window: 'stored',
      padding: 'reflect',
      spectrum: 'power',
      mel: null,
      logarithm: { unit: 'db', scale: 1, offset: 0, floor: 1e-10 },
      normalisation: null,
    },
    coefficients,
  };
}

/** How many values a frame has. */
export function bandsOf({
  spectrogram,
  coefficients,
}: Extract<ConvertedFrontEnd, { kind: 'spectrogram' }>): number {
  if (!coefficients) return nBands({ ...spectrogram, stored: null });
  return coefficients.filterbank.length / (spectrogram.fftLength / 2 + 1);
}

/** The log-mel spectrogram with the window and the filters of the checkpoint. */
export function readLogMel(nMels: number): (weights: Weights) => ConvertedFrontEnd {
  return (weights) =>
    storedLogMel({
      window: weights.take('spec.spectrogram.window', [N_FFT]).data,
      filterbank: weights.take('spec.mel_scale.fb', [N_FFT / 2 + 1, nMels]).data,
    });
}

/** For networks that read the samples themselves. */
export const readWaveform = (): ConvertedFrontEnd => ({ kind: 'waveform' });
