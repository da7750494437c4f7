import { SAMPLE_RATE } from './mix.mjs';

/** Shapes a sound in place: rises for `attack` seconds, falls for the last `release` seconds. */
export function swell(samples, { attack, release }) {
  const seconds = samples.length / SAMPLE_RATE;
  for (let i = 0; i < samples.length; i++) {
    const t = i / SAMPLE_RATE;
    const rise = Math.min(1, t / attack);
    const fall = Math.min(1, (seconds - t) / release);
    samples[i] *= smooth(rise) * smooth(fall);
  }
  return samples;
}

/** Shapes a sound in place: fades by 60 dB in `decay` seconds, and closes without a click. */
export function fade(samples, { decay }) {
  for (let i = 0; i < samples.length; i++) {
    const open = Math.min(1, i / 40, (samples.length - i) / 400);
    samples[i] *= open * 10 ** ((-3 * i) / (decay * SAMPLE_RATE));
  }
  return samples;
}

function smooth(x) {
  return x * x * (3 - 2 * x);
}
