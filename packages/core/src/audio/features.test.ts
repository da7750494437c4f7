import { expect, test } from 'vitest';
import { PRESETS } from '../../../../test/support/spectrogram-presets.ts';
import { ModelInput, type AudioInput } from '../model/model-input.ts';
import type { SpectrogramSpec } from '../model/spectrogram-spec.ts';
import { createFeatures, type Features } from './features.ts';
import { resample } from './resample.ts';
import { createSpectrogram } from './spectrogram/spectrogram.ts';

/** Eight bands of frames of 64 samples, 20 apart. */
const SMALL: SpectrogramSpec = {
  ...PRESETS.torchaudio,
  ...{ frameLength: 64, fftLength: 64, hopLength: 20 },
  mel: { ...PRESETS.torchaudio.mel!, nMels: 8 },
};
const BANDS = 8;

test('samples are chunks as they are, and what is missing at the end is filled up', () => {
  const waveform = Float32Array.from({ length: 10 }, (_, i) => i);
  const features = featuresOf({
    ...{ kind: 'waveform', sampleRate: 16_000, downmix: 'mean' },
    chunks: { rule: 'hop', length: 4, hop: 4, last: 'repeat', short: 'silence' },
  });
  expect(features.shape).toEqual([4]);
  expect(chunksOf(features, waveform)).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9, 8, 9],
  ]);
  expect(chunksOf(features, waveform.subarray(0, 3))).toEqual([[0, 1, 2, 0]]);
  expect(chunksOf(features, new Float32Array())).toEqual([[0, 0, 0, 0]]);
});

test.each([
  { axes: ['batch', 'bands', 'frames'], shape: [8, 11] },
  { axes: ['batch', 'frames', 'bands'], shape: [11, 8] },
  { axes: ['batch', 'channel', 'bands', 'frames'], shape: [1, 8, 11] },
  { axes: ['frames', 'bands', 'channel'], shape: [11, 8, 1] },
] as const)(
  'a chunk of 200 samples with the axes $axes has the shape $shape',
  ({ axes, shape }) => {
    const chunks = { rule: 'hop', length: 200, hop: 100, last: 'drop', short: 'silence' } as const;
    const features = createFeatures(spectrogramInput(chunks), axes, null);
    const samples = noise(300);
    expect(features.shape).toEqual(shape);
    const layout = axes.indexOf('bands') < axes.indexOf('frames') ? 'bands-first' : 'frames-first';
    const { transform } = createSpectrogram(SMALL, { layout });
    const expected = [samples.subarray(0, 200), samples.subarray(100)].map((chunk) => [
      ...transform(chunk),
    ]);
    expect(chunksOf(features, samples)).toEqual(expected);
  },
);

test('a chunk is resampled for a spectrogram of another rate', () => {
  const input = spectrogramInput({ rule: 'centre', length: 400, short: 'silence' }, 32_000);
  const rates = { fromRate: 32_000, toRate: 16_000 };
  const { transform } = createSpectrogram(SMALL, { layout: 'bands-first' });
  expect(chunksOf(featuresOf(input), noise(400))).toEqual([
    [...transform(resample(noise(400), rates))],
  ]);
});

/** Frames of the whole track: those of a chunk of it differ at its ends. */
const OF_TRACK = { cutFrom: 'spectrogram', rule: 'hop', length: 6, hop: 4 } as const;

test.each([
  { last: 'drop', nChunks: 2 },
  { last: 'align-end', nChunks: 3 },
] as const)('chunks are cut from the frames of the whole track ("$last")', ({ last, nChunks }) => {
  const features = featuresOf(spectrogramInput({ ...OF_TRACK, last, short: 'silence' }));
  const samples = noise(20 * 11);
  const frames = framesOf(samples);
  expect(frames).toHaveLength(12);
  const starts = last === 'drop' ? [0, 4] : [0, 4, 6];
  expect(features.shape).toEqual([6, BANDS]);
  expect(starts).toHaveLength(nChunks);
  expect(chunksOf(features, samples)).toEqual(
    starts.map((start) => frames.slice(start, start + 6).flat()),
  );
});

test('the end of a track is filled up with frames of silence', () => {
  const features = featuresOf(spectrogramInput({ ...OF_TRACK, last: 'silence', short: 'repeat' }));
  const frames = framesOf(noise(20 * 8));
  expect(frames).toHaveLength(9);
  const silence = Array<number>(BANDS).fill(-100);
  expect(chunksOf(features, noise(20 * 8))[1]).toEqual([...frames.slice(4).flat(), ...silence]);
});

test('the frames of a short track are repeated', () => {
  const features = featuresOf(spectrogramInput({ ...OF_TRACK, last: 'silence', short: 'repeat' }));
  const [a = [], b = [], c = [], d = []] = framesOf(noise(61));
  expect(chunksOf(features, noise(61))).toEqual([[a, b, c, d, a, b].flat()]);
});

test.each([0, 1, 20])('a track of %i samples has a chunk of numbers', (nSamples) => {
  const features = featuresOf(spectrogramInput({ ...OF_TRACK, last: 'drop', short: 'repeat' }));
  const [chunk = [], ...others] = chunksOf(features, noise(nSamples));
  expect(others).toEqual([]);
  expect(chunk).toHaveLength(6 * BANDS);
  expect(chunk.every(Number.isFinite)).toBe(true);
});

test('chunks of a long track are those of a short one wherever they lie, and in any order', () => {
  const features = featuresOf(spectrogramInput({ ...OF_TRACK, last: 'drop', short: 'repeat' }));
  const samples = noise(20 * 10_000);
  const { count, write } = features.chunksOf(samples);
  const frames = createSpectrogram(SMALL, { layout: 'frames-first' }).transform(samples);
  const out = new Float32Array(6 * BANDS);
  for (const chunk of [0, 1_022, 1_023, 1_024, 2_100, count - 1, 5]) {
    write(chunk, out);
    expect(out).toEqual(frames.subarray(chunk * 4 * BANDS, (chunk * 4 + 6) * BANDS));
  }
});

function spectrogramInput(
  chunks: Record<string, unknown>,
  sampleRate: number = SMALL.sampleRate,
): AudioInput {
  const cut = { sampleRate, downmix: 'mean', chunks };
  return ModelInput.parse({ kind: 'spectrogram', ...cut, spectrogram: SMALL }) as AudioInput;
}

function featuresOf(input: object): Features {
  const parsed = ModelInput.parse(input) as AudioInput;
  const isOfTrack = parsed.chunks.cutFrom === 'spectrogram';
  const bands = isOfTrack ? (['frames', 'bands'] as const) : (['bands', 'frames'] as const);
  return createFeatures(
    parsed,
    ['batch', ...(parsed.kind === 'waveform' ? (['samples'] as const) : bands)],
    null,
  );
}

function chunksOf({ shape, chunksOf: cut }: Features, waveform: Float32Array): number[][] {
  const { count, write } = cut(waveform);
  return Array.from({ length: count }, (_, chunk) => {
    const out = new Float32Array(shape.reduce((product, length) => product * length, 1));
    write(chunk, out);
    return [...out];
  });
}

function framesOf(samples: Float32Array): number[][] {
  const values = createSpectrogram(SMALL, { layout: 'frames-first' }).transform(samples);
  return Array.from({ length: values.length / BANDS }, (_, frame) => [
    ...values.subarray(frame * BANDS, (frame + 1) * BANDS),
  ]);
}

/** Numbers in [-1, 1] without a pattern, the same every time. */
function noise(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * i));
}
