import { type Complex, createFft } from './fft.ts';

export interface BandLimitOptions {
  /** One half of a symmetric filter: its value at 0, 1, 2 … samples. */
  readonly halfKernel: Float64Array;
  /**
   * Output rate over input rate, a power of two; the kernel must stop what the lower rate cannot
   * hold.
   */
  readonly rateFactor: number;
  /**
   * So many input samples of the filter's answer before the first sample and after the last are
   * kept.
   */
  readonly lead: number;
}

/**
 * The filtered samples, without delay, at `rateFactor` times their rate; its first value lies
 * `lead` input samples before the first sample.
 *
 * Overlap-save: a block's spectrum times the filter's gains is the filtered block, and more or
 * fewer bins on the way back are another rate. The gains are real, so that two blocks share one
 * complex transform. Four minutes from 44.1 kHz take 0.3 s with 670 taps; a direct convolution with
 * 177 taps took 1.7 s.
 */
export function bandLimit(samples: Float32Array, options: BandLimitOptions): Float32Array {
  const { halfKernel, rateFactor, lead } = options;
  const reach = roundUp(halfKernel.length, Math.max(1, 1 / rateFactor));
  const nFft = 2 ** Math.ceil(Math.log2(8 * reach));
  const step = nFft - 2 * reach;
  const forward = createFft(nFft);
  const back = createFft(nFft * rateFactor);
  const gains = zeroPhaseGains(halfKernel, nFft);

  const end = samples.length + lead;
  const out = new Float32Array(Math.floor((end + lead) * rateFactor));
  for (let start = -lead; start < end; start += 2 * step) {
    copyPadded(samples, start - reach, forward.input.re);
    copyPadded(samples, start - reach + step, forward.input.im);
    forward.transform();
    applyGains(forward.output, gains, back.input);
    back.transform();
    // Real and imaginary part have changed places, which makes a forward transform the inverse one.
    const { im: first, re: second } = back.output;
    copyValid(first, reach * rateFactor, out, (start + lead) * rateFactor);
    copyValid(second, reach * rateFactor, out, (start + lead + step) * rateFactor);
  }
  return out;
}

/** The spectrum of a symmetric filter is real: nFft/2 gains, times the inverse transform's 1/n. */
function zeroPhaseGains(halfKernel: Float64Array, nFft: number): Float64Array {
  const { input, output, transform } = createFft(nFft);
  for (let t = 0; t < halfKernel.length; t++) {
    input.re[t] = halfKernel[t]!;
    input.re[(nFft - t) % nFft] = halfKernel[t]!;
  }
  transform();
  return output.re.slice(0, nFft / 2).map((gain) => gain / nFft);
}

/** Both halves of the spectrum, times the gains, to the ends of `to`; swapped for the way back. */
function applyGains({ re, im }: Complex, gains: Float64Array, to: Complex): void {
  const nBins = Math.min(gains.length, to.re.length / 2);
  to.re.fill(0);
  to.im.fill(0);
  to.re[0] = im[0]! * gains[0]!;
  to.im[0] = re[0]! * gains[0]!;
  for (let k = 1; k < nBins; k++) {
    const gain = gains[k]!;
    to.re[k] = im[k]! * gain;
    to.im[k] = re[k]! * gain;
    to.re[to.re.length - k] = im[im.length - k]! * gain;
    to.im[to.im.length - k] = re[re.length - k]! * gain;
  }
}

/** Fills `block` with the samples from `start` on, and zeros where there are none. */
function copyPadded(samples: Float32Array, start: number, block: Float64Array): void {
  const from = Math.max(0, -start);
  const inside = samples.subarray(Math.max(0, start), Math.max(0, start + block.length));
  block.fill(0);
  block.set(inside, Math.min(from, block.length));
}

/** The middle of a block, where the circular convolution equals the linear one. */
function copyValid(block: Float64Array, reach: number, out: Float32Array, at: number): void {
  if (at >= out.length) return;
  const valid = block.subarray(reach, block.length - reach);
  out.set(valid.subarray(0, out.length - at), at);
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
