import type { Architecture } from '@earmark/core/model';

/** Names and shapes of a network's tensors. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** Kernel of a convolution: over time, or over frequency and time. */
type Kernel = readonly [number] | readonly [number, number];
type Block = (layer: string, nOut: number, nIn: number, kernel: Kernel) => Shapes;

/**
 * The nine networks with 50 tags, and the baseline with its 56, in the widths of the published definitions; without the
 * front end.
 */
export const PUBLISHED_SHAPES: Readonly<Partial<Record<Architecture, Shapes>>> = {
  fcn: {
    ...batchNorm('spec_bn', 1),
    ...stack(convBlock, [1, 64, 128, 128, 128, 64], [3, 3]),
    ...linear('dense', 50, 64),
  },
  crnn: {
    ...batchNorm('spec_bn', 1),
    ...stack(convBlock, [1, 64, 128, 128, 128], [3, 3]),
    ...gruLayer('layer5', 0, 32, 128),
    ...gruLayer('layer5', 1, 32, 32),
    ...linear('dense', 50, 32),
  },
  musicnn: {
    ...batchNorm('spec_bn', 1),
    ...convBlock('layers.0', 204, 1, [67, 7]),
    ...convBlock('layers.1', 204, 1, [38, 7]),
    ...convBlock('layers.2', 51, 1, [129]),
    ...convBlock('layers.3', 51, 1, [65]),
    ...convBlock('layers.4', 51, 1, [33]),
    ...stack(convBlock, [561, 64, 64, 64], [7]),
    ...hiddenHead(200, 1_506),
  },
  sample: {
    ...stack(convBlock, [1, 128, 128, 128, 256, 256, 256, 256, 256, 256, 512], [3]),
    ...convBlock('layer11', 512, 512, [1]),
    ...linear('dense', 50, 512),
  },
  se: {
    ...stack(gatedBlock, [1, 128, 128, 128, 256, 256, 256, 256, 256, 256, 512], [3]),
    ...gatedBlock('layer11', 512, 512, [1]),
    ...hiddenHead(512, 512),
  },
  short: {
    ...batchNorm('spec_bn', 1),
    ...stack(convBlock, [1, 128, 128, 256, 256, 256, 256, 512], [3, 3]),
    ...hiddenHead(512, 512),
  },
  short_res: {
    ...batchNorm('spec_bn', 1),
    ...stack(stridedBlock, [1, 128, 128, 256, 256, 256, 256, 512], [3, 3]),
    ...hiddenHead(512, 512),
  },
  attention: {
    ...batchNorm('spec_bn', 1),
    ...stack(stridedBlock, [1, 128, 128, 256, 256, 256, 256, 256], [3, 3]),
    ...transformerLayer('encoder.layer.0', 256),
    ...transformerLayer('encoder.layer.1', 256),
    ...linear('pooler.dense', 256, 256),
    ...linear('dense', 50, 256),
  },
  hcnn: {
    ...batchNorm('hstft_bn', 6),
    ...convBlock('layer1', 128, 6, [3, 3]),
    ...residualBlock('layer2', 128, 128, [3, 3]),
    ...residualBlock('layer3', 128, 128, [3, 3]),
    ...residualBlock('layer4', 128, 128, [3, 3]),
    ...convBlock('layer5', 256, 128, [3, 3]),
    ...residualBlock('layer6', 256, 256, [3, 3]),
    ...residualBlock('layer7', 256, 256, [3, 3]),
    ...hiddenHead(256, 256),
  },
  baseline: baselineShapes([1, 64, 128, 128, 128, 64]),
};

/** The baseline of MTG-Jamendo with as many channels after each convolution. */
export function baselineShapes(widths: readonly number[]): Shapes {
  const layers = widths.slice(1).map((nOut, i) => ({
    ...linear(`conv_${i + 1}`, nOut, widths[i]!, [3, 3]),
    ...batchNorm(`bn_${i + 1}`, nOut),
  }));
  return {
    ...batchNorm('bn_init', 1),
    ...(Object.assign({}, ...layers) as Shapes),
    ...linear('dense', 56, widths.at(-1)!),
  };
}

/** `layer1`, `layer2` ... from each width to the next. */
function stack(block: Block, widths: readonly number[], kernel: Kernel): Shapes {
  const layers = widths.slice(1).map((nOut, i) => block(`layer${i + 1}`, nOut, widths[i]!, kernel));
  return Object.assign({}, ...layers) as Shapes;
}

function convBlock(layer: string, nOut: number, nIn: number, kernel: Kernel): Shapes {
  return {
    ...linear(`${layer}.conv`, nOut, nIn, kernel),
    ...batchNorm(`${layer}.bn`, nOut),
  };
}

function residualBlock(layer: string, nOut: number, nIn: number, kernel: Kernel): Shapes {
  return {
    ...linear(`${layer}.conv_1`, nOut, nIn, kernel),
    ...batchNorm(`${layer}.bn_1`, nOut),
    ...linear(`${layer}.conv_2`, nOut, nOut, kernel),
    ...batchNorm(`${layer}.bn_2`, nOut),
  };
}

/** A residual block whose shortcut is a convolution too. */
function stridedBlock(layer: string, nOut: number, nIn: number, kernel: Kernel): Shapes {
  return {
    ...residualBlock(layer, nOut, nIn, kernel),
    ...linear(`${layer}.conv_3`, nOut, nIn, kernel),
    ...batchNorm(`${layer}.bn_3`, nOut),
  };
}

function gatedBlock(layer: string, nOut: number, nIn: number, kernel: Kernel): Shapes {
  const block = nOut === nIn ? residualBlock : stridedBlock;
  return {
    ...block(layer, nOut, nIn, kernel),
    ...linear(`${layer}.dense1`, nOut, nOut),
    ...linear(`${layer}.dense2`, nOut, nOut),
  };
}

function transformerLayer(layer: string, width: number): Shapes {
  const self = ['query', 'key', 'value'].map((part) =>
    linear(`${layer}.attention.self.${part}`, width, width),
  );
  return {
    ...(Object.assign({}, ...self) as Shapes),
    ...linear(`${layer}.attention.output.dense`, width, width),
    ...scaleAndShift(`${layer}.attention.output.LayerNorm`, width),
    ...linear(`${layer}.intermediate.dense`, 4 * width, width),
    ...linear(`${layer}.output.dense`, width, 4 * width),
    ...scaleAndShift(`${layer}.output.LayerNorm`, width),
  };
}

function gruLayer(layer: string, depth: number, width: number, nIn: number): Shapes {
  return {
    [`${layer}.weight_ih_l${depth}`]: [3 * width, nIn],
    [`${layer}.weight_hh_l${depth}`]: [3 * width, width],
    [`${layer}.bias_ih_l${depth}`]: [3 * width],
    [`${layer}.bias_hh_l${depth}`]: [3 * width],
  };
}

function hiddenHead(width: number, nIn: number): Shapes {
  return {
    ...linear('dense1', width, nIn),
    ...batchNorm('bn', width),
    ...linear('dense2', 50, width),
  };
}

function linear(name: string, nOut: number, nIn: number, kernel: readonly number[] = []): Shapes {
  return { [`${name}.weight`]: [nOut, nIn, ...kernel], [`${name}.bias`]: [nOut] };
}

function batchNorm(name: string, width: number): Shapes {
  return {
    ...scaleAndShift(name, width),
    [`${name}.running_mean`]: [width],
    [`${name}.running_var`]: [width],
  };
}

function scaleAndShift(name: string, width: number): Shapes {
  return { [`${name}.weight`]: [width], [`${name}.bias`]: [width] };
}
