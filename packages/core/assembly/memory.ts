// Where everything lies: scratch space, then the coefficients, which the host writes once. A vector
// holds a value of each of four frames, so that all arithmetic reads like that of one frame.

/** Bytes of a vector. */
export const VECTOR: usize = 16;
/** Bytes of a float, and of an integer. */
export const FLOAT: usize = 4;

export let nFft: usize = 0;
export let hopLength: usize = 0;
export let nMels: usize = 0;

/** nFft/2 complex points, as pairs of vectors. */
export const points: usize = 0;
/** As many again, since no pass of the FFT is in place. */
export let otherPoints: usize = 0;
/** Of nFft/2 + 1 bins, as vectors. */
export let power: usize = 0;

/** nFft coefficients, halved, as floats. */
export let window: usize = 0;
/** exp(-2πik/nFft) for k = 0 … nFft-1, as pairs of floats. */
export let roots: usize = 0;
/** For each band its first bin and the number of its weights, as integers. */
export let filters: usize = 0;
/** All bands' weights, one after the other, as floats. */
export let weights: usize = 0;

/** Returns the address of the window, after which the other coefficients have to lie. */
export function prepare(frameLength: usize, hop: usize, bands: usize): usize {
  nFft = frameLength;
  hopLength = hop;
  nMels = bands;
  otherPoints = points + nFft * VECTOR;
  power = otherPoints + nFft * VECTOR;
  window = power + (nFft / 2 + 1) * VECTOR;
  roots = window + nFft * FLOAT;
  filters = roots + 2 * nFft * FLOAT;
  weights = filters + 2 * nMels * FLOAT;
  return window;
}
