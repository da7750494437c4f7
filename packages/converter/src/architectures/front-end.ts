import { type Edges, SAMPLE_RATE } from '@earmark/core/audio';
import type { Weights } from '../layers/weights.ts';

/** What a network reads, and what that is made with. */
export type ConvertedFrontEnd =
  | {
      readonly kind: 'log-mel';
      /** Rate in Hz that a chunk is brought to first. */
      readonly sampleRate: number;
      readonly nFft: number;
      readonly hopLength: number;
      readonly edges: Edges;
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

interface LogMelParts {
  readonly sampleRate?: number;
  readonly edges?: Edges;
  readonly nMels: number;
  readonly window: Float32Array;
  readonly filterbank: Float32Array;
}

/** A front end of the frames that all share: at 16 kHz and with mirrored ends unless told. */
export function toLogMel(parts: LogMelParts): ConvertedFrontEnd {
  const { sampleRate = SAMPLE_RATE, edges = 'reflect', nMels, window, filterbank } = parts;
  const coefficients = new Float32Array(window.length + filterbank.length);
  coefficients.set(window);
  coefficients.set(filterbank, window.length);
  const frames = { nFft: N_FFT, hopLength: HOP_LENGTH, edges };
  return { kind: 'log-mel', sampleRate, ...frames, nMels, coefficients };
}

/** For networks that read the samples themselves. */
export const readWaveform = (): ConvertedFrontEnd => ({ kind: 'waveform' });
