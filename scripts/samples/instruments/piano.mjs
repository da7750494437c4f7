import { filter } from '../filters.mjs';
import { nSamples, SAMPLE_RATE } from '../mix.mjs';
import { noise } from '../random.mjs';

const MAX_PARTIALS = 28;

/** A struck string: stretched partials that fade at their own pace, and the thump of the hammer. */
export function piano({ frequency, seconds, velocity, random }) {
  const release = 0.25;
  const samples = new Float32Array(nSamples(seconds + release));
  const nPartials = Math.min(MAX_PARTIALS, Math.floor(9_000 / frequency));
  for (let k = 1; k <= nPartials; k++) {
    for (const detune of [-0.0005, 0.0001, 0.0006]) {
      addPartial(samples, partialOf({ k, frequency, velocity, detune, random }));
    }
  }
  addHammer(samples, velocity, random);
  for (let i = nSamples(seconds); i < samples.length; i++) {
    samples[i] *= 1 - (i - nSamples(seconds)) / (samples.length - nSamples(seconds));
  }
  return samples;
}

/** Stiffness stretches high partials; the hammer, an eighth along the string, mutes every eighth. */
function partialOf({ k, frequency, velocity, detune, random }) {
  const stiffness = 0.0002 * (frequency / 220);
  const brightness = 1.75 - velocity;
  const decay = (3.4 * (220 / frequency) ** 0.5) / (1 + 0.3 * k);
  return {
    frequency: k * frequency * (1 + detune) * Math.sqrt(1 + stiffness * k * k),
    amplitude: (0.22 * velocity * Math.abs(Math.sin((Math.PI * k) / 8.3))) / k ** brightness,
    fade: 10 ** (-3 / (decay * 2.2 * SAMPLE_RATE)),
    phase: random() * 2 * Math.PI,
  };
}

/** A fading sine by rotation of a phasor: no call of sin per sample. */
function addPartial(samples, { frequency, amplitude, fade, phase }) {
  const step = (2 * Math.PI * frequency) / SAMPLE_RATE;
  const cos = Math.cos(step) * fade;
  const sin = Math.sin(step) * fade;
  let re = amplitude * Math.cos(phase);
  let im = amplitude * Math.sin(phase);
  for (let i = 0; i < samples.length; i++) {
    samples[i] += im * Math.min(1, i / 60);
    [re, im] = [re * cos - im * sin, re * sin + im * cos];
  }
}

function addHammer(samples, velocity, random) {
  const thump = filter(noise(nSamples(0.05), random), { cutoff: 1_800 });
  for (let i = 0; i < thump.length; i++) {
    samples[i] += 0.4 * velocity * thump[i] * (1 - i / thump.length) ** 3;
  }
}
