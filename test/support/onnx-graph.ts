import { fieldsOf, ONNX } from './amend-onnx.ts';

export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  /** But for those that are not wanted. */
  readonly outputs: readonly string[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  /** Names. */
  readonly constants: readonly string[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** What hangs together with what in an `.onnx` file. Field numbers are those of onnx/onnx.proto. */
export function readGraph(onnx: Uint8Array): OnnxGraph {
  const [graph] = contents(onnx, ONNX.graph[0]);
  const [, node] = ONNX.nodes;
  const [, constant] = ONNX.constants;
  return {
    nodes: contents(graph!, node).map((message) => ({
      name: texts(message, 3)[0] ?? '',
      operator: texts(message, 4)[0] ?? '',
      inputs: texts(message, 1),
      outputs: texts(message, 2).filter((name) => name !== ''),
    })),
    constants: contents(graph!, constant).flatMap((message) => texts(message, 8)),
    inputs: contents(graph!, 11).flatMap((message) => texts(message, 1)),
    outputs: contents(graph!, 12).flatMap((message) => texts(message, 1)),
  };
}

function contents(message: Uint8Array, field: number): readonly Uint8Array[] {
  return fieldsOf(message).flatMap(({ number, value }) =>
    number === field && typeof value !== 'number' ? [value] : [],
  );
}

function texts(message: Uint8Array, field: number): readonly string[] {
  return contents(message, field).map((content) => Buffer.from(content).toString());
}
