import { SAMPLE_RATE } from '@earmark/core/audio';

/**
 * Signals that between them drive the layers of a tagging network to the ends of their ranges: noise, silence,
 * brown noise, a sweep, decaying notes, and bursts of noise over a bass. The same on every machine.
 *
 * @param length of each, in samples at 16 kHz
 * @returns waveforms in [-1, 1]
 */
export function calibrationSignals(length: number): readonly Float32Array[] {
  return [noise, silence, brownNoise, sweep, notes, burstsOverBass].map((create) => {
    const sampleAt = create(length);
    return Float32Array.from({ length }, (_, i) => sampleAt(i));
  });
}

/** What gives the samples of a signal of that length one after the other. */
type Signal = (length: number) => (i: number) => number;

const noise: Signal = () => {
  const random = createRandom();
  return () => 0.9 * random();
};

const silence: Signal = () => () => 0;

const brownNoise: Signal = () => {
  const random = createRandom();
  let level = 0;
  return () => (level = 0.998 * level + 0.02 * random());
};

/** From 20 Hz to 8 kHz, an octave in equal times. */
const sweep: Signal = (length) => {
  let phase = 0;
  return (i) => 0.8 * Math.sin((phase += radians(20 * 400 ** (i / length))));
};

/** Four notes a second with six harmonics each, up a scale of whole tones. */
const notes: Signal = () => {
  const nEach = SAMPLE_RATE / 4;
  return (i) => {
    const frequency = 110 * 2 ** ((Math.floor(i / nEach) % 24) / 6);
    const decay = Math.exp((-4 * (i % nEach)) / nEach);
    let sum = 0;
    for (let harmonic = 1; harmonic <= 6; harmonic++) {
      sum += Math.sin(i * radians(harmonic * frequency)) / harmonic;
    }
    return 0.4 * decay * sum;
  };
};

/** Two bursts a second over 55 Hz. */
const burstsOverBass: Signal = () => {
  const random = createRandom();
  const nEach = SAMPLE_RATE / 2;
  return (i) =>
    0.5 * random() * Math.exp((-12 * (i % nEach)) / nEach) + 0.45 * Math.sin(i * radians(55));
};

/** What a tone of that frequency turns in a sample. */
function radians(frequency: number): number {
  return (2 * Math.PI * frequency) / SAMPLE_RATE;
}

/** Numbers in [-1, 1), always the same: a linear congruential generator modulo 2 ** 32. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
