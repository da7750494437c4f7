import { expect, test } from 'vitest';
import { SpectrogramSpec } from './spectrogram-spec.ts';

/** As it may stand in a manifest. */
const SPEC = {
  sampleRate: 32_000,
  frameLength: 1_024,
  fftLength: 1_024,
  hopLength: 320,
  window: 'hann',
  padding: 'reflect',
  spectrum: 'power',
  mel: { nMels: 64, fMin: 50, fMax: 14_000, scale: 'slaney', norm: 'slaney', triangles: 'hz' },
  logarithm: { unit: 'db', floor: 1e-10 },
  normalisation: null,
};
const { mel } = SPEC;
const STORED = { file: 'bands.f32', sha256: '0'.repeat(64), nBands: 4 };

test('only what changes nothing has a default', () => {
  expect(SpectrogramSpec.parse(SPEC)).toEqual({
    ...SPEC,
    stored: null,
    mel: { ...mel, allowEmptyBands: false },
    logarithm: { unit: 'db', scale: 1, offset: 0, floor: 1e-10 },
  });
  for (const field of Object.keys(SPEC)) {
    expect(problemsOf({ [field]: undefined })).toEqual([expect.stringContaining(field)]);
  }
});

test.each([
  { change: { hop: 320 }, says: /Unrecognized key: "hop"/ },
  { change: { mel: { ...mel, htk: true } }, says: /mel Unrecognized key: "htk"/ },
  {
    change: { sampleRate: 32 },
    says: /sampleRate must be a whole number of Hz from 1000 to 768000/,
  },
  { change: { hopLength: 0 }, says: /hopLength must be a whole number of samples, 1 or more/ },
  { change: { hopLength: 0.5 }, says: /hopLength must be a whole number of samples/ },
  { change: { fftLength: 1_025 }, says: /fftLength must be even/ },
  { change: { fftLength: 512 }, says: /fftLength must not be less than frameLength, 1024/ },
  { change: { frameLength: 999, padding: 'essentia' }, says: /frameLength must be even/ },
  { change: { mel: { ...mel, nMels: 0 } }, says: /mel.nMels there must be one band or more/ },
  { change: { mel: { ...mel, nMels: 1e9 } }, says: /mel.nMels there can be at most 4096 bands/ },
  { change: { fftLength: 2 ** 30 }, says: /fftLength must be at most 65536/ },
  { change: { mel: { ...mel, fMin: -1 } }, says: /mel.fMin must be 0 Hz or more/ },
  { change: { mel: { ...mel, fMin: 14_000 } }, says: /mel.fMin must be below fMax, 14000 Hz/ },
  { change: { mel: { ...mel, fMax: 16_001 } }, says: /mel.fMax must not be above 16000 Hz/ },
  { change: { logarithm: { unit: 'ln' } }, says: /logarithm needs an offset or a floor/ },
  { change: { logarithm: { unit: 'ln', floor: 1e-40 } }, says: /of 1e-30 or more/ },
  { change: { window: 'stored' }, says: /window must be "stored" with a file of stored coef/ },
  { change: { stored: STORED }, says: /window must be "stored".*\nmel must be null with a file/s },
  {
    change: { normalisation: { mean: 0, standardDeviation: 0 } },
    says: /Deviation must be above 0/,
  },
  {
    change: { normalisation: { mean: [1, 2, 3], standardDeviation: 1 } },
    says: /normalisation.mean has 3 numbers for 64 bands: give one, or one for each band/,
  },
  {
    change: { mel: null, normalisation: { mean: 0, standardDeviation: [1, 2] } },
    says: /normalisation.standardDeviation has 2 numbers for 513 bands/,
  },
])('$change is refused', ({ change, says }) => {
  expect(problemsOf(change).join('\n')).toMatch(says);
});

function problemsOf(change: object): readonly string[] {
  const { error } = SpectrogramSpec.safeParse({ ...SPEC, ...change });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);
}
