import type { Pair } from './network.ts';

/** How a convolution or a pool moves over a feature map. */
export interface SlidingWindow {
  readonly kernel: Pair;
  readonly stride: Pair;
  /** Zeros at both ends of each axis. */
  readonly padding: Pair;
}

/** How often the window fits, along each axis; what is left at the end is dropped. */
export function countPositions(size: Pair, { kernel, stride, padding }: SlidingWindow): Pair {
  return [
    Math.floor((size[0] + 2 * padding[0] - kernel[0]) / stride[0]) + 1,
    Math.floor((size[1] + 2 * padding[1] - kernel[1]) / stride[1]) + 1,
  ];
}

/** The window as attributes of an ONNX node. */
export function toAttributes({ kernel, stride, padding }: SlidingWindow) {
  return { kernel_shape: kernel, strides: stride, pads: [...padding, ...padding] };
}
