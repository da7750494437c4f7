import type { SpectrogramSpec } from '@earmark/core/model';

/**
 * A spectrogram as the documentation of librosa, torchaudio, TensorFlow and Essentia defines it, as sums over all samples of
 * a frame and all bins of a band, in float64.
 *
 * @returns [frame][band]
 */
export function spectrogramByDefinition(
  samples: Float32Array,
  spec: SpectrogramSpec,
): readonly (readonly number[])[] {
  const window = windowOf(spec);
  const weights = spec.mel && melWeights(spec, spec.mel);
  return frameStarts(samples.length, spec).map((start) => {
    const frame = window.map((factor, i) => factor * sampleAt(samples, start + i, spec));
    const bins = spectrumOf(frame, spec);
    const bands = weights ? weights.map((row) => sumOf(row, (w, bin) => w * bins[bin]!)) : bins;
    return bands.map((value, band) => normalised(logarithmOf(value, spec), band, spec));
  });
}

/** The window, in the middle of the transform where frames are centred, else at its start. */
function windowOf({ window, frameLength, fftLength, padding }: SpectrogramSpec): readonly number[] {
  const [shape, symmetric] = window.split('-');
  const period = symmetric ? frameLength - 1 : frameLength;
  const before = isCentred(padding) ? Math.floor((fftLength - frameLength) / 2) : 0;
  return Array.from({ length: fftLength }, (_, i) => {
    if (i < before || i >= before + frameLength) return 0;
    const x = (2 * Math.PI * (i - before)) / period;
    if (shape === 'hann') return Math.sin(x / 2) ** 2;
    if (shape === 'hamming') return 0.54 - 0.46 * Math.cos(x);
    if (shape === 'blackman') return 0.42 - 0.5 * Math.cos(x) + 0.08 * Math.cos(2 * x);
    return 1;
  });
}

function isCentred(padding: SpectrogramSpec['padding']): boolean {
  return padding === 'reflect' || padding === 'constant';
}

function frameStarts(nSamples: number, spec: SpectrogramSpec): readonly number[] {
  const { frameLength, fftLength, hopLength, padding } = spec;
  const starts: number[] = [];
  for (let at = 0; ; at += hopLength) {
    if (padding === 'none') {
      if (at + frameLength > nSamples) return starts;
      starts.push(at);
    } else if (padding === 'essentia') {
      const start = at - frameLength / 2;
      if (start >= nSamples) return starts;
      starts.push(start);
      if (at >= nSamples) return starts;
    } else {
      if (at > nSamples) return starts;
      starts.push(at - fftLength / 2);
    }
  }
}

function sampleAt(samples: Float32Array, at: number, { padding }: SpectrogramSpec): number {
  const last = samples.length - 1;
  return samples[padding === 'reflect' ? last - Math.abs(last - Math.abs(at)) : at] ?? 0;
}

function spectrumOf(
  frame: readonly number[],
  { fftLength, spectrum }: SpectrogramSpec,
): readonly number[] {
  const angles = frame.map((_, i) => (2 * Math.PI * i) / fftLength);
  const cosines = angles.map(Math.cos);
  const sines = angles.map(Math.sin);
  return Array.from({ length: fftLength / 2 + 1 }, (_, bin) => {
    const re = sumOf(frame, (value, i) => value * cosines[(bin * i) % fftLength]!);
    const im = sumOf(frame, (value, i) => value * sines[(bin * i) % fftLength]!);
    return spectrum === 'power' ? re ** 2 + im ** 2 : Math.hypot(re, im);
  });
}

/** [band][bin] */
function melWeights(
  { sampleRate, fftLength }: SpectrogramSpec,
  mel: NonNullable<SpectrogramSpec['mel']>,
): readonly (readonly number[])[] {
  const isHtk = mel.scale === 'htk';
  const toMel = isHtk ? hzToHtk : hzToSlaney;
  const toHz = isHtk ? htkToHz : slaneyToHz;
  const place = mel.triangles === 'hz' ? (hz: number) => hz : toMel;
  const [first, last] = [toMel(mel.fMin), toMel(mel.fMax)];
  const edgeHz = (i: number) => toHz(first + ((last - first) / (mel.nMels + 1)) * i);
  return Array.from({ length: mel.nMels }, (_, band) => {
    const [low, centre, high] = [edgeHz(band), edgeHz(band + 1), edgeHz(band + 2)];
    const weights = Array.from({ length: fftLength / 2 + 1 }, (_, bin) => {
      const hz = (bin * sampleRate) / fftLength;
      if (hz <= low || hz >= high) return 0;
      const [from, to] = hz < centre ? [low, centre] : [high, centre];
      return (place(hz) - place(from)) / (place(to) - place(from));
    });
    const sum = sumOf(weights, (weight) => weight);
    const norms = { none: 1, slaney: 2 / (high - low), 'unit-sum': sum === 0 ? 0 : 1 / sum };
    return weights.map((weight) => weight * norms[mel.norm]);
  });
}

const hzToHtk = (hz: number) => 1_127.010_48 * Math.log(1 + hz / 700);
const htkToHz = (mel: number) => 700 * (Math.exp(mel / 1_127.010_48) - 1);
const hzToSlaney = (hz: number) =>
  hz < 1_000 ? (3 * hz) / 200 : 15 + (27 * Math.log(hz / 1_000)) / Math.log(6.4);
const slaneyToHz = (mel: number) => (mel < 15 ? (mel * 200) / 3 : 1_000 * 6.4 ** ((mel - 15) / 27));

function logarithmOf(value: number, { logarithm, spectrum }: SpectrogramSpec): number {
  if (!logarithm) return value;
  const { unit, scale, offset, floor } = logarithm;
  const argument = Math.max(scale * value + offset, floor);
  if (unit === 'ln') return Math.log(argument);
  if (unit === 'log10') return Math.log10(argument);
  return (spectrum === 'power' ? 10 : 20) * Math.log10(argument);
}

function normalised(value: number, band: number, { normalisation }: SpectrogramSpec): number {
  if (!normalisation) return value;
  const { mean, standardDeviation } = normalisation;
  const ofBand = (values: typeof mean) => (typeof values === 'number' ? values : values[band]!);
  return (value - ofBand(mean)) / ofBand(standardDeviation);
}

function sumOf<T>(values: readonly T[], term: (value: T, i: number) => number): number {
  return values.reduce((sum, value, i) => sum + term(value, i), 0);
}
