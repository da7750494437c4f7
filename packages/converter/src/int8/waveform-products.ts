import type { Constant, Model, Node } from '../onnx/model-proto.ts';
import { type Convolution, convolutionsOf, toGraph } from './graph.ts';
import { CHANNELS_PER_PRODUCT } from './shift-copies.ts';

/**
 * The same network with a matrix product for each short convolution over a waveform. It stays in float32, as 8 bits
 * are too few for quiet music, but gives its channels last, as the convolutions in int8 read them: to put them into that
 * order was a third of the time of `sample`, and in `se` kept the additions and max pools out of int8.
 */
export function waveformProducts(model: Model): Model {
  const overWaveform = new Map(
    convolutionsOf(toGraph(model))
      .filter(({ weight: { shape } }) => {
        const [, nIn, height, width = 0] = shape;
        return nIn === 1 && height === 1 && width < CHANNELS_PER_PRODUCT;
      })
      .map((convolution) => [convolution.node, convolution]),
  );
  const rewritten = new Map([...overWaveform].map(([node, one]) => [node, rewrite(one)]));
  const replaced = new Set(
    [...overWaveform.values()].flatMap(({ weight, bias }) => [weight.name, bias.name]),
  );
  return {
    ...model,
    nodes: model.nodes.flatMap((node) => rewritten.get(node)?.nodes ?? [node]),
    constants: [
      ...model.constants.filter(({ name }) => !replaced.has(name)),
      ...[...rewritten.values()].flatMap(({ constants }) => constants),
    ],
  };
}

/** Channels are the samples that the kernel reads, and one that is always 1, which the bias multiplies. */
function rewrite({ node, input, output, weight, bias }: Convolution): {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
} {
  const [nOut = 0, , , width = 0] = weight.shape;
  const nRead = width + 1;
  const shifts = new Float32Array(nRead * width);
  for (let shift = 0; shift < width; shift++) shifts[shift * width + shift] = 1;
  const one = new Float32Array(nRead);
  one[width] = 1;
  const matrix = new Float32Array(nRead * nOut);
  for (let out = 0; out < nOut; out++) {
    for (let x = 0; x < width; x++) matrix[x * nOut + out] = weight.data[out * width + x]!;
    matrix[width * nOut + out] = bias.data[out]!;
  }
  const [samples, channelsLast, product] = ['samples', 'channels_last', 'product'].map(
    (part) => `${node.name}/${part}`,
  ) as [string, string, string];
  return {
    nodes: [
      {
        ...node,
        name: samples,
        inputs: [input, `${samples}.shifts`, `${samples}.one`],
        outputs: [samples],
      },
      toNode('Transpose', [samples], channelsLast, { perm: [0, 2, 3, 1] }),
      toNode('MatMul', [channelsLast, `${product}.matrix`], product),
      toNode('Transpose', [product], output, { perm: [0, 3, 1, 2] }),
    ],
    constants: [
      { name: `${samples}.shifts`, shape: [nRead, 1, 1, width], data: shifts },
      { name: `${samples}.one`, shape: [nRead], data: one },
      { name: `${product}.matrix`, shape: [nRead, nOut], data: matrix },
    ],
  };
}

function toNode(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Node['attributes'] = {},
): Node {
  return { operator, name: output, inputs, outputs: [output], attributes };
}
