import { type Graph, GraphReader, type OperatorCounts } from './inspection/graph-reader.ts';
import { bytes, integer, MessageReader, name, once } from './inspection/message-reader.ts';
import { Metadata } from './inspection/metadata.ts';
import type { NetworkInspection, Opset } from './inspection/network-inspection.ts';
import { allOperators } from './inspection/operators.ts';
import { otherFormat } from './inspection/other-format.ts';
import { FETCH_AGAIN, refuseNetwork } from './inspection/refuse-network.ts';
import { MalformedMessage } from './protobuf-reader.ts';

/**
 * What a network in an `.onnx` file reads, gives and uses, found without running or loading anything, so that a file from
 * anyone can be looked at before onnxruntime gets it.
 *
 * Time is linear in the size of the file, and memory is not taken by what the file claims. What has passed can still be
 * no network that runs, and can compute large values.
 *
 * @param file not modified
 * @throws EarmarkError `MODEL_MISMATCH` for a file that is no ONNX, is damaged, is larger than any audio tagger, has weights
 *   that are not there or outside its folder, or uses operators that onnxruntime does not have
 * @see onnx/onnx.proto, whose field numbers are used here
 */
export function inspectNetwork(file: Uint8Array): NetworkInspection {
  const other = otherFormat(file);
  if (other) refuseNetwork(`The file ${other.is}`, other.advice);
  if (file.length > MAX_BYTES) {
    refuseNetwork(
      `The file has ${file.length} bytes, and ONNX has at most 2 GB`,
      'Export the network with its weights in a file of their own (external data).',
    );
  }
  try {
    return readNetwork(file);
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    return refuseNetwork(`The file cannot be read as a network: ${error.message}`, FETCH_AGAIN);
  }
}

/** The limit of protobuf. */
const MAX_BYTES = 2 ** 31 - 1;

function readNetwork(file: Uint8Array): NetworkInspection {
  const reader = new MessageReader();
  const graphs = new GraphReader(reader);
  const operators: OperatorCounts = new Map();
  const functions = new Map<string, OperatorCounts>();
  const opsets: Opset[] = [];
  const metadata = new Metadata(reader);
  const found: { graph?: Graph } = {};
  let irVersion = 0;
  const producer = { name: '', version: '' };
  reader.read(file, {
    1: integer('The IR version', (value) => (irVersion = value)),
    2: name('The name of the producer', (value) => (producer.name = value)),
    3: name('The version of the producer', (value) => (producer.version = value)),
    7: once(
      'The graph',
      bytes('The graph', (message) => (found.graph = graphs.graph(message, operators))),
    ),
    8: bytes('An opset', (message) => {
      if (opsets.push(readOpset(reader, message)) > MAX_OPSETS) {
        refuseNetwork(`The network uses more than ${MAX_OPSETS} opsets`);
      }
    }),
    14: bytes('An entry of the metadata', (message) => metadata.add(message)),
    25: bytes('A function', (message) => {
      const { key, body } = graphs.function(message);
      if (functions.has(key)) refuseNetwork('The network has two functions of one name');
      if (functions.set(key, body).size > MAX_FUNCTIONS) {
        refuseNetwork(`The network has more than ${MAX_FUNCTIONS} functions`);
      }
    }),
  });
  const { graph } = found;
  if (!graph || irVersion < 1 || opsets.length === 0) {
    return refuseNetwork('The file has no ONNX graph with an IR version and an opset');
  }
  const { inputs, outputs, initializers } = graph;
  return {
    irVersion,
    producer,
    opsets,
    inputs: inputs.filter((input) => !initializers.has(input.name)),
    outputs,
    operators: allOperators(operators, functions),
    nNodes: graphs.nNodes,
    nInitializers: graphs.nInitializers,
    weightBytes: graphs.weightBytes,
    externalData: graphs.externalData,
    metadata: metadata.entries,
  };
}

const MAX_OPSETS = 100;
/** Few enough that a chain of calls is followed by calls here. */
const MAX_FUNCTIONS = 2_000;

/** An OperatorSetIdProto. */
function readOpset(reader: MessageReader, message: Uint8Array): Opset {
  let domain = '';
  let version = 0;
  reader.read(message, {
    1: name('The domain of an opset', (value) => (domain = value)),
    2: integer('The version of an opset', (value) => (version = value)),
  });
  return { domain: domain || 'ai.onnx', version };
}
