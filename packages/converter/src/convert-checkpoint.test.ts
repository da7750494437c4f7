import { readFileSync } from 'node:fs';
import type { Architecture } from '@earmark/core/model/model-spec.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import {
  createChunkScorer,
  maxDifference,
  meanOfChunks,
} from '../../../test/support/chunk-scorer.ts';
import { convertCheckpoint } from './convert-checkpoint.ts';

const FIXTURES = new URL('../../../test/fixtures/tiny/', import.meta.url);
const CLIP = 'clip_16k_mono_s16.wav';
const WAV_HEADER_BYTES = 44;

const checkpoint = (name: string) => readFileSync(new URL(`${name}.pth`, FIXTURES));

const expected = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as Record<
  string,
  Record<string, { mean: number[] }>
>;

// Random weights in few channels magnify rounding; the reference gives these limits for itself.
test.each<{ architecture: Architecture; inputLength: number; reads: string; tolerance: number }>([
  { architecture: 'fcn', inputLength: 464_000, reads: '96 bands', tolerance: 1e-4 },
  { architecture: 'crnn', inputLength: 464_000, reads: '96 bands', tolerance: 1e-4 },
  { architecture: 'musicnn', inputLength: 48_000, reads: '96 bands', tolerance: 1e-4 },
  { architecture: 'sample', inputLength: 59_049, reads: 'waveform', tolerance: 1e-4 },
  { architecture: 'se', inputLength: 59_049, reads: 'waveform', tolerance: 1e-4 },
  { architecture: 'short', inputLength: 59_049, reads: '128 bands', tolerance: 1e-4 },
  { architecture: 'short_res', inputLength: 59_049, reads: '128 bands', tolerance: 3e-4 },
  { architecture: 'attention', inputLength: 240_000, reads: '128 bands', tolerance: 3e-4 },
  { architecture: 'hcnn', inputLength: 80_000, reads: '768 bands', tolerance: 1e-4 },
])('$architecture reads $reads and scores as the reference does', async (network) => {
  const { architecture, inputLength, reads, tolerance } = network;
  const model = convertCheckpoint(checkpoint(architecture), architecture);
  const { frontEnd } = model;
  expect(model).toMatchObject({ inputLength, nTags: 50, profile: 'fp32-1' });
  expect(frontEnd.kind === 'waveform' ? 'waveform' : `${String(frontEnd.nMels)} bands`).toBe(reads);

  const score = await createChunkScorer(model);
  const mean = meanOfChunks(await score(readClip()));
  const reference = expected[architecture]?.[`tiny/${CLIP}`]?.mean ?? [];
  expect(reference).toHaveLength(50);
  expect(maxDifference(mean, reference)).toBeLessThan(tolerance);
});

test('the same checkpoint gives the same bytes', () => {
  const first = convertCheckpoint(checkpoint('musicnn'), 'musicnn');
  const second = convertCheckpoint(checkpoint('musicnn'), 'musicnn');
  expect(Buffer.compare(first.onnx, second.onnx)).toBe(0);
});

test('a batch of two chunks is scored like two chunks', async () => {
  const { onnx, inputLength } = convertCheckpoint(checkpoint('se'), 'se');
  const session = await InferenceSession.create(onnx);
  const samples = Float32Array.from({ length: 2 * inputLength }, (_, i) => Math.sin(i * i));
  const score = async (from: number, nChunks: number) => {
    const data = samples.subarray(from, from + nChunks * inputLength);
    const { scores } = await session.run({
      waveform: new Tensor('float32', data, [nChunks, inputLength]),
    });
    return [...(scores?.data as Float32Array)];
  };
  const apart = [...(await score(0, 1)), ...(await score(inputLength, 1))];
  expect(maxDifference(await score(0, 2), apart)).toBeLessThan(1e-6);
});

test.each<{ file: string; as: Architecture; says: string }>([
  { file: 'musicnn', as: 'crnn', says: '"layer1.conv.weight" has shape [4, 12, 7]' },
  { file: 'fcn', as: 'crnn', says: 'no "layer5.weight_hh_l0"' },
  { file: 'crnn', as: 'fcn', says: 'no "layer5.conv.weight"' },
  { file: 'short', as: 'fcn', says: '"spec.mel_scale.fb" has shape [257, 128]' },
  { file: 'sample', as: 'short', says: 'no "spec.spectrogram.window"' },
])('a $file checkpoint is refused as $as', ({ file, as, says }) => {
  const convert = () => convertCheckpoint(checkpoint(file), as);
  expect(convert).toThrow(expect.objectContaining({ code: 'CHECKPOINT_INVALID' }));
  expect(convert).toThrow(says);
  expect(convert).toThrow(`Is this the checkpoint of a model with architecture "${as}"?`);
});

function readClip(): Float32Array {
  const bytes = readFileSync(new URL(CLIP, FIXTURES)).subarray(WAV_HEADER_BYTES);
  return Float32Array.from(new Int16Array(Uint8Array.from(bytes).buffer), (s) => s / 32_768);
}
