import type { Model, Node } from '../onnx/model-proto.ts';
import { toGraph } from './graph.ts';

/**
 * The same network with gates that are one point for each channel, where the one in float32 spreads them over what
 * they multiply: products in int8 read a point as it is.
 *
 * @see squeezeExcitation
 */
export function gatesAsPoints(model: Model): Model {
  const { producerOf } = toGraph(model);
  const spread = new Map<string, string>();
  for (const { operator, inputs } of model.nodes) {
    if (operator !== 'Mul') continue;
    const factor = producerOf.get(inputs[1]!);
    if (factor?.operator === 'Resize') spread.set(inputs[1]!, factor.inputs[0]!);
  }
  const isKept = ({ outputs: [output = ''] }: Node) => !spread.has(output);
  return {
    ...model,
    nodes: model.nodes
      .filter(isKept)
      .map((node) => ({ ...node, inputs: node.inputs.map((name) => spread.get(name) ?? name) })),
    declared: model.declared.filter(({ name }) => !spread.has(name)),
  };
}
