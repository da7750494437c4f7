import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSession } from '../../../../test/support/chunk-scorer.ts';
import {
  onesTensor,
  smallNetwork,
  valueInfo,
  writeOnnx,
} from '../../../../test/support/onnx-writer.ts';
import { GraphBuilder } from './graph-builder.ts';
import { inspectNetwork } from './inspect-network.ts';
import type { NetworkValue } from './inspection/network-inspection.ts';

const STARTER = '../../../../models/jamendo/starter/87634807bedc6882.onnx';

const relu = (input: string, output: string) => ({
  opType: 'Relu',
  input: [input],
  output: [output],
});

/** With a subgraph in each branch of an If, and a function. */
const VARIED = {
  irVersion: 8,
  producerName: 'pytorch',
  producerVersion: '2.9.0',
  opsetImport: [
    { domain: '', version: 16 },
    { domain: 'ours', version: 1 },
    { domain: 'org.pytorch.aten', version: 1 },
  ],
  metadataProps: [{ key: 'classes', value: '["rock",\n"pop"]' }],
  functions: [
    {
      name: 'Twice',
      domain: 'ours',
      input: ['x'],
      output: ['y'],
      node: [{ opType: 'Add', input: ['x', 'x'], output: ['y'] }],
      opsetImport: [{ domain: '', version: 16 }],
    },
  ],
  graph: {
    name: 'varied',
    node: [
      { opType: 'Twice', domain: 'ours', input: ['waveform'], output: ['twice'] },
      { opType: 'MatMul', input: ['twice', 'weight'], output: ['logits'] },
      {
        opType: 'Constant',
        output: ['yes'],
        attribute: [
          { name: 'value', type: 4, t: { dims: [], dataType: 9, rawData: Buffer.of(1) } },
        ],
      },
      {
        opType: 'If',
        input: ['yes'],
        output: ['scores'],
        attribute: ['then_branch', 'else_branch'].map((name) => ({
          name,
          type: 5,
          g: {
            name,
            node: [relu('logits', `${name}_out`)],
            output: [valueInfo(`${name}_out`, ['batch', 3])],
          },
        })),
      },
    ],
    initializer: [onesTensor('weight', [4, 3])],
    input: [valueInfo('waveform', ['batch', 4])],
    output: [valueInfo('scores', ['batch', 3])],
  },
};

test.each([{ packed: false }, { packed: true }])(
  'everything that a file says is found (integers packed: $packed)',
  ({ packed }) => {
    expect(inspectNetwork(writeOnnx(VARIED, { packed }))).toEqual({
      irVersion: 8,
      producer: { name: 'pytorch', version: '2.9.0' },
      opsets: [
        { domain: 'ai.onnx', version: 16 },
        { domain: 'ours', version: 1 },
        { domain: 'org.pytorch.aten', version: 1 },
      ],
      inputs: [{ name: 'waveform', elementType: 'float32', shape: ['batch', 4] }],
      outputs: [{ name: 'scores', elementType: 'float32', shape: ['batch', 3] }],
      operators: [
        { domain: 'ai.onnx', operator: 'Add', count: 1 },
        { domain: 'ai.onnx', operator: 'Constant', count: 1 },
        { domain: 'ai.onnx', operator: 'If', count: 1 },
        { domain: 'ai.onnx', operator: 'MatMul', count: 1 },
        { domain: 'ai.onnx', operator: 'Relu', count: 2 },
        { domain: 'ours', operator: 'Twice', count: 1 },
      ],
      nNodes: 7,
      nInitializers: 1,
      weightBytes: 48 + 1,
      externalData: [],
      metadata: new Map([['classes', '["rock",\n"pop"]']]),
    });
  },
);

test('a network of the converter is inspected as it was built', () => {
  const graph = new GraphBuilder('built');
  const input = graph.input('log_mel', ['batch', 96, 188]);
  graph.node('Flatten', 'flat', [input]);
  graph.node('Gemm', 'scores', ['flat', graph.floats('w', [2, 2], new Float32Array(4))]);
  graph.integers([1, 2]);
  graph.output('scores', ['batch', 50]);
  expect(inspectNetwork(graph.encode('fp32-1'))).toMatchObject({
    producer: { name: 'earmark', version: 'fp32-1' },
    inputs: [{ name: 'log_mel', elementType: 'float32', shape: ['batch', 96, 188] }],
    outputs: [{ name: 'scores', elementType: 'float32', shape: ['batch', 50] }],
    nNodes: 2,
    nInitializers: 2,
    weightBytes: 16 + 16,
  });
});

test.each([
  { network: 'the starter model', file: readFileSync(new URL(STARTER, import.meta.url)) },
  { network: 'one with subgraphs and functions', file: writeOnnx(VARIED) },
  { network: 'one with packed integers', file: writeOnnx(VARIED, { packed: true }) },
])('of $network, onnxruntime says the same inputs and outputs', async ({ file }) => {
  const { inputs, outputs } = inspectNetwork(file);
  const session = await createSession(file);
  expect(session.inputMetadata).toEqual(inputs.map(asRuntimeSays));
  expect(session.outputMetadata).toEqual(outputs.map(asRuntimeSays));
});

function asRuntimeSays({ name, elementType, shape }: NetworkValue) {
  return { name, isTensor: true, type: elementType, shape };
}

test('an input that an initializer stands for need not be fed', () => {
  const input = [valueInfo('waveform', ['batch', 4]), valueInfo('weight', [4, 3])];
  const { inputs } = inspectNetwork(writeOnnx(smallNetwork({ graph: { input } })));
  expect(inputs.map(({ name }) => name)).toEqual(['waveform']);
});

test.each([
  { what: 'float16', value: valueInfo('x', [1], 10), elementType: 'float16', shape: [1] },
  {
    what: 'a length of -1',
    value: valueInfo('x', [-1, 4]),
    elementType: 'float32',
    shape: [null, 4],
  },
  { what: 'a scalar', value: valueInfo('x', [], 7), elementType: 'int64', shape: [] },
  {
    what: 'a tensor of unknown rank',
    value: { name: 'x', type: { tensorType: { elemType: 1 } } },
    elementType: 'float32',
    shape: undefined,
  },
  { what: 'no type', value: { name: 'x' }, elementType: undefined, shape: undefined },
  {
    what: 'a sequence',
    value: { name: 'x', type: { sequenceType: {} } },
    elementType: 'sequence',
    shape: undefined,
  },
])('an input with $what is described', ({ value, elementType, shape }) => {
  const { inputs } = inspectNetwork(writeOnnx(smallNetwork({ graph: { input: [value] } })));
  expect(inputs).toEqual([{ name: 'x', elementType, shape }]);
});

test.each([
  { what: 'raw floats', tensor: { dims: [3], dataType: 1, rawData: Buffer.alloc(12) }, bytes: 12 },
  { what: 'listed floats', tensor: { dims: [3], dataType: 1, floatData: [1, 2, 3] }, bytes: 12 },
  { what: 'listed doubles', tensor: { dims: [2], dataType: 11, doubleData: [1, 2] }, bytes: 16 },
  { what: 'listed float16', tensor: { dims: [2], dataType: 10, int32Data: [15_360, 0] }, bytes: 4 },
  { what: 'negative int8', tensor: { dims: [2], dataType: 3, int32Data: [-1, -128] }, bytes: 2 },
  { what: 'raw int4', tensor: { dims: [3], dataType: 22, rawData: Buffer.alloc(2) }, bytes: 2 },
  { what: 'complex', tensor: { dims: [2], dataType: 14, floatData: [1, 0, 0, 1] }, bytes: 16 },
  {
    what: 'texts',
    tensor: { dims: [2], dataType: 8, stringData: [Buffer.from('pop'), Buffer.from('')] },
    bytes: 3,
  },
  { what: 'a scalar', tensor: { dataType: 7, int64Data: [-1] }, bytes: 8 },
  { what: 'no element', tensor: { dims: [0, 5], dataType: 1 }, bytes: 0 },
])('an initializer of $what has $bytes bytes', ({ tensor, bytes }) => {
  for (const packed of [false, true]) {
    const file = writeOnnx(smallNetwork({ graph: { initializer: [tensor] } }), { packed });
    expect(inspectNetwork(file)).toMatchObject({ nInitializers: 1, weightBytes: bytes });
  }
});

test('weights in other files are listed with their places', () => {
  const externalData = [
    { key: 'location', value: 'model.onnx.data' },
    { key: 'offset', value: '4096' },
    { key: 'length', value: '48' },
    { key: 'checksum', value: 'abc' },
  ];
  const weight = { name: 'weight', dims: [4, 3], dataType: 1, dataLocation: 1, externalData };
  const bias = { ...weight, name: 'bias', externalData: externalData.slice(0, 1) };
  const file = writeOnnx(smallNetwork({ graph: { initializer: [weight, bias] } }));
  expect(inspectNetwork(file)).toMatchObject({
    weightBytes: 96,
    externalData: [
      { tensor: 'weight', file: 'model.onnx.data', offset: 4096, sizeBytes: 48 },
      { tensor: 'bias', file: 'model.onnx.data', offset: 0, sizeBytes: 48 },
    ],
  });
});
