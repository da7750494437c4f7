import type { SpectrogramSpec } from '../../model/spectrogram-spec.ts';

export interface Frames {
  /** Length of a frame in samples. */
  readonly frameLength: number;
  /** From one frame to the next, in samples. */
  readonly hopLength: number;
}

/** What frames read beyond the ends of the samples, and how many frames there are. */
export interface PaddingRule {
  /** How many samples before the first one frame 0 reads. */
  readonly lead: (frameLength: number) => number;
  /** The fewest samples that there can be. */
  readonly leastSamples: (frameLength: number) => number;
  readonly countFrames: (nSamples: number, frames: Frames) => number;
  /** Fills the samples around the `nSamples` samples from `start` on; `extended` is longer at both ends. */
  readonly extend: (extended: Float32Array, start: number, nSamples: number) => void;
}

/** A frame of an odd length begins half a sample early, as in librosa, torchaudio and Essentia. */
const centred = (frameLength: number): number => Math.ceil(frameLength / 2);

/** As many as have their centre in the samples, or right behind them. */
const countCentres: PaddingRule['countFrames'] = (nSamples, { hopLength }) =>
  1 + Math.floor(nSamples / hopLength);

const withZeros: PaddingRule['extend'] = (extended, start, nSamples) => {
  extended.fill(0, 0, start);
  extended.fill(0, start + nSamples);
};

export const PADDINGS: Readonly<Record<SpectrogramSpec['padding'], PaddingRule>> = {
  none: {
    lead: () => 0,
    leastSamples: (frameLength) => frameLength,
    countFrames: (nSamples, { frameLength, hopLength }) =>
      1 + Math.floor((nSamples - frameLength) / hopLength),
    extend: () => {
      // Nothing beyond the ends is read.
    },
  },
  /** The outermost samples are not repeated. @see torch.stft with `center=True, pad_mode='reflect'` */
  reflect: {
    lead: centred,
    leastSamples: (frameLength) => centred(frameLength) + 1,
    countFrames: countCentres,
    extend: (extended, start, nSamples) => {
      const last = start + nSamples - 1;
      for (let i = 1; i <= start; i++) {
        extended[start - i] = extended[start + i]!;
        extended[last + i] = extended[last - i]!;
      }
    },
  },
  constant: {
    lead: centred,
    leastSamples: () => 1,
    countFrames: countCentres,
    extend: withZeros,
  },
  essentia: {
    lead: centred,
    leastSamples: () => 1,
    countFrames(nSamples, { frameLength, hopLength }) {
      const nCentres = Math.ceil(nSamples / hopLength);
      const nStarts = Math.ceil((nSamples + frameLength / 2) / hopLength);
      // The last frame is the first one whose centre lies behind the samples, if it begins inside.
      return Math.min(nCentres + 1, nStarts);
    },
    extend: withZeros,
  },
};

/**
 * How many frames so many samples have.
 *
 * @throws RangeError when there are too few for a frame
 */
export function countFrames(
  { padding, ...frames }: Frames & Pick<SpectrogramSpec, 'padding'>,
  nSamples: number,
): number {
  const { leastSamples, countFrames: count } = PADDINGS[padding];
  const least = leastSamples(frames.frameLength);
  if (nSamples >= least) return count(nSamples, frames);
  throw new RangeError(
    `${nSamples} samples are too few: with frames of ${frames.frameLength} and padding "${padding}" there must be ${least} or more.`,
  );
}
