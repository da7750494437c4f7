import { createMix, nSamples, SAMPLE_RATE } from './mix.mjs';

/** Lengths in ms without common factors, so that echoes never fall together. */
const DELAYS_MS = [31.7, 37.1, 41.9, 47.3, 53.9, 59.3, 67.1, 73.7];

/**
 * The room around a recording: eight delay lines that feed each other.
 *
 * @param decay seconds until the room is 60 dB down
 * @param damping share of the high frequencies that every pass through a line swallows
 * @see Jot and Chaigne, Digital delay networks for designing artificial reverberators (1991)
 */
export function reverb({ left, right }, { decay, damping = 0.35, size = 1 }) {
  const lines = DELAYS_MS.map((ms) => createLine((ms / 1000) * size, decay));
  const room = createMix(left.length / SAMPLE_RATE);
  for (let i = 0; i < left.length; i++) {
    const outputs = lines.map((line) => line.samples[line.at]);
    const shared = (2 / lines.length) * outputs.reduce((sum, output) => sum + output, 0);
    for (const [n, line] of lines.entries()) {
      const input = (n % 2 === 0 ? left[i] : right[i]) + (outputs[n] - shared) * line.gain;
      line.low += (1 - damping) * (input - line.low);
      line.samples[line.at] = line.low;
      line.at = (line.at + 1) % line.samples.length;
    }
    room.left[i] = 0.5 * (outputs[0] + outputs[2] - outputs[4] + outputs[6]);
    room.right[i] = 0.5 * (outputs[1] + outputs[3] - outputs[5] + outputs[7]);
  }
  return room;
}

function createLine(seconds, decay) {
  const samples = new Float32Array(nSamples(seconds));
  return { samples, at: 0, low: 0, gain: 10 ** ((-3 * seconds) / decay) };
}
