// Where everything lies: scratch space, then the coefficients, which the host writes once. A vector
// holds a value of each of four frames, so that all arithmetic reads like that of one frame.

/** Bytes of a vector. */
export const VECTOR: usize = 16;
/** Bytes of a float, and of an integer. */
export const FLOAT: usize = 4;

export let nFft: usize = 0;
export let hopLength: usize = 0;
export let nBands: usize = 0;
/** Whether bands are sums of |X|, rather than of |X|². */
export let ofMagnitude: boolean = false;
/** Whether bands are in dB. */
export let inDecibels: boolean = false;

/** nFft/2 complex points, as pairs of vectors. */
export const points: usize = 0;
/** As many again, since no pass of the FFT is in place. */
export let otherPoints: usize = 0;
/** Of nFft/2 + 1 bins, as vectors. */
export let spectrum: usize = 0;

/** nFft coefficients, halved, as floats. */
export let window: usize = 0;
/** exp(-2πik/nFft) for k = 0 … nFft-1, as pairs of floats. */
export let roots: usize = 0;
/** What is added to a band before its logarithm; the least argument of the logarithm, and that in dB. */
export let logarithm: usize = 0;
/** For each band what it is multiplied by in the end, and what is added then, as floats. */
export let affine: usize = 0;
/** For each band its first bin and the number of its weights, as integers. */
export let filters: usize = 0;
/** All bands' weights, one after the other, as floats. */
export let weights: usize = 0;

/** Returns the address of the window, after which the other coefficients have to lie. */
export function prepare(
  frameLength: usize,
  hop: usize,
  bands: usize,
  magnitude: boolean,
  decibels: boolean,
): usize {
  nFft = frameLength;
  hopLength = hop;
  nBands = bands;
  ofMagnitude = magnitude;
  inDecibels = decibels;
  otherPoints = points + nFft * VECTOR;
  spectrum = otherPoints + nFft * VECTOR;
  window = spectrum + (nFft / 2 + 1) * VECTOR;
  roots = window + nFft * FLOAT;
  logarithm = roots + 2 * nFft * FLOAT;
  affine = logarithm + 3 * FLOAT;
  filters = affine + 2 * nBands * FLOAT;
  weights = filters + 2 * nBands * FLOAT;
  return window;
}
