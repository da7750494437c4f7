import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { encodeModel, type Model } from '../onnx/model-proto.ts';
import { readModel } from '../onnx/read-model.ts';
import { shiftCopies } from './shift-copies.ts';

const WINDOWS = [
  { what: '3 x 3', kernel: [3, 3], strides: [1, 1], pads: [1, 1] },
  { what: '3 x 3 with a stride of 2', kernel: [3, 3], strides: [2, 2], pads: [1, 1] },
  { what: '5 x 7 without zeros above and below', kernel: [5, 7], strides: [1, 1], pads: [0, 3] },
];

// Sums of small whole numbers are exact in any order, so that every bit of a term counts.
test.each(WINDOWS)('a convolution of $what over copies gives the same bits', async (window) => {
  const original = readModel(oneConvolution(window));
  const rewritten = shiftCopies(original);
  expect(rewritten.nodes).toHaveLength(2);
  const expected = await run(original);
  expect(expected.some((value) => value !== 0)).toBe(true);
  expect(await run(rewritten)).toEqual(expected);
});

test('a convolution over time alone stays as it is', () => {
  const model = readModel(oneConvolution({ kernel: [1, 9], strides: [1, 1], pads: [0, 4] }));
  expect(shiftCopies(model)).toEqual(model);
});

const SIZE = [12, 30] as const;

function oneConvolution(window: Omit<(typeof WINDOWS)[number], 'what'>): Uint8Array {
  const { kernel, strides, pads } = window;
  const graph = new GraphBuilder('one');
  const wholeNumbers = (n: number) =>
    Float32Array.from({ length: n }, (_, i) => ((i * 7) % 23) - 11);
  const nTaps = kernel[0]! * kernel[1]!;
  const inputs = [
    graph.input('image', [1, 1, ...SIZE]),
    graph.floats('weight', [16, 1, ...kernel], wholeNumbers(16 * nTaps)),
    graph.floats('bias', [16], wholeNumbers(16)),
  ];
  const attributes = { kernel_shape: kernel, strides, pads: [...pads, ...pads] };
  graph.output(graph.node('Conv', 'conv', inputs, attributes), [1, 16, 'height', 'width']);
  return graph.encode('');
}

async function run(model: Model): Promise<Float32Array> {
  const session = await InferenceSession.create(encodeModel(model));
  const image = Float32Array.from({ length: SIZE[0] * SIZE[1] }, (_, i) => ((i * i) % 19) - 9);
  const { conv } = await session.run({ image: new Tensor('float32', image, [1, 1, ...SIZE]) });
  return conv!.data as Float32Array;
}
