import { bytes, type MessageReader, name, once } from './message-reader.ts';
import type { ExternalData, NetworkValue } from './network-inspection.ts';
import { readValue } from './network-value.ts';
import { EXPORT_AGAIN, refuseNetwork, TOO_LARGE } from './refuse-network.ts';
import { readTensor, type StoredTensor } from './stored-tensor.ts';

export interface Graph {
  readonly inputs: readonly NetworkValue[];
  readonly outputs: readonly NetworkValue[];
  /** Their names. */
  readonly initializers: ReadonlySet<string>;
}

/** How often each operator is in a list of nodes and the subgraphs in them, by its key. */
export type OperatorCounts = Map<string, number>;

/** What no name holds, between the domain, the name and the overload of an operator. */
export const KEY_SEPARATOR = '\n';

/** Reads the graphs and functions of one file, and counts what is in them. Field numbers are those of onnx/onnx.proto. */
export class GraphReader {
  readonly #reader: MessageReader;
  #nTensors = 0;
  nNodes = 0;
  nInitializers = 0;
  weightBytes = 0;
  readonly externalData: ExternalData[] = [];

  constructor(reader: MessageReader) {
    this.#reader = reader;
  }

  /** A GraphProto; `depth` is the number of graphs that it lies in. */
  graph(message: Uint8Array, operators: OperatorCounts, depth = 0): Graph {
    if (depth > MAX_DEPTH) {
      refuseNetwork(`The network has subgraphs in more than ${MAX_DEPTH} levels`, EXPORT_AGAIN);
    }
    const inputs: NetworkValue[] = [];
    const outputs: NetworkValue[] = [];
    const initializers = new Set<string>();
    this.#reader.read(message, {
      1: bytes('A node', (node) => this.#node(node, operators, depth)),
      5: bytes('An initializer', (tensor) => {
        this.nInitializers++;
        initializers.add(this.#tensor(tensor).name);
      }),
      11: this.#values('inputs', inputs),
      12: this.#values('outputs', outputs),
      15: refuseSparse,
    });
    return { inputs, outputs, initializers };
  }

  /** A FunctionProto: the key of the operator that it defines, and the operators that it uses. */
  function(message: Uint8Array): { readonly key: string; readonly body: OperatorCounts } {
    const body: OperatorCounts = new Map();
    const defined = { domain: '', operator: '', overload: '' };
    this.#reader.read(message, {
      1: name('The name of a function', (value) => (defined.operator = value)),
      7: bytes('A node', (node) => this.#node(node, body, 0)),
      10: name('The domain of a function', (value) => (defined.domain = value)),
      11: bytes('An attribute', (attribute) => this.#attribute(attribute, body, 0)),
      13: name('The overload of a function', (value) => (defined.overload = value)),
    });
    return { key: operatorKey(defined), body };
  }

  #node(message: Uint8Array, operators: OperatorCounts, depth: number): void {
    if (++this.nNodes > MAX_NODES) {
      refuseNetwork(`The network has more than ${MAX_NODES} nodes`, TOO_LARGE);
    }
    let [operator, domain, overload] = ['', '', ''];
    this.#reader.read(message, {
      4: name('The operator of a node', (value) => (operator = value)),
      5: bytes('An attribute', (attribute) => this.#attribute(attribute, operators, depth)),
      7: name('The domain of an operator', (value) => (domain = value)),
      8: name('The overload of an operator', (value) => (overload = value)),
    });
    const key = operatorKey({ domain, operator, overload });
    operators.set(key, (operators.get(key) ?? 0) + 1);
  }

  #attribute(message: Uint8Array, operators: OperatorCounts, depth: number): void {
    const tensor = bytes('A tensor', (content) => this.#tensor(content));
    const graph = bytes('A subgraph', (content) => this.graph(content, operators, depth + 1));
    this.#reader.read(message, {
      5: once('The tensor of an attribute', tensor),
      6: once('The subgraph of an attribute', graph),
      10: tensor,
      11: graph,
      22: refuseSparse,
      23: refuseSparse,
    });
  }

  #tensor(message: Uint8Array): StoredTensor {
    if (++this.#nTensors > MAX_TENSORS) {
      refuseNetwork(`The network has more than ${MAX_TENSORS} tensors`, TOO_LARGE);
    }
    const tensor = readTensor(this.#reader, message);
    this.weightBytes += tensor.sizeBytes;
    if (tensor.external) this.externalData.push(tensor.external);
    return tensor;
  }

  #values(what: string, values: NetworkValue[]) {
    return bytes(`One of the ${what}`, (value) => {
      if (values.push(readValue(this.#reader, value)) > MAX_VALUES) {
        refuseNetwork(`The network has more than ${MAX_VALUES} ${what}`, TOO_LARGE);
      }
    });
  }
}

/** `ai.onnx` and nothing are the same domain. */
function operatorKey(one: { domain: string; operator: string; overload: string }): string {
  return [one.domain || 'ai.onnx', one.operator, one.overload].join(KEY_SEPARATOR);
}

/** Three messages a level: protobuf itself reads no deeper than 100. */
const MAX_DEPTH = 32;

export const MAX_NODES = 100_000;
/** Initializers and those in attributes. */
const MAX_TENSORS = 100_000;
/** With the initializers, which old writers list among the inputs. */
const MAX_VALUES = 100_000;

function refuseSparse(): never {
  return refuseNetwork('The network has sparse tensors', 'Export it again with dense ones.');
}
