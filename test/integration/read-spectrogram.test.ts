import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { durationSeconds } from '@earmark/core/audio';
import { type NpyMatrix, npyBytes } from '@earmark/core/corpus';
import { createTrackReader, type TrackReader } from '@earmark/decode';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeWav } from '../support/wav.ts';

// What a worker reads of a file: a mel-spectrogram of the dataset as it is, anything else as audio.

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
const { signal } = new AbortController();

let reader: TrackReader;
beforeAll(async () => {
  const limits = { maxDurationSeconds: 60, timeoutMs: 60_000 };
  reader = await createTrackReader({ environment: process.env, limits });
});
afterAll(() => {
  folder.remove();
});

function array(nRows: number, nColumns: number, of: (i: number) => number = (i) => -i): Buffer {
  const values = Float32Array.from({ length: nRows * nColumns }, (_, i) => of(i));
  return npy({ nRows, nColumns, values });
}

const npy = (matrix: NpyMatrix) => Buffer.concat([...npyBytes(matrix)]);

test('a spectrogram is read as it is, whatever its name', async () => {
  writeFileSync(at('a.mp3'), array(96, 3));
  const { input, level } = await reader.read(at('a.mp3'), 16_000, signal);
  expect(level).toBeNull();
  expect(input).toMatchObject({ kind: 'log-mel', logMel: { nFrames: 3 } });
  expect(input.kind === 'log-mel' && input.logMel.values[95 * 3]).toBe(-95 * 3);
});

test.each([16_000, 22_050, 32_000, 48_000])('any other file is decoded, to %i Hz', async (rate) => {
  writeWav(at('a.wav'), { sampleRate: 16_000, durationSeconds: 1 });
  const { input, level } = await reader.read(at('a.wav'), rate, signal);
  expect(input).toMatchObject({ kind: 'waveform', sampleRate: rate, waveform: { length: rate } });
  expect(durationSeconds(input)).toBe(1);
  expect(level).not.toBeNull();
});

test.each([
  {
    what: 'one that is cut off',
    bytes: array(96, 3).subarray(0, -4),
    says: 'where its shape needs',
  },
  { what: 'one of other bands', bytes: array(128, 3), says: 'it holds 128 x 3 values' },
  {
    what: 'one of double precision',
    bytes: npy({ nRows: 96, nColumns: 1, values: new Float64Array(96) }),
    says: 'float32 values of 96 bands are needed',
  },
  { what: 'one with NaN', bytes: array(96, 1, () => NaN), says: 'some values are not numbers' },
  { what: 'one without frames', bytes: array(96, 0), says: 'has no frame' },
  { what: 'a header alone', bytes: array(96, 3).subarray(0, 8), says: 'is not a NumPy array' },
  { what: 'one that is too long', bytes: array(96, 3_200), says: 'longer than 60 s' },
])('$what is refused', async ({ bytes, says }) => {
  writeFileSync(at('refused.npy'), bytes);
  await expect(reader.read(at('refused.npy'), 16_000, signal)).rejects.toThrow(says);
});
