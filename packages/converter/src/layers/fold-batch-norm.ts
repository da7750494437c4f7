import type { Linear } from './weights.ts';
import type { Weights } from './weights.ts';

/**
 * A layer that computes what `linear` and the batch normalization `name` after it compute together.
 *
 * At inference batch normalization is `scale * x + shift` a channel. Computed in float64, rounded
 * once.
 *
 * @see Ioffe and Szegedy, "Batch Normalization", 2015, algorithm 2
 */
export function foldBatchNorm({ weight, bias }: Linear, name: string, weights: Weights): Linear {
  const parameter = (field: string) => weights.take(`${name}.${field}`, [bias.length]).data;
  const gamma = parameter('weight');
  const beta = parameter('bias');
  const mean = parameter('running_mean');
  const variance = parameter('running_var');

  const scales = Float64Array.from(gamma, (g, i) => g / Math.sqrt((variance[i] ?? 0) + EPSILON));
  const scale = (channel: number) => scales[channel] ?? 1;
  const rowSize = weight.data.length / bias.length;
  return {
    weight: {
      shape: weight.shape,
      data: weight.data.map((value, i) => value * scale(Math.floor(i / rowSize))),
    },
    bias: bias.map((value, i) => (value - (mean[i] ?? 0)) * scale(i) + (beta[i] ?? 0)),
  };
}

/** PyTorch's default, and ONNX's; all networks keep it. */
const EPSILON = 1e-5;
