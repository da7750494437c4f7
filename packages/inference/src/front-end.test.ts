import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSpectrogram } from '@earmark/core/audio';
import { audioModelOf } from '@earmark/core/model';
import { modelSpec } from '../../../test/support/model-spec.ts';
import { openFrontEnd } from './front-end.ts';

const FRAMES = { frameLength: 512, fftLength: 512, hopLength: 256 };
const N_BANDS = 4;
const window = new Float32Array(512).fill(1);
const filterbank = Float32Array.from({ length: 257 * N_BANDS }, (_, i) => (i % 7) / 7);
const FILE = 'front-end.f32';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earmark-test-'));
  writeFileSync(join(folder, FILE), Float32Array.from([...window, ...filterbank]));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('features are made with the coefficients of the file, one chunk after the other', async () => {
  const model = storedModel(N_BANDS);
  const frontEnd = await openFrontEnd(model);
  expect(frontEnd.shape).toEqual([N_BANDS, 63]);
  const samples = Float32Array.from({ length: 20_000 }, (_, i) => Math.sin(i * i));
  const chunks = frontEnd.chunksOf(samples);
  expect(chunks.count).toBe(2);
  const { input } = model.spec;
  if (input.kind !== 'spectrogram') throw new Error('it reads a spectrogram');
  const { transform } = createSpectrogram(input.spectrogram, {
    ...{ layout: 'bands-first', coefficients: { window, filterbank } },
  });
  const expected = [samples.subarray(0, 16_000), samples.subarray(2_000, 18_000)].map((chunk) =>
    transform(chunk),
  );
  expect([...chunks.features({ first: 0, count: 2 })]).toEqual(
    expected.flatMap((values) => [...values]),
  );
  expect(chunks.features({ first: 1, count: 1 })).toEqual(expected[1]);
});

test('a file of another size is refused', async () => {
  await expect(openFrontEnd(storedModel(N_BANDS + 1))).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
    message: 'front-end.f32 of model test/model has the wrong size. Install the model again.',
  });
});

function storedModel(nBands: number) {
  const spec = modelSpec({
    chunks: { rule: 'spread', length: 16_000, count: 2 },
    spectrogram: {
      ...FRAMES,
      window: 'stored',
      mel: null,
      stored: { file: FILE, sha256: '0'.repeat(64), nBands },
    },
  });
  return audioModelOf({ spec, folder, parent: null });
}
