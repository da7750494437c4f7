import { type Rates, resample } from './resample.ts';

/** Resamples a waveform that arrives piece by piece: memory does not grow with its length. */
export interface Resampler {
  push(samples: Float32Array): void;
  /** Emits what is left. */
  end(): void;
}

const BLOCK_SECONDS = 30;

/** The low pass reaches no further than 0.14 s, at the lowest rate. */
const MARGIN_SECONDS = 1;

/**
 * Emits, in order, the samples that `resample` returns for the whole waveform, up to rounding. A block is resampled with a
 * margin on both sides; blocks of whole seconds begin at a whole sample of either rate.
 *
 * @param emit must have used the samples when it returns
 * @throws RangeError for a rate that `isSampleRate` refuses
 */
export function createResampler(rates: Rates, emit: (samples: Float32Array) => void): Resampler {
  const { fromRate, toRate } = rates;
  const buffer = new Float32Array((BLOCK_SECONDS + 2 * MARGIN_SECONDS) * fromRate);
  let nHeld = 0;
  let leadSeconds = 0;

  const emitBlock = () => {
    const resampled = resample(buffer, rates);
    const end = leadSeconds + blockSeconds();
    emit(resampled.subarray(leadSeconds * toRate, end * toRate));
    buffer.copyWithin(0, (end - MARGIN_SECONDS) * fromRate);
    nHeld = buffer.length - (end - MARGIN_SECONDS) * fromRate;
    leadSeconds = MARGIN_SECONDS;
  };
  /** The first block needs no margin before it, and is longer by that. */
  const blockSeconds = () => BLOCK_SECONDS + MARGIN_SECONDS - leadSeconds;

  return {
    push(samples) {
      for (let at = 0; at < samples.length;) {
        const piece = samples.subarray(at, at + buffer.length - nHeld);
        buffer.set(piece, nHeld);
        nHeld += piece.length;
        at += piece.length;
        if (nHeld === buffer.length) emitBlock();
      }
    },
    end() {
      emit(resample(buffer.subarray(0, nHeld), rates).subarray(leadSeconds * toRate));
    },
  };
}
