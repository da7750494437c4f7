import { expect, test } from 'vitest';
import { createChunkScorer, maxDifference } from '../../../../test/support/chunk-scorer.ts';
import { measureInt8 } from '../../../../test/support/int8-network.ts';
import { TINY_MODELS, tinyCheckpoint, tinyClip } from '../../../../test/support/tiny-models.ts';
import { convertCheckpoint } from '../convert-checkpoint.ts';
import { encodeModel } from '../onnx/model-proto.ts';
import { readModel } from '../onnx/read-model.ts';
import { convolutionsOf, toGraph } from './graph.ts';

// Random weights magnify rounding from layer to layer, until the scores of the deeper networks say nothing; kernels that
// average do not, so that what differs more is a mistake.
const TOLERANCE = 0.01;
/** Of the weights of an output channel: less than 1, so that sums of residuals stay small. */
const SUM_OF_WEIGHTS = 0.5;

test.each(TINY_MODELS)(
  '$architecture in int8 scores nearly as in float32',
  async ({ architecture, inputLength }) => {
    const random = convertCheckpoint(tinyCheckpoint(architecture), architecture);
    const model = { ...random, onnx: withAveragingKernels(random.onnx) };
    const { conversion, ranges } = await measureInt8(model);
    const onnx = conversion.convert(ranges);
    expect(Buffer.compare(conversion.convert(ranges), onnx)).toBe(0);

    const chunk = tinyClip().subarray(0, inputLength);
    const scoresOf = async (network: Uint8Array) => {
      const score = await createChunkScorer({ ...model, onnx: network });
      const [scores = []] = await score(chunk);
      return scores;
    };
    const difference = maxDifference(await scoresOf(onnx), await scoresOf(model.onnx));
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(TOLERANCE);
  },
);

/** The network with convolutions whose weights are positive. */
function withAveragingKernels(onnx: Uint8Array): Uint8Array {
  const model = readModel(onnx);
  const constants = model.constants.map((constant) => ({ ...constant }));
  for (const { weight } of convolutionsOf(toGraph({ ...model, constants }))) {
    const rowSize = weight.data.length / weight.shape[0]!;
    for (let begin = 0; begin < weight.data.length; begin += rowSize) {
      const row = weight.data.subarray(begin, begin + rowSize);
      const sum = row.reduce((total, value) => total + Math.abs(value), 0) || 1;
      row.forEach((value, i) => (row[i] = (SUM_OF_WEIGHTS * Math.abs(value)) / sum));
    }
  }
  return encodeModel({ ...model, constants });
}

test('the weights of every layer that is converted are int8, and those of no other', async () => {
  const { conversion, ranges } = await measureInt8(
    convertCheckpoint(tinyCheckpoint('crnn'), 'crnn'),
  );
  expect(conversion.layers).toEqual(['layer1/conv', 'layer2/conv', 'layer3/conv', 'layer4/conv']);
  const inInt8 = (only?: readonly string[]) =>
    readModel(conversion.convert(ranges, only))
      .constants.filter(({ data }) => data instanceof Int8Array)
      .map(({ name }) => name);
  expect(inInt8()).toEqual([1, 2, 3, 4].map((layer) => `layer${layer}.conv.weight/quantized`));
  expect(inInt8(['layer3/conv'])).toEqual(['layer3.conv.weight/quantized']);
});
