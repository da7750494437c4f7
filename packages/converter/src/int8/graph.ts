import type { Constant, Model, Node } from '../onnx/model-proto.ts';

/** A model with its nodes and constants by the names of the values that they give. */
export interface Graph {
  readonly model: Model;
  /** The node that computes a value. */
  readonly producerOf: ReadonlyMap<string, Node>;
  /** The nodes that read a value. */
  readonly readersOf: ReadonlyMap<string, readonly Node[]>;
  readonly constants: ReadonlyMap<string, Constant>;
}

export function toGraph(model: Model): Graph {
  const readersOf = new Map<string, Node[]>();
  for (const node of model.nodes) {
    for (const input of node.inputs) readersOf.set(input, [...(readersOf.get(input) ?? []), node]);
  }
  return {
    model,
    producerOf: new Map(
      model.nodes.flatMap((node) => node.outputs.map((output) => [output, node])),
    ),
    readersOf,
    constants: new Map(model.constants.map((constant) => [constant.name, constant])),
  };
}

/** A convolution: the value that it reads, the one that it gives, and its constants. */
export interface Convolution {
  readonly node: Node;
  readonly input: string;
  readonly output: string;
  /** [out, in, height, width] */
  readonly weight: FloatConstant;
  readonly bias: FloatConstant;
}

export interface FloatConstant extends Constant {
  readonly data: Float32Array;
}

export function convolutionsOf({ model, constants }: Graph): readonly Convolution[] {
  return model.nodes
    .filter(({ operator }) => operator === 'Conv')
    .map((node) => {
      const [input = '', weight = '', bias = ''] = node.inputs;
      const [output = ''] = node.outputs;
      return {
        node,
        input,
        output,
        weight: floatsOf(constants, weight),
        bias: floatsOf(constants, bias),
      };
    });
}

/** A constant of float32 values. */
export function floatsOf(constants: ReadonlyMap<string, Constant>, name: string): FloatConstant {
  const constant = constants.get(name);
  if (constant?.data instanceof Float32Array) return { ...constant, data: constant.data };
  throw new TypeError(`The network has no float32 constant ${name}`);
}

/** A node that is named as the value that it gives. */
export function toNode(
  operator: string,
  name: string,
  inputs: readonly string[],
  attributes: Node['attributes'] = {},
): Node {
  return { operator, name, inputs, outputs: [name], attributes };
}
