import type { Tensor } from '@earmark/converter';
import { createRandom } from './random.ts';

export type BaselineWeights = Readonly<Record<string, Tensor>>;

const CHANNELS = [1, 3, 5, 2, 4, 3];

/** The MTG-Jamendo baseline with two to five channels, the same weights every time. */
export function randomBaseline({ nTags }: { readonly nTags: number }): BaselineWeights {
  const random = createRandom(1);
  const tensor = (shape: readonly number[], from: number, to: number) => {
    const length = shape.reduce((product, axis) => product * axis, 1);
    return { shape, data: Float32Array.from({ length }, () => from + (to - from) * random()) };
  };
  const norm = (name: string, n: number) => ({
    [`${name}.weight`]: tensor([n], -0.5, 1.5),
    [`${name}.bias`]: tensor([n], -0.5, 0.5),
    [`${name}.running_mean`]: tensor([n], -0.5, 0.5),
    [`${name}.running_var`]: tensor([n], 0.2, 2),
  });
  const layers = CHANNELS.slice(1).map((nOut, i) => ({
    [`conv_${i + 1}.weight`]: tensor([nOut, CHANNELS[i]!, 3, 3], -0.5, 0.5),
    [`conv_${i + 1}.bias`]: tensor([nOut], -0.5, 0.5),
    ...norm(`bn_${i + 1}`, nOut),
  }));
  return Object.assign({}, norm('bn_init', 1), ...layers, {
    'bn_init.running_mean': tensor([1], -25, -20),
    'bn_init.running_var': tensor([1], 300, 350),
    'dense.weight': tensor([nTags, CHANNELS.at(-1)!], -1, 1),
    'dense.bias': tensor([nTags], -1, 1),
  }) as BaselineWeights;
}
