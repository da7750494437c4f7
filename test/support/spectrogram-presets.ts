import { SpectrogramSpec } from '@earmark/core/model';

const DB = { unit: 'db', floor: 1e-10 } as const;

const TORCHAUDIO = {
  sampleRate: 16_000,
  frameLength: 512,
  fftLength: 512,
  hopLength: 256,
  window: 'hann',
  padding: 'reflect',
  spectrum: 'power',
  mel: { nMels: 96, fMin: 0, fMax: 8_000, scale: 'htk', norm: 'none', triangles: 'hz' },
  logarithm: DB,
  normalisation: null,
} as const;

const ESSENTIA_MUSICNN = {
  ...TORCHAUDIO,
  window: 'hann-symmetric',
  padding: 'essentia',
  mel: { nMels: 96, fMin: 0, fMax: 8_000, scale: 'slaney', norm: 'slaney', triangles: 'hz' },
  logarithm: { unit: 'log10', scale: 10_000, offset: 1 },
} as const;

const YAMNET = {
  sampleRate: 16_000,
  frameLength: 400,
  fftLength: 512,
  hopLength: 160,
  window: 'hann',
  padding: 'none',
  spectrum: 'magnitude',
  mel: { nMels: 64, fMin: 125, fMax: 7_500, scale: 'htk', norm: 'none', triangles: 'mel' },
  logarithm: { unit: 'ln', offset: 0.001 },
  normalisation: null,
} as const;

/** The front ends of published taggers. */
export const PRESETS = {
  /** The networks of sota-music-tagging-models: MelSpectrogram and AmplitudeToDB, both with their defaults but for the lengths. */
  torchaudio: SpectrogramSpec.parse(TORCHAUDIO),
  /** Those with 128 bands, which are narrower than the distance of bins below 500 Hz. */
  torchaudio128: SpectrogramSpec.parse({
    ...TORCHAUDIO,
    mel: { ...TORCHAUDIO.mel, nMels: 128, allowEmptyBands: true },
  }),
  /** All defaults of MelSpectrogram: no power of two. */
  torchaudioDefaults: SpectrogramSpec.parse({
    ...{ ...TORCHAUDIO, frameLength: 400, fftLength: 400, hopLength: 200 },
    mel: { ...TORCHAUDIO.mel, nMels: 128, allowEmptyBands: true },
    logarithm: null,
  }),
  /** librosa.feature.melspectrogram with its defaults, then power_to_db(top_db=None). */
  librosa: SpectrogramSpec.parse({
    ...TORCHAUDIO,
    ...{ sampleRate: 22_050, frameLength: 2_048, fftLength: 2_048, hopLength: 512 },
    padding: 'constant',
    mel: {
      ...{ nMels: 128, fMin: 0, fMax: 11_025, scale: 'slaney', norm: 'slaney', triangles: 'hz' },
    },
  }),
  /** Kong et al., "PANNs", 2020: Cnn14 at 32 kHz. */
  panns: SpectrogramSpec.parse({
    ...TORCHAUDIO,
    ...{ sampleRate: 32_000, frameLength: 1_024, fftLength: 1_024, hopLength: 320 },
    mel: {
      ...{ nMels: 64, fMin: 50, fMax: 14_000, scale: 'slaney', norm: 'slaney', triangles: 'hz' },
    },
  }),
  /** TensorFlow's model garden, research/audioset/yamnet/features.py. */
  yamnet: SpectrogramSpec.parse(YAMNET),
  /** Essentia's TensorflowInputMusiCNN, which MusiCNN and EffNet-Discogs read. */
  essentiaMusicnn: SpectrogramSpec.parse(ESSENTIA_MUSICNN),
  /** The same, normalised: MAEST. */
  maest: SpectrogramSpec.parse({
    ...ESSENTIA_MUSICNN,
    normalisation: { mean: 2.067_557, standardDeviation: 2.536_586 },
  }),
  /** Essentia's TensorflowInputVGGish. */
  essentiaVggish: SpectrogramSpec.parse({
    ...YAMNET,
    window: 'hann-symmetric',
    padding: 'essentia',
    logarithm: { unit: 'ln', offset: 0.01 },
  }),
  /** The mel-spectrograms of the MTG-Jamendo dataset. */
  dataset: SpectrogramSpec.parse({
    ...TORCHAUDIO,
    sampleRate: 12_000,
    window: 'hann-symmetric',
    padding: 'essentia',
    mel: { ...ESSENTIA_MUSICNN.mel, fMax: 6_000 },
  }),
} as const satisfies Record<string, SpectrogramSpec>;
