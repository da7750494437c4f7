import { Essentia, EssentiaWASM } from 'essentia.js';
import { expect, test } from 'vitest';
import { PRESETS } from '../../../../../test/support/spectrogram-presets.ts';
import { tinyClip } from '../../../../../test/support/tiny-models.ts';
import { melFilterbank, type MelFilterbankOptions } from './mel-filterbank.ts';
import { countFrames } from './padding.ts';
import { createSpectrogram } from './spectrogram.ts';

// Essentia itself: its extractors as its authors compiled them to WebAssembly.
const essentia = new Essentia(EssentiaWASM);

// Essentia computes the edges of bands in float32, and in mel for VGGish, where they have fewer digits.
test.each([
  { algorithm: 'TensorflowInputMusiCNN', preset: 'essentiaMusicnn', within: 1e-4 },
  { algorithm: 'TensorflowInputVGGish', preset: 'essentiaVggish', within: 2e-4 },
] as const)('a clip is as from $algorithm within $within, every eighth frame', (row) => {
  const spec = PRESETS[row.preset];
  const samples = tinyClip();
  const frames = essentia.FrameGenerator(samples, spec.frameLength, spec.hopLength);
  const { transform } = createSpectrogram(spec, { layout: 'frames-first' });
  const [nFrames, nBands] = [countFrames(spec, samples.length), spec.mel!.nMels];
  expect(nFrames).toBe(frames.size());

  const actual = transform(samples);
  const differences = Array.from({ length: Math.ceil(nFrames / 8) }, (_, eighth) => {
    const i = 8 * eighth;
    const { bands } = essentia[row.algorithm](frames.get(i));
    const frame = actual.subarray(i * nBands, (i + 1) * nBands);
    return maxDifference(frame, take(bands));
  });
  frames.delete();
  expect(Math.max(...differences)).toBeLessThan(row.within);
});

test.each([
  { frameLength: 512, hopLength: 256 },
  { frameLength: 400, hopLength: 160 },
  { frameLength: 64, hopLength: 50 },
  { frameLength: 10, hopLength: 64 },
])('frames of $frameLength, $hopLength apart, are as many as FrameCutter makes', (lengths) => {
  const spec = { ...PRESETS.essentiaMusicnn, ...lengths };
  for (const nSamples of [1, 100, 959, 960, 961, 1_024]) {
    // Frames of nothing but zeros are left out by this FrameGenerator.
    const samples = new Float32Array(nSamples).fill(1);
    const frames = essentia.FrameGenerator(samples, lengths.frameLength, lengths.hopLength);
    expect({ nSamples, nFrames: countFrames(spec, nSamples) }).toEqual({
      nSamples,
      nFrames: frames.size(),
    });
    frames.delete();
  }
});

const BANK = { sampleRate: 16_000, fftLength: 128, nMels: 10, fMin: 100, fMax: 7_000 };

test.each<{ ours: Pick<MelFilterbankOptions, 'scale' | 'norm' | 'triangles'>; theirs: Theirs }>([
  {
    ours: { scale: 'slaney', norm: 'slaney', triangles: 'hz' },
    theirs: { warping: 'slaneyMel', normalize: 'unit_tri', weighting: 'linear' },
  },
  {
    ours: { scale: 'slaney', norm: 'unit-sum', triangles: 'hz' },
    theirs: { warping: 'slaneyMel', normalize: 'unit_sum', weighting: 'linear' },
  },
  {
    ours: { scale: 'htk', norm: 'slaney', triangles: 'hz' },
    theirs: { warping: 'htkMel', normalize: 'unit_tri', weighting: 'linear' },
  },
  {
    ours: { scale: 'htk', norm: 'unit-sum', triangles: 'mel' },
    theirs: { warping: 'htkMel', normalize: 'unit_sum', weighting: 'warping' },
  },
  {
    ours: { scale: 'htk', norm: 'none', triangles: 'mel' },
    theirs: { warping: 'htkMel', normalize: 'unit_max', weighting: 'warping' },
  },
])(
  'filters $ours.scale, $ours.norm, $ours.triangles are those of MelBands $theirs.warping, $theirs.normalize, $theirs.weighting',
  ({ ours, theirs }) => {
    const actual = melFilterbank({ ...BANK, ...ours });
    const expected = melBandsOf(theirs);
    const largest = Math.max(...expected);
    expect(maxDifference(actual, expected) / largest).toBeLessThan(1e-4);
  },
);

interface Theirs {
  readonly warping: 'slaneyMel' | 'htkMel';
  readonly normalize: 'unit_sum' | 'unit_tri' | 'unit_max';
  readonly weighting: 'linear' | 'warping';
}

/** [bin, band], by spectra with one bin. */
function melBandsOf({ warping, normalize, weighting }: Theirs): Float32Array {
  const { sampleRate, fftLength, nMels, fMin, fMax } = BANK;
  const nBins = fftLength / 2 + 1;
  const filterbank = new Float32Array(nBins * nMels);
  for (let bin = 0; bin < nBins; bin++) {
    const spectrum = essentia.arrayToVector(new Float32Array(nBins).fill(1, bin, bin + 1));
    const { bands } = essentia.MelBands(
      ...([spectrum, fMax, nBins, false, fMin, normalize, nMels] as const),
      ...([sampleRate, 'magnitude', warping, weighting] as const),
    );
    filterbank.set(take(bands), bin * nMels);
    spectrum.delete();
  }
  return filterbank;
}

/** The values of a vector, which is freed. */
function take(vector: { delete(): void }): Float32Array {
  const values = essentia.vectorToArray(vector);
  vector.delete();
  return values;
}

function maxDifference(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}
