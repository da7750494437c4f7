import { expect, test } from 'vitest';
import {
  createChunkScorer,
  maxDifference,
  meanOfChunks,
} from '../../../../test/support/chunk-scorer.ts';
import { measureInt8 } from '../../../../test/support/int8-network.ts';
import { TINY_MODELS, tinyCheckpoint, tinyClip } from '../../../../test/support/tiny-models.ts';
import { convertCheckpoint } from '../convert-checkpoint.ts';
import { readModel } from '../onnx/read-model.ts';

// Few channels of random weights magnify rounding: the scores are only near those in float32. Those of a transformer of
// random weights are not near at all, even with one layer in int8, so attention is left out.
const TOLERANCE = 0.15;
const COMPARED = TINY_MODELS.filter(({ architecture }) => architecture !== 'attention');

test.each(COMPARED)(
  '$architecture in int8 scores nearly as in float32',
  async ({ architecture }) => {
    const model = convertCheckpoint(tinyCheckpoint(architecture), architecture);
    const { conversion, ranges } = await measureInt8(model);
    const onnx = conversion.convert(ranges);
    expect(conversion.convert(ranges)).toEqual(onnx);

    const scoresOf = async (network: Uint8Array) => {
      const score = await createChunkScorer({ ...model, onnx: network });
      return meanOfChunks(await score(tinyClip()));
    };
    const difference = maxDifference(await scoresOf(onnx), await scoresOf(model.onnx));
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(TOLERANCE);
  },
);

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
