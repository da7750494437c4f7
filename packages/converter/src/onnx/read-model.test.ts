import { expect, test } from 'vitest';
import { TINY_MODELS, tinyCheckpoint } from '../../../../test/support/tiny-models.ts';
import { convertCheckpoint } from '../convert-checkpoint.ts';
import { encodeModel } from './model-proto.ts';
import { readModel } from './read-model.ts';

test.each(TINY_MODELS)(
  'the file of $architecture that is read and written is the same file',
  ({ architecture }) => {
    const { onnx } = convertCheckpoint(tinyCheckpoint(architecture), architecture);
    expect(Buffer.compare(encodeModel(readModel(Buffer.from(onnx))), onnx)).toBe(0);
  },
);

test('a file that is cut off is refused', () => {
  const { onnx } = convertCheckpoint(tinyCheckpoint('hcnn'), 'hcnn');
  expect(() => readModel(onnx.subarray(0, onnx.length - 1))).toThrow(RangeError);
});
