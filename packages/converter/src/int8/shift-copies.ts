import type { Model, Node } from '../onnx/model-proto.ts';
import type { Convolution } from './graph.ts';
import { replaceConvolutions, type Replacement, shiftsKernel } from './replace-convolutions.ts';

/** The int8 kernels are fast for input channels that are a multiple of this. */
export const CHANNELS_PER_PRODUCT = 4;

/**
 * The same network with several channels for each convolution over an image of one channel: copies of the image,
 * each shifted along time by one column of the kernel, and planes of zeros up to a multiple of four. What was the
 * width of the kernel is its channels then. Every sum has the same terms, and more that are zero.
 *
 * A convolution over time alone stays as it is: all that would be left of its kernel is a point.
 */
export function shiftCopies(model: Model): Model {
  return replaceConvolutions(model, (convolution) => {
    const { shape } = convolution.weight;
    return shape[1] === 1 && shape[2]! > 1 ? rewrite(convolution) : undefined;
  });
}

/** Whether a node makes such copies: their range is that of the image. */
export function makesCopies({ name }: Node): boolean {
  return name.endsWith(COPIES);
}

const COPIES = '/copies';

function rewrite({ node, input, weight, bias }: Convolution): Replacement {
  const [nOut = 0, , height = 0, width = 0] = weight.shape;
  const { strides, pads } = node.attributes;
  const [strideDown = 1, strideAlong = 1] = strides as readonly number[];
  const [padDown = 0, padAlong = 0] = pads as readonly number[];
  const nCopies = CHANNELS_PER_PRODUCT * Math.ceil(width / CHANNELS_PER_PRODUCT);
  const copies = `${node.name}${COPIES}`;
  const columns = new Float32Array(nOut * nCopies * height);
  for (let out = 0; out < nOut; out++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        columns[(out * nCopies + x) * height + y] = weight.data[(out * height + y) * width + x]!;
      }
    }
  }
  return {
    nodes: [
      {
        ...node,
        name: copies,
        inputs: [input, `${copies}.shifts`, `${copies}.bias`],
        outputs: [copies],
        attributes: {
          kernel_shape: [1, width],
          strides: [1, strideAlong],
          pads: [0, padAlong, 0, padAlong],
        },
      },
      {
        ...node,
        inputs: [copies, weight.name, bias.name],
        attributes: {
          kernel_shape: [height, 1],
          strides: [strideDown, 1],
          pads: [padDown, 0, padDown, 0],
        },
      },
    ],
    constants: [
      shiftsKernel(`${copies}.shifts`, nCopies, width),
      { name: `${copies}.bias`, shape: [nCopies], data: new Float32Array(nCopies) },
      { name: weight.name, shape: [nOut, nCopies, height, 1], data: columns },
    ],
    removed: [weight.name],
  };
}
