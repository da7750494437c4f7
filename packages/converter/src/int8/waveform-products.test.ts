import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { encodeModel, type Model } from '../onnx/model-proto.ts';
import { readModel } from '../onnx/read-model.ts';
import { waveformProducts } from './waveform-products.ts';

const LENGTH = 30;
const N_OUT = 16;

// Sums of small whole numbers are exact in any order, so that every bit of a term counts.
test.each([
  { width: 3, stride: 3, padding: 1 },
  { width: 3, stride: 1, padding: 0 },
  { width: 1, stride: 2, padding: 0 },
])('a product in place of a convolution of $width samples gives the same bits', async (window) => {
  const original = oneConvolution(window);
  const rewritten = waveformProducts(original);
  expect(rewritten.nodes.map(({ operator }) => operator)).toContain('MatMul');
  const expected = await run(original);
  expect(expected.some((value) => value !== 0)).toBe(true);
  expect(await run(rewritten)).toEqual(expected);
});

test('a convolution of many samples stays as it is', () => {
  const model = oneConvolution({ width: 9, stride: 1, padding: 4 });
  expect(waveformProducts(model)).toEqual(model);
});

function oneConvolution(window: { width: number; stride: number; padding: number }): Model {
  const { width, stride, padding } = window;
  const graph = new GraphBuilder('one');
  const wholeNumbers = (n: number) =>
    Float32Array.from({ length: n }, (_, i) => ((i * 7) % 23) - 11);
  const inputs = [
    graph.input('waveform', [1, 1, 1, LENGTH]),
    graph.floats('weight', [N_OUT, 1, 1, width], wholeNumbers(N_OUT * width)),
    graph.floats('bias', [N_OUT], wholeNumbers(N_OUT)),
  ];
  const pads = [0, padding, 0, padding];
  const attributes = { kernel_shape: [1, width], strides: [1, stride], pads };
  graph.output(graph.node('Conv', 'conv', inputs, attributes), [1, N_OUT, 1, 'length']);
  return readModel(graph.encode(''));
}

async function run(model: Model): Promise<Float32Array> {
  const session = await InferenceSession.create(encodeModel(model));
  const waveform = Float32Array.from({ length: LENGTH }, (_, i) => ((i * i) % 19) - 9);
  const feeds = { waveform: new Tensor('float32', waveform, [1, 1, 1, LENGTH]) };
  return (await session.run(feeds))['conv']!.data as Float32Array;
}
