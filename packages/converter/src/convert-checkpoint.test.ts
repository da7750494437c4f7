import type { Architecture } from '@earmark/core/model/model-spec.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import {
  createChunkScorer,
  maxDifference,
  meanOfChunks,
} from '../../../test/support/chunk-scorer.ts';
import {
  TINY_MODELS,
  tinyCheckpoint,
  tinyClip,
  tinyScores,
} from '../../../test/support/tiny-models.ts';
import { convertCheckpoint } from './convert-checkpoint.ts';

test.each(TINY_MODELS)(
  '$architecture reads $reads and scores as the reference does',
  async (network) => {
    const { architecture, inputLength, reads, tolerance } = network;
    const model = convertCheckpoint(tinyCheckpoint(architecture), architecture);
    const { frontEnd } = model;
    expect(model).toMatchObject({ inputLength, nTags: 50, profile: 'fp32-1' });
    expect(frontEnd.kind === 'waveform' ? 'waveform' : `${String(frontEnd.nMels)} bands`).toBe(
      reads,
    );

    const score = await createChunkScorer(model);
    const mean = meanOfChunks(await score(tinyClip()));
    const reference = tinyScores(architecture);
    expect(reference).toHaveLength(50);
    expect(maxDifference(mean, reference)).toBeLessThan(tolerance);
  },
);

test('the same checkpoint gives the same bytes', () => {
  const first = convertCheckpoint(tinyCheckpoint('musicnn'), 'musicnn');
  const second = convertCheckpoint(tinyCheckpoint('musicnn'), 'musicnn');
  expect(Buffer.compare(first.onnx, second.onnx)).toBe(0);
});

test('a batch of two chunks is scored like two chunks', async () => {
  const { onnx, inputLength } = convertCheckpoint(tinyCheckpoint('se'), 'se');
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

test.each<{ file: Architecture; as: Architecture; says: string }>([
  { file: 'musicnn', as: 'crnn', says: '"layer1.conv.weight" has shape [4, 12, 7]' },
  { file: 'fcn', as: 'crnn', says: 'no "layer5.weight_hh_l0"' },
  { file: 'crnn', as: 'fcn', says: 'no "layer5.conv.weight"' },
  { file: 'short', as: 'fcn', says: '"spec.mel_scale.fb" has shape [257, 128]' },
  { file: 'sample', as: 'short', says: 'no "spec.spectrogram.window"' },
])('a $file checkpoint is refused as $as', ({ file, as, says }) => {
  const convert = () => convertCheckpoint(tinyCheckpoint(file), as);
  expect(convert).toThrow(expect.objectContaining({ code: 'CHECKPOINT_INVALID' }));
  expect(convert).toThrow(says);
  expect(convert).toThrow(`Is this the checkpoint of a model with architecture "${as}"?`);
});
