export const SAMPLE_RATE = 44_100;

/** Number of samples of a time. */
export function nSamples(seconds) {
  return Math.round(seconds * SAMPLE_RATE);
}

/** An empty stereo recording. */
export function createMix(seconds) {
  return {
    left: new Float32Array(nSamples(seconds)),
    right: new Float32Array(nSamples(seconds)),
  };
}

/** Adds mono `samples` from second `at` on, with constant power over `pan` in [-1, 1]. */
export function place(mix, samples, { at, gain = 1, pan = 0 }) {
  const angle = ((pan + 1) * Math.PI) / 4;
  addTo(mix.left, samples, at, gain * Math.cos(angle));
  addTo(mix.right, samples, at, gain * Math.sin(angle));
}

/** Adds one recording to another. */
export function blend(mix, other, gain = 1) {
  addTo(mix.left, other.left, 0, gain);
  addTo(mix.right, other.right, 0, gain);
}

/** Scales both channels by `gainAt(second)`. */
export function shape(mix, gainAt) {
  for (let i = 0; i < mix.left.length; i++) {
    const gain = gainAt(i / SAMPLE_RATE);
    mix.left[i] *= gain;
    mix.right[i] *= gain;
  }
}

/** Brings the recording to a peak of -1 dB through a soft limiter and fades its end out. */
export function master(mix, { drive = 1, fadeOut = 1.5 } = {}) {
  const seconds = mix.left.length / SAMPLE_RATE;
  scale(mix, drive / peakOf(mix));
  for (const channel of [mix.left, mix.right]) {
    for (let i = 0; i < channel.length; i++) channel[i] = Math.tanh(channel[i]);
  }
  scale(mix, 0.89 / peakOf(mix));
  shape(mix, (t) => Math.min(1, (seconds - t) / fadeOut));
}

function addTo(channel, samples, at, gain) {
  const start = nSamples(at);
  const end = Math.min(samples.length, channel.length - start);
  for (let i = Math.max(0, -start); i < end; i++) channel[start + i] += samples[i] * gain;
}

function scale(mix, gain) {
  shape(mix, () => gain);
}

function peakOf({ left, right }) {
  let peak = 1e-9;
  for (const channel of [left, right]) {
    for (const sample of channel) peak = Math.max(peak, Math.abs(sample));
  }
  return peak;
}
