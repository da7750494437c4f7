import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogMel, resample } from '@earmark/core/audio';
import { modelSpec } from '../../../test/support/model-spec.ts';
import { openFrontEnd } from './front-end.ts';

const STFT = { nFft: 512, hopLength: 256, edges: 'reflect', nMels: 4 } as const;
const window = new Float32Array(STFT.nFft).fill(1);
const filterbank = Float32Array.from({ length: 257 * STFT.nMels }, (_, i) => (i % 7) / 7);
const FILE = 'front-end.f32';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earmark-test-'));
  writeFileSync(join(folder, FILE), Float32Array.from([...window, ...filterbank]));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  { sampleRate: 32_000, toRate: 32_000, nFrames: 126, what: 'as it is' },
  { sampleRate: 32_000, toRate: 16_000, nFrames: 63, what: 'resampled from its rate' },
  { sampleRate: 16_000, toRate: 12_000, nFrames: 47, what: 'resampled from its rate' },
])(
  'a second at $sampleRate Hz is $what for features at $toRate Hz',
  async ({ sampleRate, toRate, nFrames }) => {
    const chunk = Float32Array.from({ length: sampleRate }, (_, i) => Math.sin(i * i));
    const frontEnd = await openFrontEnd(logMelModel(sampleRate, toRate));
    expect(frontEnd.shape).toEqual([STFT.nMels, nFrames]);
    const atRate = resample(chunk, { fromRate: sampleRate, toRate });
    const expected = createLogMel({ ...STFT, window, filterbank }).transform(atRate);
    expect(frontEnd.transform([chunk])).toEqual(expected);
  },
);

function logMelModel(sampleRate: number, toRate: number) {
  const spec = modelSpec({
    sampleRate,
    inputLength: sampleRate,
    frontEnd: { kind: 'log-mel', ...STFT, sampleRate: toRate, sha256: '0'.repeat(64) },
    frontEndFile: FILE,
  });
  return { spec, folder };
}
