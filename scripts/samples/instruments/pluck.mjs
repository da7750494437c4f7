import { resonate } from '../filters.mjs';
import { nSamples, SAMPLE_RATE } from '../mix.mjs';
import { noise } from '../random.mjs';

/** Wood of a small guitar: air, top plate, back. */
const BODY = [
  [104, 6, 2.6],
  [206, 6, 2.4],
  [405, 5, 1.4],
  [1_900, 2, 0.8],
];

/** A plucked steel string on a wooden body. */
export function acousticGuitar(note) {
  const brightness = 0.2 + 0.25 * note.random();
  return resonate(pluckedString({ ...note, brightness, decay: 3.4 }), BODY);
}

/**
 * A plucked string: noise that runs round a delay line and loses its treble at every turn.
 *
 * @param brightness of the pluck, 0 to 1; velocity adds to it
 * @param decay seconds until the fundamental is 60 dB down
 * @see Karplus and Strong (1983); Jaffe and Smith (1983) for tuning and decay
 */
export function pluckedString({ frequency, seconds, velocity, random, brightness, decay }) {
  const period = SAMPLE_RATE / frequency;
  const turn = Math.floor(period - 0.5);
  const tuning = allPassFor(period - 0.5 - turn);
  const loss = 10 ** (-3 / (decay * frequency));
  const line = pluck(turn, Math.min(1, brightness * (0.6 + 0.6 * velocity)), random);
  const samples = new Float32Array(nSamples(seconds));
  let [before, input, output] = [0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const at = i % turn;
    const averaged = loss * 0.5 * (line[at] + before);
    before = line[at];
    output = tuning * averaged + input - tuning * output;
    input = averaged;
    line[at] = output;
    samples[i] = velocity * output * Math.min(1, (samples.length - i) / 2_000);
  }
  return samples;
}

/** Coefficient of an all-pass that delays by a fraction of a sample, so that the string is in tune. */
function allPassFor(fraction) {
  return (1 - fraction) / (1 + fraction);
}

/** Noise of one turn, softened by the finger and combed by the place where it is plucked. */
function pluck(turn, brightness, random) {
  const raw = noise(turn, random);
  let low = 0;
  const soft = raw.map((sample) => (low += brightness * (sample - low)));
  const place = Math.max(1, Math.round(turn * 0.17));
  const combed = soft.map((sample, i) => sample - soft[(i + turn - place) % turn]);
  const mean = combed.reduce((sum, sample) => sum + sample, 0) / turn;
  const centred = combed.map((sample) => sample - mean);
  const loudest = centred.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 1e-9);
  return centred.map((sample) => sample / loudest);
}
