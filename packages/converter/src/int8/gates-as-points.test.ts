import { expect, test } from 'vitest';
import { createChunkScorer, maxDifference } from '../../../../test/support/chunk-scorer.ts';
import { tinyCheckpoint, tinyClip } from '../../../../test/support/tiny-models.ts';
import { convertCheckpoint } from '../convert-checkpoint.ts';
import { encodeModel } from '../onnx/model-proto.ts';
import { readModel } from '../onnx/read-model.ts';
import { gatesAsPoints } from './gates-as-points.ts';

test('gates that are not spread give the same scores', async () => {
  const model = convertCheckpoint(tinyCheckpoint('se'), 'se');
  const graph = gatesAsPoints(readModel(model.onnx));
  expect(graph.nodes.filter(({ operator }) => operator === 'Mul')).toHaveLength(11);
  expect(graph.nodes.filter(({ operator }) => operator === 'Resize')).toEqual([]);

  const clip = tinyClip();
  const [expected] = await (await createChunkScorer(model))(clip);
  const [actual] = await (await createChunkScorer({ ...model, onnx: encodeModel(graph) }))(clip);
  expect(maxDifference(actual!, expected!)).toBeLessThan(1e-5);
});

test('a network without gates stays as it is', () => {
  const model = readModel(convertCheckpoint(tinyCheckpoint('sample'), 'sample').onnx);
  expect(gatesAsPoints(model)).toEqual(model);
});
