import { filter } from '../filters.mjs';
import { nSamples, SAMPLE_RATE } from '../mix.mjs';
import { noise } from '../random.mjs';

/** A falling sine with a click: `from` and `to` in Hz. */
export function kick({ from = 160, to = 48, seconds = 0.35, click = 0.4, random }) {
  let phase = 0;
  const samples = new Float32Array(nSamples(seconds));
  for (let i = 0; i < samples.length; i++) {
    const t = i / SAMPLE_RATE;
    phase += (2 * Math.PI * (to + (from - to) * Math.exp(-t * 28))) / SAMPLE_RATE;
    const body = Math.sin(phase) * Math.exp(-t * (2.6 / seconds)) * Math.min(1, (seconds - t) * 80);
    samples[i] = Math.tanh(1.6 * body) + click * (random() * 2 - 1) * Math.exp(-t * 500);
  }
  return samples;
}

/** Two tones of the shell under the rattle of the wires. */
export function snare({ random, seconds = 0.24 }) {
  const wires = filter(noise(nSamples(seconds), random), { mode: 'high', cutoff: 1_300 });
  return wires.map((wire, i) => {
    const t = i / SAMPLE_RATE;
    const shell = Math.sin(2 * Math.PI * 186 * t) + 0.6 * Math.sin(2 * Math.PI * 331 * t);
    return 0.75 * wire * Math.exp(-t * 17) + 0.55 * shell * Math.exp(-t * 26);
  });
}

/** Several hands that never meet exactly. */
export function clap({ random }) {
  const hands = [0, 0.011, 0.021, 0.03];
  const air = filter(noise(nSamples(0.3), random), { mode: 'band', cutoff: 1_500, q: 1.1 });
  return air.map((sample, i) => {
    const since = i / SAMPLE_RATE;
    const last = hands.findLast((hand) => hand <= since);
    return sample * Math.exp(-(since - last) * (last === hands.at(-1) ? 16 : 160));
  });
}

/** Metal: noise and six square waves without a common pitch, high-passed. Long for open hats and crashes. */
export function cymbal({ random, seconds, cutoff = 7_500 }) {
  const tones = [263, 400, 421, 474, 587, 845].map((frequency) => frequency * 4.1);
  const metal = noise(nSamples(seconds), random).map((hiss, i) => {
    const squares = tones.map((tone) =>
      Math.sign(Math.sin((2 * Math.PI * tone * i) / SAMPLE_RATE)),
    );
    return 0.6 * hiss + 0.12 * squares.reduce((sum, square) => sum + square, 0);
  });
  const bright = filter(metal, { mode: 'high', cutoff });
  return bright.map((sample, i) => sample * Math.exp((-5 * i) / bright.length));
}

/** A kettledrum: a few modes over its pitch, and the felt of the mallet. */
export function timpani({ frequency, seconds, velocity, random }) {
  const modes = [
    [1, 1, 1.4],
    [1.5, 0.6, 1.9],
    [1.99, 0.4, 2.6],
    [2.44, 0.25, 3.5],
  ];
  const felt = filter(noise(nSamples(seconds), random), { cutoff: 420 });
  return felt.map((air, i) => {
    const t = i / SAMPLE_RATE;
    const skin = modes.map(
      ([ratio, gain, fade]) =>
        gain * Math.sin(2 * Math.PI * frequency * ratio * t) * Math.exp(-t * fade),
    );
    return velocity * (skin.reduce((sum, mode) => sum + mode, 0) + 2 * air * Math.exp(-t * 30));
  });
}
