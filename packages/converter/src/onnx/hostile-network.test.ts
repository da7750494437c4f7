/** Networks that would keep a reader busy, use what is not there, or are put together as no writer does. */
import { expect, test } from 'vitest';
import { allocatedBytes } from '../../../../test/support/allocated-bytes.ts';
import {
  onesTensor,
  smallNetwork,
  valueInfo,
  writeOnnx,
} from '../../../../test/support/onnx-writer.ts';
import { networkRefusal } from '../../../../test/support/refusal.ts';
import { inspectNetwork } from './inspect-network.ts';
import { bytes, type Encoded, integer, message, nested, text, toBytes } from './protobuf.ts';

const withGraph = (graph: object) => writeOnnx(smallNetwork({ graph }));

/** A file with `fields` in its graph, written field by field. */
const withFields = (...fields: readonly Encoded[]) =>
  toBytes(
    message(integer(1, 9), nested(7, message(...fields)), nested(8, message(integer(2, 20)))),
  );

const withFunction = (...fields: readonly Encoded[]) =>
  Buffer.concat([writeOnnx(smallNetwork()), toBytes(nested(25, message(...fields)))]);

test.each([
  {
    what: 'an operator of an unknown domain',
    file: withGraph({ node: [{ opType: 'Evil', domain: 'com.example' }] }),
    message: 'The network uses the operator "Evil" of the domain "com.example", which onnxruntime',
  },
  {
    what: 'such an operator in a subgraph',
    file: withGraph({ node: [nodeOf({ node: [{ opType: 'Evil', domain: 'com.example' }] })] }),
    message: 'the operator "Evil" of the domain "com.example"',
  },
  {
    what: 'such an operator in a function',
    file: writeOnnx(
      smallNetwork({
        functions: [
          { name: 'F', domain: 'ours', node: [{ opType: 'Evil', domain: 'com.example' }] },
        ],
      }),
    ),
    message: 'the operator "Evil" of the domain "com.example"',
  },
  {
    what: 'such an operator in an attribute of a function',
    file: withFunction(nested(11, nested(6, nested(1, message(text(4, 'Evil'), text(7, 'a.b')))))),
    message: 'the operator "Evil" of the domain "a.b"',
  },
  {
    what: 'functions that double forty times',
    file: writeOnnx(smallNetwork({ graph: { node: [call(0)] }, functions: doubling(40) })),
    message: 'The functions of the network stand for more than 100000 nodes',
  },
  {
    what: 'a function that calls itself',
    file: writeOnnx(
      smallNetwork({
        graph: { node: [call(0)] },
        functions: [{ name: 'F0', domain: 'ours', node: [call(0)] }],
      }),
    ),
    message: 'The functions of the network stand for more than 100000 nodes',
  },
  {
    what: 'two functions of one name',
    file: writeOnnx(smallNetwork({ functions: [...doubling(1), ...doubling(1)] })),
    message: 'The network has two functions of one name',
  },
  {
    what: 'subgraphs in 33 levels',
    file: withFields(nestedGraphs(33)),
    message: 'The network has subgraphs in more than 32 levels',
  },
  {
    what: '100,001 nodes',
    file: withFields(times(100_001, nested(1, message()))),
    message: 'The network has more than 100000 nodes',
  },
  {
    what: '100,001 nodes in a subgraph',
    file: withFields(nested(1, nested(5, nested(6, times(100_000, nested(1, message())))))),
    message: 'The network has more than 100000 nodes',
  },
  {
    what: '100,001 initializers',
    file: withFields(times(100_001, nested(5, message(integer(1, 0), integer(2, 1))))),
    message: 'The network has more than 100000 tensors',
  },
  {
    what: '100,001 inputs',
    file: withFields(times(100_001, nested(11, message()))),
    message: 'The network has more than 100000 inputs',
  },
  {
    what: '2,001 functions',
    file: writeOnnx(smallNetwork({ functions: doubling(2_001) })),
    message: 'The network has more than 2000 functions',
  },
  {
    what: 'ten million fields',
    file: Buffer.alloc(20_000_010, toBytes(integer(12, 0))),
    message: 'The file takes more than 10000000 steps to read',
  },
  {
    what: 'an input of nine axes',
    file: withGraph({ input: [valueInfo('x', Array<number>(9).fill(1))] }),
    message: 'An input or output has more than 8 axes',
  },
  {
    what: 'a name of 2,000 bytes',
    file: withGraph({ input: [valueInfo('x'.repeat(2_000), [1])] }),
    message: 'The name of an input or output has 2000 bytes, more than 1024',
  },
  {
    what: 'a name that clears the terminal',
    file: withGraph({ input: [valueInfo('\u001b[2J', [1])] }),
    message: 'holds control characters: "\\u001b[2J"',
  },
  {
    what: 'a name that is no text',
    file: withFields(nested(11, bytes(1, Uint8Array.of(0xff)))),
    message: 'The name of an input or output is not UTF-8',
  },
  {
    what: 'an operator that is a number',
    file: withFields(nested(1, integer(4, 1))),
    message: 'The operator of a node is not bytes',
  },
  {
    what: 'a type that is a text',
    file: withFields(nested(5, text(2, 'float'))),
    message: 'The type of a tensor is not a number',
  },
  {
    what: 'two graphs, which protobuf joins',
    file: Buffer.concat([writeOnnx(smallNetwork()), writeOnnx(smallNetwork())]),
    message: 'The graph is there twice',
  },
  {
    what: 'sparse initializers',
    file: withGraph({ sparseInitializer: [{ dims: [2 ** 40] }] }),
    message: 'The network has sparse tensors. Export it again with dense ones.',
  },
  {
    what: '2 MB of metadata',
    file: writeOnnx(smallNetwork({ metadataProps: [{ key: 'x', value: 'x'.repeat(2e6) }] })),
    message: 'The metadata of the network has more than 1000000 bytes or 1000 entries',
  },
  {
    what: '101 opsets',
    file: writeOnnx(smallNetwork({ opsetImport: Array<object>(101).fill({ version: 20 }) })),
    message: 'The network uses more than 100 opsets',
  },
  {
    what: 'no opset',
    file: writeOnnx(smallNetwork({ opsetImport: [] })),
    message: 'The file has no ONNX graph with an IR version and an opset',
  },
  {
    what: 'more than 2 GB',
    file: sparseFile(2 ** 31),
    message: 'The file has 2147483648 bytes, and ONNX has at most 2 GB',
  },
])('a file with $what is refused', ({ file, message: expected }) => {
  expect(networkRefusal(file)).toContain(expected);
});

test('what is just within the bounds is inspected', () => {
  expect(inspectNetwork(withFields(nestedGraphs(32))).nNodes).toBe(33);
  const ones = onesTensor('w', Array<number>(8).fill(1));
  expect(inspectNetwork(withGraph({ initializer: [ones] })).weightBytes).toBe(4);
  const nodes = times(100_000, nested(1, message()));
  expect(inspectNetwork(withFields(nodes)).nNodes).toBe(100_000);
  const functions = { graph: { node: [call(0)] }, functions: doubling(15) };
  expect(inspectNetwork(writeOnnx(smallNetwork(functions))).nNodes).toBe(31);
});

// Each says that so many bytes follow, at the end of a file.
test.each([1, 127, 2 ** 31 - 1, 2 ** 32, 2 ** 53 - 1])(
  'a field that says %d bytes and has none takes no memory to refuse',
  (claimed) => {
    const graph = toBytes(bytes(7, new Uint8Array(0)));
    const length = toBytes(integer(1, claimed)).subarray(1);
    const file = Buffer.concat([toBytes(integer(1, 9)), graph.subarray(0, 1), length]);
    let refusal: string | undefined;
    const nBytes = allocatedBytes(() => {
      refusal = networkRefusal(file);
    });
    expect(refusal).toContain('A message ends within a field');
    expect(nBytes).toBeLessThan(4e6);
  },
);

/** The same field again and again. */
function times(n: number, field: Encoded): Encoded {
  const all = Buffer.alloc(n * field.sizeBytes, toBytes(field));
  return { parts: [all], sizeBytes: all.length };
}

function nodeOf(graph: object) {
  return { opType: 'If', attribute: [{ name: 'then_branch', g: graph }] };
}

/** A graph with so many levels of subgraphs in it; other writers refuse to go as deep. */
function nestedGraphs(depth: number): Encoded {
  const inside = depth === 0 ? text(4, 'Relu') : nested(5, nested(6, nestedGraphs(depth - 1)));
  return nested(1, inside);
}

function call(i: number) {
  return { opType: `F${i}`, domain: 'ours' };
}

/** Functions that each call the next one twice; the last one is a node. */
function doubling(n: number): readonly object[] {
  return Array.from({ length: n }, (_, i) => {
    const node =
      i === n - 1 ? [{ opType: 'Relu' }, { opType: 'Relu' }] : [call(i + 1), call(i + 1)];
    return { name: `F${i}`, domain: 'ours', node };
  });
}

/** Zeros behind the beginning of a network; the system gives no memory to what is not touched. */
function sparseFile(sizeBytes: number): Uint8Array {
  const file = new Uint8Array(sizeBytes);
  file.set(toBytes(integer(1, 9)));
  return file;
}
