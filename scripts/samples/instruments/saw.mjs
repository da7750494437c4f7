import { nSamples, SAMPLE_RATE } from '../mix.mjs';

/**
 * Sawtooth waves side by side, a little out of tune with each other, with an optional vibrato.
 *
 * @param voices ratios of the voices to `frequency`
 * @see Välimäki and Huovilainen, Antialiasing oscillators (2007), for the rounded corner
 */
export function saws({ frequency, seconds, voices, random, vibrato = { depth: 0, rate: 5 } }) {
  const samples = new Float32Array(nSamples(seconds));
  for (const ratio of voices) {
    let phase = random();
    const start = random() * 2 * Math.PI;
    for (let i = 0; i < samples.length; i++) {
      const t = i / SAMPLE_RATE;
      const bend = vibrato.depth * Math.sin(2 * Math.PI * vibrato.rate * t + start);
      const step = (frequency * ratio * (1 + bend)) / SAMPLE_RATE;
      phase = (phase + step) % 1;
      samples[i] += (2 * phase - 1 - corner(phase, step)) / voices.length;
    }
  }
  return samples;
}

/** What takes the edge, and with it the aliases, off the jump of the wave. */
function corner(phase, step) {
  if (phase < step) return -((1 - phase / step) ** 2);
  if (phase > 1 - step) return ((phase - 1) / step + 1) ** 2;
  return 0;
}
