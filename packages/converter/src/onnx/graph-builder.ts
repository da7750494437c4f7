import {
  type Attributes,
  type Constant,
  encodeModel,
  type Node,
  type ValueInfo,
} from './model-proto.ts';
import { dropNegligible } from './negligible.ts';

/**
 * Collects a graph node by node, in the order of computation. A node's output has the node's name.
 */
export class GraphBuilder {
  readonly #name: string;
  readonly #nodes: Node[] = [];
  readonly #constants = new Map<string, Constant>();
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  #nMacs = 0;
  readonly #declared: ValueInfo[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** Name of a new input; axes that may vary are given by name. */
  input(name: string, shape: readonly (number | string)[]): string {
    this.#inputs.push({ name, shape });
    return name;
  }

  output(name: string, shape: readonly (number | string)[]): void {
    this.#outputs.push({ name, shape });
  }

  /**
   * Name of a new node's output. Of an operator with several outputs, '' stands for those that are not
   * used.
   */
  node(
    operator: string,
    name: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    outputs: readonly string[] = [name],
  ): string {
    this.#nodes.push({ operator, name, inputs, outputs, attributes });
    return name;
  }

  /** Says the shape of a node's output where the runtime cannot infer it, and would be slower for it. */
  declare(name: string, shape: readonly (number | string)[]): void {
    this.#declared.push({ name, shape });
  }

  /** Name of a constant float32 tensor; values too small to matter become zero. */
  floats(name: string, shape: readonly number[], data: Float32Array): string {
    this.#constants.set(name, { name, shape, data: dropNegligible(data) });
    return name;
  }

  /** Name of a constant integer, or list of integers such as axes; equal ones are stored once. */
  integers(values: number | readonly number[]): string {
    const name = JSON.stringify(values);
    const data = BigInt64Array.from([values].flat(), BigInt);
    this.#constants.set(name, {
      name,
      shape: typeof values === 'number' ? [] : [data.length],
      data,
    });
    return name;
  }

  /** Notes that a node multiplies and adds so often for one chunk. */
  countMacs(count: number): void {
    this.#nMacs += count;
  }

  /** Multiply-accumulates of one chunk that were noted: all of matrix products, convolutions and recurrences. */
  get nMacs(): number {
    return this.#nMacs;
  }

  /** The bytes of the `.onnx` file. */
  encode(producerVersion: string): Uint8Array {
    return encodeModel({
      name: this.#name,
      producerVersion,
      nodes: this.#nodes,
      constants: [...this.#constants.values()],
      inputs: this.#inputs,
      outputs: this.#outputs,
      declared: this.#declared,
    });
  }
}
