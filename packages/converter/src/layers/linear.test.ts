import { expect, test } from 'vitest';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { blockLanes, plainLanes } from './lanes.ts';
import { addLinear } from './linear.ts';

const LINEAR = {
  weight: { shape: [2, 3], data: new Float32Array(6).fill(1) },
  bias: new Float32Array(2),
};

test.each([
  { what: 'once', nPositions: undefined, out: plainLanes(2), nMacs: 6 },
  { what: 'at ten positions', nPositions: 10, out: plainLanes(2), nMacs: 60 },
  { what: 'with its outputs filled up to 16', nPositions: 10, out: blockLanes(2), nMacs: 480 },
])('a layer of 3 x 2 weights that is applied $what costs $nMacs', ({ nPositions, out, nMacs }) => {
  const graph = new GraphBuilder('test');
  const layout = { out, input: plainLanes(3), ...(nPositions && { nPositions }) };
  addLinear(graph, 'layer', LINEAR, layout);
  expect(graph.nMacs).toBe(nMacs);
});
