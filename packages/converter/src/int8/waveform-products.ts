import type { Model } from '../onnx/model-proto.ts';
import { type Convolution, toNode } from './graph.ts';
import { replaceConvolutions, type Replacement, shiftsKernel } from './replace-convolutions.ts';
import { CHANNELS_PER_PRODUCT } from './shift-copies.ts';

/**
 * The same network with a matrix product for each short convolution over a waveform. It stays in float32, as 8 bits
 * are too few for quiet music, but gives its channels last, as the convolutions in int8 read them: to put them into that
 * order was a third of the time of `sample`, and in `se` kept the additions and max pools out of int8.
 */
export function waveformProducts(model: Model): Model {
  return replaceConvolutions(model, (convolution) => {
    const [, nIn, height, width = 0] = convolution.weight.shape;
    const isShort = nIn === 1 && height === 1 && width < CHANNELS_PER_PRODUCT;
    return isShort ? rewrite(convolution) : undefined;
  });
}

/** Channels are the samples that the kernel reads, and one that is always 1, which the bias multiplies. */
function rewrite({ node, input, output, weight, bias }: Convolution): Replacement {
  const [nOut = 0, , , width = 0] = weight.shape;
  const nRead = width + 1;
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
      toNode('Transpose', channelsLast, [samples], { perm: [0, 2, 3, 1] }),
      toNode('MatMul', product, [channelsLast, `${product}.matrix`]),
      toNode('Transpose', output, [product], { perm: [0, 3, 1, 2] }),
    ],
    constants: [
      shiftsKernel(`${samples}.shifts`, nRead, width),
      { name: `${samples}.one`, shape: [nRead], data: one },
      { name: `${product}.matrix`, shape: [nRead, nOut], data: matrix },
    ],
    removed: [weight.name, bias.name],
  };
}
