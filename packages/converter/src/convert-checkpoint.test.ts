import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { Architecture } from '@earmark/core/model';
import { randomBaseline } from '../../../test/support/baseline-checkpoint.ts';
import {
  createChunkScorer,
  maxDifference,
  meanOfChunks,
} from '../../../test/support/chunk-scorer.ts';
import { editCheckpoint } from '../../../test/support/edit-checkpoint.ts';
import { checkpointOf } from '../../../test/support/legacy-checkpoint.ts';
import { readGraph } from '../../../test/support/onnx-graph.ts';
import {
  TINY_MODELS,
  tinyCheckpoint,
  tinyClip,
  tinyScores,
} from '../../../test/support/tiny-models.ts';
import { bandsOf } from './architectures/front-end.ts';
import type { Tensor as WeightTensor } from './checkpoint/tensor.ts';
import { convertCheckpoint } from './convert-checkpoint.ts';

test.each(TINY_MODELS)(
  '$architecture reads $reads and scores as the reference does',
  async (network) => {
    const { architecture, inputLength, reads, tolerance } = network;
    const model = convertCheckpoint(tinyCheckpoint(architecture), architecture);
    const { frontEnd } = model;
    const chunks = { rule: 'spread', count: 16, length: inputLength };
    expect(model).toMatchObject({ cut: { chunks }, nTags: 50, conversionVersion: 'fp32-1' });
    expect(frontEnd.kind === 'waveform' ? 'waveform' : `${String(bandsOf(frontEnd))} bands`).toBe(
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
  const { onnx, cut } = convertCheckpoint(tinyCheckpoint('se'), 'se');
  const inputLength = cut.chunks.length;
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

const ALL = [
  ...TINY_MODELS.map(({ architecture }) => ({
    architecture,
    checkpoint: tinyCheckpoint(architecture),
  })),
  {
    architecture: 'baseline' as const,
    checkpoint: checkpointOf(randomBaseline({ nTags: 56 })),
  },
];

test('every architecture is among those that are tested', () => {
  expect(ALL.map(({ architecture }) => architecture)).toEqual(Architecture.options);
});

test.each(ALL)(
  'the graph of $architecture has nothing to spare',
  ({ architecture, checkpoint }) => {
    const graph = readGraph(convertCheckpoint(checkpoint, architecture).onnx);
    const { nodes, constants, inputs, outputs } = graph;
    const made = [...inputs, ...constants, ...nodes.flatMap((node) => node.outputs)];
    // An empty name stands for an optional input that is left out.
    const read = nodes.flatMap((node) => node.inputs).filter((name) => name !== '');
    const used = new Set([...read, ...outputs]);
    expect(new Set(made)).toEqual(used);
    expect(new Set(made).size).toBe(made.length);
    // A value is found by the name of the node that makes it, and a layer by its name in the paper's
    // code.
    expect(nodes.map(({ name }) => [name])).toEqual(nodes.map((node) => node.outputs));
    expect(nodes.filter(({ name }) => !/^[a-z][a-z0-9_/]*$/.test(name))).toEqual([]);
    expect(outputs).toEqual(['scores']);
  },
);

test.each<{ architecture: Architecture; narrowed: RegExp; node: string }>([
  { architecture: 'musicnn', narrowed: /^layer2\./, node: 'layer2/add' },
  { architecture: 'short_res', narrowed: /^layer4\.(conv|bn)_3\./, node: 'layer4/add' },
  { architecture: 'se', narrowed: /^layer2\.dense2\./, node: 'layer2/excite' },
  { architecture: 'attention', narrowed: /attention\.self\.key\./, node: 'attention/self/key' },
  { architecture: 'attention', narrowed: /1\.output\.dense\./, node: 'layer/1/output/add' },
])('$architecture with a channel too few before $node is refused', (given) => {
  const { architecture, narrowed, node } = given;
  const checkpoint = editCheckpoint(tinyCheckpoint(architecture), (name, tensor) =>
    narrowed.test(name) ? withoutLastOutput(tensor) : tensor,
  );
  const convert = () => convertCheckpoint(checkpoint, architecture);
  expect(convert).toThrow(expect.objectContaining({ code: 'CHECKPOINT_INVALID' }));
  expect(convert).toThrow(`${node}" would combine`);
});

test('a name in a checkpoint cannot write to the terminal, nor fill it', () => {
  const name = `x\u001b[2J${'y'.repeat(10_000)}`;
  const checkpoint = checkpointOf({
    ...randomBaseline({ nTags: 56 }),
    [name]: { shape: [1], data: new Float32Array(1) },
  });
  expect(() => convertCheckpoint(checkpoint, 'baseline')).toThrow(
    /holds "x\\u001b\[2Jy{75}…", which/,
  );
});

function withoutLastOutput({ shape: [nOutputs = 0, ...shape], data }: WeightTensor): WeightTensor {
  const rows = nOutputs - 1;
  return { shape: [rows, ...shape], data: data.subarray(0, (data.length / nOutputs) * rows) };
}
