import { rightNetwork } from '../right-model.ts';
import { both, byReference, equalWith, type Mistake } from './mistake.ts';

const openFrames = () => rightNetwork({ nFrames: 'frames' });
const SPECTROGRAM = 'input.spectrogram';

/** The front end is another than that of the training. */
export const FRONT_END_MISTAKES: readonly Mistake[] = [
  {
    mistake: 'a wrong hop, for a network with a fixed number of frames',
    manifest: { [`${SPECTROGRAM}.hopLength`]: 320 },
    ...both({ refused: /reads \[batch, 24, 16\], and the manifest makes \[batch, 24, 13\]/ }),
  },
  {
    mistake: 'a wrong hop, for a network that reads any number of frames',
    manifest: { [`${SPECTROGRAM}.hopLength`]: 320 },
    network: openFrames,
    ...equalWith('input.spectrogram.hopLength = 256'),
  },
  {
    mistake: 'a wrong n_fft',
    isVariant: true,
    manifest: { [`${SPECTROGRAM}.frameLength`]: 1_024, [`${SPECTROGRAM}.fftLength`]: 1_024 },
    ...equalWith('input.spectrogram.frameLength and input.spectrogram.fftLength = 512'),
  },
  {
    mistake: 'a wrong sample rate of the waveform alone',
    isVariant: true,
    manifest: { 'input.sampleRate': 32_000 },
    network: openFrames,
    ...equalWith('input.sampleRate = 16000'),
  },
  {
    mistake: 'a wrong sample rate of the waveform alone, for a fixed number of frames',
    manifest: { 'input.sampleRate': 32_000 },
    ...both({ refused: /the manifest makes \[batch, 24, 8\] of a chunk: / }),
  },
  {
    mistake: 'a wrong sample rate of waveform and spectrogram',
    manifest: { 'input.sampleRate': 22_050, [`${SPECTROGRAM}.sampleRate`]: 22_050 },
    ...equalWith('input.sampleRate and input.spectrogram.sampleRate = 16000'),
  },
  ...[
    { key: 'mel.scale', wrong: 'slaney', right: '"htk"' },
    { key: 'padding', wrong: 'constant', right: '"reflect"' },
    { key: 'logarithm.offset', wrong: 1e-6, right: '0.001' },
    { key: 'mel.norm', wrong: 'slaney', right: '"none"' },
    { key: 'mel.triangles', wrong: 'mel', right: '"hz"' },
    { key: 'mel.fMin', wrong: 0, right: '60' },
    { key: 'mel.fMax', wrong: 7_600, right: '8000' },
    { key: 'spectrum', wrong: 'magnitude', right: '"power"' },
    { key: 'logarithm.unit', wrong: 'db', right: '"ln"' },
    { key: 'logarithm.unit', wrong: 'log10', right: '"ln"' },
    { key: 'logarithm.scale', wrong: 10_000, right: '1' },
    { key: 'window', wrong: 'hamming', right: '"hann"' },
    { key: 'window', wrong: 'hann-symmetric', right: '"hann"' },
  ].map(({ key, wrong, right }) => ({
    mistake: `${key} is ${String(wrong)}`,
    isVariant: true,
    manifest: { [`${SPECTROGRAM}.${key}`]: wrong },
    ...equalWith(`input.spectrogram.${key} = ${right}`),
  })),
  {
    mistake: 'a padding with fewer frames',
    manifest: { [`${SPECTROGRAM}.padding`]: 'none' },
    ...both({ refused: /the manifest makes \[batch, 24, 14\]/ }),
  },
  {
    mistake: 'the logarithm is missing',
    isVariant: true,
    manifest: { [`${SPECTROGRAM}.logarithm`]: null },
    ...byReference(/No change that was tried explains it/),
  },
  {
    mistake: 'more bands than the network reads',
    manifest: { [`${SPECTROGRAM}.mel.nMels`]: 32 },
    ...both({ refused: /reads \[batch, 24, 16\], and the manifest makes \[batch, 32, 16\]/ }),
  },
  {
    mistake: 'more bands than there are bins',
    manifest: { [`${SPECTROGRAM}.mel.nMels`]: 256 },
    ...both({ refused: /input: Band \d+ of 256, .* is empty/ }),
  },
  {
    mistake: 'a chunk that is shorter than a frame',
    manifest: { 'input.chunks.length': 200, 'input.chunks.hop': 200 },
    ...both({ refused: /input: 200 samples are too few/ }),
  },
  {
    mistake: 'more bands than fit into memory',
    manifest: { [`${SPECTROGRAM}.mel.nMels`]: 1e9 },
    ...both({ refused: /nMels: there can be at most 4096 bands/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'another rule for the end of a track',
    manifest: { 'input.chunks.last': 'align-end' },
    ...equalWith('input.chunks.last = "drop"'),
  },
];
