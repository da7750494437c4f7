import type { InputAxis, ModelSpec } from '@earmark/core/model';

/** A model with one key changed, or some that go together, in words. */
export interface OtherSpec {
  /** `input.spectrogram.spectrum = "magnitude"` */
  readonly change: string;
  readonly spec: ModelSpec;
}

/** What is often mistaken for something else, by the key of the manifest that says it. */
const ALTERNATIVES: Readonly<Record<string, readonly unknown[]>> = {
  'scores.are': ['probabilities', 'logits'],
  'scores.labels': ['multi', 'single'],
  'scores.aggregation': ['mean', 'max', 'median'],
  'input.chunks.last': ['drop', 'silence', 'repeat', 'align-end'],
  'input.chunks.short': ['silence', 'repeat'],
  'input.spectrogram.hopLength': [128, 160, 200, 256, 320, 400, 441, 480, 512, 1_024],
  'input.spectrogram.window': [
    ...['hann', 'hann-symmetric', 'hamming', 'hamming-symmetric'],
    ...['blackman', 'blackman-symmetric', 'rectangular'],
  ],
  'input.spectrogram.padding': ['none', 'reflect', 'constant', 'essentia'],
  'input.spectrogram.spectrum': ['power', 'magnitude'],
  'input.spectrogram.mel.scale': ['htk', 'slaney'],
  'input.spectrogram.mel.norm': ['none', 'slaney', 'unit-sum'],
  'input.spectrogram.mel.triangles': ['hz', 'mel'],
  'input.spectrogram.mel.fMin': [0, 20, 27.5, 30, 32.7, 40, 50, 60, 64, 80, 100, 125],
  'input.spectrogram.logarithm.unit': ['db', 'ln', 'log10'],
  'input.spectrogram.logarithm.offset': [0, 1e-10, 1e-6, 1e-5, 1e-3, 0.01, 1],
  'input.spectrogram.logarithm.scale': [1, 1_000, 10_000, 32_768],
  'input.spectrogram.logarithm': [null],
  'input.spectrogram.normalisation': [null],
};

type Change = readonly (readonly [key: string, value: unknown])[];

/** A model with each of these keys changed alone, and with some that go together. */
export function otherSpecs(spec: ModelSpec): readonly OtherSpec[] {
  const alternatives = { ...ALTERNATIVES, ...relativeTo(spec) };
  const single = Object.entries(alternatives).flatMap(([key, values]) =>
    values.map((value): Change => [[key, value]]),
  );
  const several = [
    ...otherMelScales(spec),
    ...otherRates(spec),
    ...otherLengths(spec),
    ...otherCut(spec),
  ];
  return [...single, ...several].flatMap((change) => changed(spec, change) ?? []);
}

/** What is mistaken for a value that follows from others. */
function relativeTo({
  input,
  network: {
    input: { axes },
  },
}: ModelSpec): Readonly<Record<string, readonly unknown[]>> {
  if (input.kind === 'embedding') return {};
  const { length } = input.chunks;
  const hops = { 'input.chunks.hop': [length, Math.floor(length / 2)] };
  if (input.kind === 'waveform') return hops;
  const { sampleRate, frameLength, fftLength } = input.spectrogram;
  const lengths = [...new Set([frameLength, fftLength, 400, 512, 640, 800, 1_024, 2_048, 4_096])];
  const frequencies = [7_500, 7_600, 8_000, 10_000, 11_000, 14_000, 15_000, 16_000, 20_000];
  return {
    ...hops,
    'network.input.axes': [axes.map((axis) => EXCHANGED[axis] ?? axis)],
    'input.spectrogram.frameLength': lengths.filter((samples) => samples <= fftLength),
    'input.spectrogram.fftLength': lengths.filter((samples) => samples >= frameLength),
    'input.spectrogram.mel.fMax': [
      ...frequencies.filter((hz) => hz < sampleRate / 2),
      sampleRate / 2,
    ],
  };
}

const EXCHANGED: Partial<Record<InputAxis, InputAxis>> = { bands: 'frames', frames: 'bands' };

/** Scale and norm together: librosa and torchaudio have other defaults of both. */
function otherMelScales({ input }: ModelSpec): readonly Change[] {
  const mel = input.kind === 'spectrogram' ? input.spectrogram.mel : null;
  if (!mel) return [];
  const scale = mel.scale === 'htk' ? 'slaney' : 'htk';
  const norms = ['none', 'slaney', 'unit-sum'].filter((norm) => norm !== mel.norm);
  return norms.map((norm): Change => {
    return [
      ['input.spectrogram.mel.scale', scale],
      ['input.spectrogram.mel.norm', norm],
    ];
  });
}

const FRAME_LENGTHS = [256, 400, 512, 800, 1_024, 2_048, 4_096];

/** The length of the frames and that of their transform, which most front ends have in one, n_fft. */
function otherLengths({ input }: ModelSpec): readonly Change[] {
  if (input.kind !== 'spectrogram' || input.spectrogram.window === 'stored') return [];
  return FRAME_LENGTHS.map((length): Change => {
    return [
      ['input.spectrogram.frameLength', length],
      ['input.spectrogram.fftLength', length],
    ];
  });
}

const SAMPLE_RATES = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

/** The rate of the file and that of the spectrogram: one alone would resample. Bands that end at half of it still do. */
function otherRates({ input }: ModelSpec): readonly Change[] {
  if (input.kind !== 'spectrogram') return [];
  const { mel, sampleRate } = input.spectrogram;
  return SAMPLE_RATES.map((rate): Change => {
    return [
      ['input.sampleRate', rate],
      ['input.spectrogram.sampleRate', rate],
      ...(mel?.fMax === sampleRate / 2 ? [['input.spectrogram.mel.fMax', rate / 2] as const] : []),
    ];
  });
}

/** The same chunks, cut from the spectrogram of the track rather than the waveform, or the reverse. */
function otherCut({ input }: ModelSpec): readonly Change[] {
  if (input.kind !== 'spectrogram') return [];
  const { chunks, spectrogram } = input;
  const { hopLength, frameLength, padding } = spectrogram;
  const inside = padding === 'none' ? frameLength : 0;
  const isWaveform = chunks.cutFrom === 'waveform';
  const length = isWaveform
    ? 1 + Math.floor((chunks.length - inside) / hopLength)
    : (chunks.length - 1) * hopLength + inside;
  const hop = (given: number) =>
    isWaveform ? Math.max(1, Math.round(given / hopLength)) : given * hopLength;
  return [
    [
      ['input.chunks.cutFrom', isWaveform ? 'spectrogram' : 'waveform'],
      ['input.chunks.length', length],
      ...(chunks.rule === 'hop' ? [['input.chunks.hop', hop(chunks.hop)] as const] : []),
    ],
  ];
}

/** Undefined where the model has no such key, or those values. */
function changed(spec: ModelSpec, change: Change): OtherSpec | undefined {
  const copy = structuredClone(spec);
  const keysOf = new Map<string, string[]>();
  for (const [key, value] of change) {
    const path = key.split('.');
    const last = path.pop() ?? '';
    let holder: unknown = copy;
    for (const part of path) holder = (holder as Record<string, unknown> | null)?.[part];
    if (typeof holder !== 'object' || holder === null || !(last in holder)) return undefined;
    const fields = holder as Record<string, unknown>;
    if (fields[last] === value) continue;
    fields[last] = value;
    const written = JSON.stringify(value);
    keysOf.set(written, [...(keysOf.get(written) ?? []), key]);
  }
  if (keysOf.size === 0) return undefined;
  const words = [...keysOf].map(([value, keys]) => `${keys.join(' and ')} = ${value}`);
  return { change: words.join(', and '), spec: copy };
}
