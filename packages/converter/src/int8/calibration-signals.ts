/**
 * Signals that between them drive the layers of a tagging network to the ends of their ranges: noise, silence,
 * brown noise, a sweep, decaying notes, and bursts of noise over a bass. The same on every machine.
 *
 * @returns waveforms in [-1, 1]
 */
export function calibrationSignals(extent: SignalExtent): readonly Float32Array[] {
  const { length } = extent;
  return [noise, silence, brownNoise, sweep, notes, burstsOverBass].map((create) => {
    const sampleAt = create(extent);
    return Float32Array.from({ length }, (_, i) => sampleAt(i));
  });
}

export interface SignalExtent {
  /** In samples. */
  readonly length: number;
  /** In Hz. */
  readonly sampleRate: number;
}

/** What gives the samples of a signal one after the other. */
type Signal = (extent: SignalExtent) => (i: number) => number;

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

const LOWEST_HZ = 20;

/** From 20 Hz to half the sample rate, an octave in equal times. */
const sweep: Signal = ({ length, sampleRate }) => {
  const ratio = sampleRate / 2 / LOWEST_HZ;
  let phase = 0;
  return (i) => 0.8 * Math.sin((phase += radians(LOWEST_HZ * ratio ** (i / length), sampleRate)));
};

/** Four notes a second with six harmonics each, up a scale of whole tones. */
const notes: Signal = ({ sampleRate }) => {
  const nEach = sampleRate / 4;
  return (i) => {
    const frequency = 110 * 2 ** ((Math.floor(i / nEach) % 24) / 6);
    const decay = Math.exp((-4 * (i % nEach)) / nEach);
    let sum = 0;
    for (let harmonic = 1; harmonic <= 6; harmonic++) {
      sum += Math.sin(i * radians(harmonic * frequency, sampleRate)) / harmonic;
    }
    return 0.4 * decay * sum;
  };
};

/** Two bursts a second over 55 Hz. */
const burstsOverBass: Signal = ({ sampleRate }) => {
  const random = createRandom();
  const nEach = sampleRate / 2;
  return (i) =>
    0.5 * random() * Math.exp((-12 * (i % nEach)) / nEach) +
    0.45 * Math.sin(i * radians(55, sampleRate));
};

/** What a tone of that frequency turns in a sample. */
function radians(frequency: number, sampleRate: number): number {
  return (2 * Math.PI * frequency) / sampleRate;
}

/** Numbers in [-1, 1), always the same: a linear congruential generator modulo 2 ** 32. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
