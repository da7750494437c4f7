import type { Constant, Node } from '../onnx/model-proto.ts';
import { type Convolution, type Graph, toNode } from './graph.ts';
import type { QuantizedParts } from './quantized-values.ts';
import type { Quantization, Range } from './range.ts';

/** Nodes and constants to add to a graph. */
interface Addition {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
}

/**
 * The graph with a quantization and its reverse after every value of `steps`, and constants in int8 for the
 * convolutions: the form in which a runtime recognizes convolutions in int8.
 *
 * @param steps of every value of the parts
 */
export function quantizeGraph(
  { model }: Graph,
  { convolutions, pools }: Pick<QuantizedParts, 'convolutions' | 'pools'>,
  steps: ReadonlyMap<string, Quantization>,
): Addition {
  const stepsOf = (value: string) => steps.get(pools.get(value) ?? value);
  const byNode = new Map(convolutions.map((convolution) => [convolution.node, convolution]));
  const constants = new Map(model.constants.map((constant) => [constant.name, constant]));
  const nodes: Node[] = [];
  const add = (addition: Addition): void => {
    nodes.push(...addition.nodes);
    for (const constant of addition.constants) constants.set(constant.name, constant);
  };
  for (const node of model.nodes) {
    const inputs = node.inputs.map((input) => (stepsOf(input) ? dequantized(input) : input));
    const convolution = byNode.get(node);
    if (convolution) {
      add(quantizeWeights(convolution, stepsOf(convolution.input)!));
      constants.delete(convolution.weight.name);
      constants.delete(convolution.bias.name);
      inputs.splice(1, 2, dequantized(convolution.weight.name), dequantized(convolution.bias.name));
    }
    nodes.push({ ...node, inputs });
    for (const value of node.outputs) {
      const quantization = stepsOf(value);
      if (quantization) add(quantizeValue(value, quantization));
    }
  }
  return { nodes, constants: [...constants.values()] };
}

const dequantized = (name: string) => `${name}/dequantized`;

function quantizeValue(value: string, { scale, zeroPoint }: Quantization): Addition {
  const quantized = `${value}/quantized`;
  const parameters = [`${value}/scale`, `${value}/zero_point`] as const;
  return {
    nodes: [
      toNode('QuantizeLinear', quantized, [value, ...parameters]),
      toNode('DequantizeLinear', dequantized(value), [quantized, ...parameters]),
    ],
    constants: [
      { name: parameters[0], shape: [], data: Float32Array.of(scale) },
      { name: parameters[1], shape: [], data: Uint8Array.of(zeroPoint) },
    ],
  };
}

/** The range of a value of a graph that was quantized, as its constants have it. */
export function rangeIn(constants: ReadonlyMap<string, Constant>, value: string): Range {
  const [scale, zeroPoint] = ['scale', 'zero_point'].map((name) =>
    Number(constants.get(`${value}/${name}`)!.data[0]),
  );
  return { min: -scale! * zeroPoint!, max: scale! * (255 - zeroPoint!) };
}

/** A weight has 255 steps around zero, for each output channel those that its largest one needs. */
const LARGEST_WEIGHT = 127;
/** The sums of products are 32 bits, of which the bias may take up half. */
const LARGEST_BIAS = 2 ** 30;

function quantizeWeights({ weight, bias }: Convolution, input: Quantization): Addition {
  const nOut = bias.data.length;
  const rowSize = weight.data.length / nOut;
  const weights = new Int8Array(weight.data.length);
  const biases = new Int32Array(nOut);
  const scales = new Float32Array(nOut);
  const biasScales = new Float32Array(nOut);
  for (let out = 0; out < nOut; out++) {
    const row = weight.data.subarray(out * rowSize, (out + 1) * rowSize);
    const largest = row.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const forBias = Math.abs(bias.data[out]!) / (input.scale * LARGEST_BIAS);
    // A channel of zeros has any scale.
    const scale = Math.fround(Math.max(largest / LARGEST_WEIGHT, forBias)) || 1;
    scales[out] = scale;
    biasScales[out] = scale * input.scale;
    weights.set(roundWeights(row, scale), out * rowSize);
    biases[out] = Math.round(bias.data[out]! / biasScales[out]!);
  }
  const stored: readonly (readonly [Constant, Int8Array | Int32Array, Float32Array])[] = [
    [weight, weights, scales],
    [bias, biases, biasScales],
  ];
  return {
    nodes: stored.map(([{ name }]) =>
      toNode('DequantizeLinear', dequantized(name), [`${name}/quantized`, `${name}/scale`], {
        axis: 0,
      }),
    ),
    constants: stored.flatMap(([{ name, shape }, data, scale]) => [
      { name: `${name}/quantized`, shape, data },
      { name: `${name}/scale`, shape: [nOut], data: scale },
    ]),
  };
}

/**
 * Weights in steps, each rounded together with what was lost by rounding those before it: neighbours read values that
 * are much alike, so their errors cancel out.
 */
function roundWeights(row: Float32Array, scale: number): Int8Array {
  let lost = 0;
  return Int8Array.from(row, (value) => {
    // Channels that only fill up blocks stay zeros.
    if (value === 0) return 0;
    const exact = value / scale + lost;
    const rounded = Math.max(-LARGEST_WEIGHT, Math.min(LARGEST_WEIGHT, Math.round(exact)));
    lost = exact - rounded;
    return rounded;
  });
}
