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

// Few channels of random weights magnify rounding: the scores are only near those in float32, and those of
// residual blocks and a transformer in a row less so.
const toleranceOf = (architecture: string) => (architecture === 'attention' ? 0.45 : 0.15);

test.each(TINY_MODELS)(
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
    expect(difference).toBeLessThan(toleranceOf(architecture));
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
