import { expect, test } from 'vitest';
import type { LogMelSpectrogram } from './dataset-log-mel.ts';
import { centredFrames, durationSeconds } from './track-input.ts';

const N_BANDS = 96;

/** Each value says which band and frame it is. */
function spectrogram(nFrames: number): LogMelSpectrogram {
  const values = Float32Array.from({ length: N_BANDS * nFrames }, (_, i) =>
    valueAt(Math.floor(i / nFrames), i % nFrames),
  );
  return { nFrames, values };
}

const valueAt = (band: number, frame: number) => 1_000 * band + frame;

test.each([
  { has: 10, from: 2, what: 'as many frames are left out at both ends' },
  { has: 9, from: 1, what: 'one frame more is left out at the end' },
  { has: 6, from: 0, what: 'all frames are taken' },
])('of $has frames 6 are taken: $what', ({ has, from }) => {
  const expected = Array.from({ length: N_BANDS }, (_, band) =>
    Array.from({ length: 6 }, (_, frame) => valueAt(band, from + frame)),
  );
  expect([...centredFrames(spectrogram(has), 6)]).toEqual(expected.flat());
});

test('a short spectrogram goes on with silence', () => {
  const expected = Array.from({ length: N_BANDS }, (_, band) => [
    ...[valueAt(band, 0), valueAt(band, 1)],
    ...[-100, -100],
  ]);
  expect([...centredFrames(spectrogram(2), 4)]).toEqual(expected.flat());
});

test('a frame lasts 256 samples at 12 kHz', () => {
  const input = { kind: 'log-mel', logMel: spectrogram(1_875) } as const;
  expect(durationSeconds(input)).toBe(40);
});
