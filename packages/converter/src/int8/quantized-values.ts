import { type Convolution, convolutionsOf, type Graph } from './graph.ts';
import { CHANNELS_PER_PRODUCT } from './shift-copies.ts';

/** The convolutions that are computed in int8, and the values that are quantized for them, both in order. */
export interface QuantizedParts {
  readonly convolutions: readonly Convolution[];
  /** Each has a range of its own. */
  readonly values: readonly string[];
  /** Max pools of such values: what they give has the steps of what they read. */
  readonly pools: ReadonlyMap<string, string>;
}

/**
 * All convolutions of four input channels and more; those of one channel have no fast int8 kernel and little to
 * compute. What they read is quantized, and what they give, after its ReLU where one follows; and what is added to or
 * multiplied by it, so that the runtime does that in int8 too.
 *
 * @param only names of convolutions; all unless told
 */
export function quantizedParts(graph: Graph, only?: readonly string[]): QuantizedParts {
  const convolutions = convolutionsOf(graph).filter(
    ({ node, weight }) =>
      weight.shape[1]! >= CHANNELS_PER_PRODUCT && (only?.includes(node.name) ?? true),
  );
  const read = convolutions.map(({ input }) => unpooled(graph, input));
  const given = convolutions.map(({ output }) => activated(graph, output));
  const convolved = new Set([...read, ...given]);
  const values = new Set([...convolved, ...combined(graph, convolved)]);
  const pools = new Map(
    graph.model.nodes
      .filter(({ operator }) => operator === 'MaxPool')
      .map((node) => [node.outputs[0]!, unpooled(graph, node.inputs[0]!)] as const)
      .filter(([, source]) => values.has(source)),
  );
  const inOrder = graph.model.nodes.flatMap(({ outputs }) => outputs);
  return { convolutions, values: inOrder.filter((value) => values.has(value)), pools };
}

/** The terms of sums that are quantized, and the factors and products of what is. */
function combined(graph: Graph, quantized: ReadonlySet<string>): readonly string[] {
  return graph.model.nodes.flatMap(({ operator, inputs, outputs: [output = ''] }) => {
    if (operator === 'Mul' && quantized.has(inputs[0]!)) return [...inputs, output];
    if (operator !== 'Add' || !quantized.has(activated(graph, output))) return [];
    return inputs.map((input) => unpooled(graph, input));
  });
}

/** What the max pools before a value read: they give values of the same range. */
function unpooled(graph: Graph, value: string): string {
  const producer = graph.producerOf.get(value);
  return producer?.operator === 'MaxPool' ? unpooled(graph, producer.inputs[0]!) : value;
}

/** The value after the ReLU that alone reads it, else the value. */
function activated({ readersOf }: Graph, value: string): string {
  const [reader, ...others] = readersOf.get(value) ?? [];
  return reader?.operator === 'Relu' && others.length === 0 ? reader.outputs[0]! : value;
}
