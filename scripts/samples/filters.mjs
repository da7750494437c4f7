import { SAMPLE_RATE } from './mix.mjs';

/**
 * Low, band or high part of `samples`, in place; `cutoffAt` gives Hz for a second of the sound.
 *
 * @see Zavalishin, The Art of VA Filter Design, section 4 (state variable filter, trapezoidal)
 */
export function sweepFilter(samples, { mode = 'low', cutoffAt, q = 0.7 }) {
  let band = 0;
  let low = 0;
  for (let i = 0; i < samples.length; i++) {
    const cutoff = Math.min(0.45 * SAMPLE_RATE, cutoffAt(i / SAMPLE_RATE));
    const g = Math.tan((Math.PI * cutoff) / SAMPLE_RATE);
    const high = (samples[i] - (1 / q + g) * band - low) / (1 + g / q + g * g);
    const bandNow = g * high + band;
    const lowNow = g * bandNow + low;
    band = g * high + bandNow;
    low = g * bandNow + lowNow;
    samples[i] = { low: lowNow, band: bandNow, high }[mode];
  }
  return samples;
}

/** The same with one cutoff in Hz. */
export function filter(samples, { mode, cutoff, q }) {
  return sweepFilter(samples, { mode, q, cutoffAt: () => cutoff });
}

/** Adds resonances, such as those of a wooden body: `[Hz, q, gain]` each. */
export function resonate(samples, resonances) {
  const bands = resonances.map(([cutoff, q, gain]) => {
    const band = filter(samples.slice(), { mode: 'band', cutoff, q });
    return { band, gain: gain / q };
  });
  return samples.map((sample, i) =>
    bands.reduce((sum, { band, gain }) => sum + band[i] * gain, sample),
  );
}
