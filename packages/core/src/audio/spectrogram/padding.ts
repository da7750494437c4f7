import type { SpectrogramSpec } from '../../model/spectrogram-spec.ts';
import { type EdgeRule, EDGES } from '../edges.ts';

export interface PaddingRule extends EdgeRule {
  /** How many samples before the first one of the chunk frame 0 reads, of frames of `frameLength` samples. */
  readonly lead: (frameLength: number) => number;
  /** The fewest samples that a chunk can have. */
  readonly leastSamples: (frameLength: number) => number;
}

/** A frame of an odd length begins half a sample early, as in librosa, torchaudio and Essentia. */
const centred = (frameLength: number): number => Math.ceil(frameLength / 2);

export const PADDINGS: Readonly<Record<SpectrogramSpec['padding'], PaddingRule>> = {
  none: {
    lead: () => 0,
    leastSamples: (frameLength) => frameLength,
    countFrames: (nSamples, { nFft, hopLength }) => 1 + Math.floor((nSamples - nFft) / hopLength),
    extend: () => {
      // Nothing beyond the ends is read.
    },
  },
  reflect: {
    ...EDGES.reflect,
    lead: centred,
    leastSamples: (frameLength) => centred(frameLength) + 1,
  },
  constant: {
    lead: centred,
    leastSamples: () => 1,
    countFrames: EDGES.reflect.countFrames,
    extend: EDGES.zeros.extend,
  },
  essentia: {
    lead: centred,
    leastSamples: () => 1,
    countFrames(nSamples, { nFft, hopLength }) {
      const nCentres = Math.ceil(nSamples / hopLength);
      const nStarts = Math.ceil((nSamples + nFft / 2) / hopLength);
      // The last frame is the first one whose centre lies behind the chunk, if it begins inside.
      return Math.min(nCentres + 1, nStarts);
    },
    extend: EDGES.zeros.extend,
  },
};
