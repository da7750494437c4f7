export interface Frames {
  /** Length of a frame in samples. */
  readonly nFft: number;
  /** From one frame to the next, in samples. */
  readonly hopLength: number;
}

/** How a chunk goes on beyond its ends, for frames that are centred on its samples. */
export interface EdgeRule {
  /** How many frames a chunk has; the first is centred on its first sample. */
  readonly countFrames: (nSamples: number, frames: Frames) => number;
  /** Fills the samples around the `nSamples` samples from `start` on; `extended` is longer at both ends. */
  readonly extend: (extended: Float32Array, start: number, nSamples: number) => void;
}

export type Edges = keyof typeof EDGES;

export const EDGES = {
  /**
   * The samples mirrored, the outermost ones not repeated; the last frame is centred in the chunk.
   *
   * @see torch.stft with `center=True, pad_mode='reflect'`
   */
  reflect: {
    countFrames: (nSamples, { hopLength }) => 1 + Math.floor(nSamples / hopLength),
    extend: (extended, start, nSamples) => {
      const last = start + nSamples - 1;
      for (let i = 1; i <= start; i++) {
        extended[start - i] = extended[start + i]!;
        extended[last + i] = extended[last - i]!;
      }
    },
  },
  /**
   * Zeros; the last frame is the last that begins in the chunk.
   *
   * @see Essentia's FrameGenerator with `startFromZero=False`, where the hop is half a frame
   */
  zeros: {
    countFrames: (nSamples, { nFft, hopLength }) => Math.ceil((nSamples + nFft / 2) / hopLength),
    extend: (extended, start, nSamples) => {
      extended.fill(0, 0, start);
      extended.fill(0, start + nSamples);
    },
  },
} as const satisfies Record<string, EdgeRule>;
