import { expect, test } from 'vitest';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { blockLayout, plainLayout } from './channel-layout.ts';
import { addLinear } from './linear.ts';

const LINEAR = {
  weight: { shape: [2, 3], data: new Float32Array(6).fill(1) },
  bias: new Float32Array(2),
};

test.each([
  { what: 'once', nPositions: undefined, out: plainLayout(2), nMacs: 6 },
  { what: 'at ten positions', nPositions: 10, out: plainLayout(2), nMacs: 60 },
  { what: 'with its outputs filled up to 16', nPositions: 10, out: blockLayout(2), nMacs: 480 },
])('a layer of 3 x 2 weights that is applied $what costs $nMacs', ({ nPositions, out, nMacs }) => {
  const graph = new GraphBuilder('test');
  const linearLayout = { out, input: plainLayout(3), ...(nPositions && { nPositions }) };
  addLinear(graph, 'layer', LINEAR, linearLayout);
  expect(graph.nMacs).toBe(nMacs);
});
