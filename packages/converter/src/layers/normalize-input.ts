import { plainLayout } from './channel-layout.ts';
import type { FeatureMap, Network } from './network.ts';

/**
 * `x` shifted and scaled by the batch normalization `layer`.
 *
 * It stays a node of its own: the zeros that the first convolution pads with come after it.
 */
export function normalizeInput(network: Network, x: FeatureMap, layer: string): FeatureMap {
  const { weights, graph } = network;
  const { nChannels } = x.layout;
  const parameters = ['weight', 'bias', 'running_mean', 'running_var'].map((field) => {
    const name = `${layer}.${field}`;
    return graph.floats(name, [nChannels], weights.take(name, [nChannels]).data);
  });
  return { ...x, name: graph.node('BatchNormalization', layer, [x.name, ...parameters]) };
}

/** The network's input as an image of one channel: [batch, 1, frequency, time]. */
export function toImage({ graph }: Network, input: FeatureMap): FeatureMap {
  const missingAxes = graph.integers(input.size[0] === 1 ? [1, 2] : [1]);
  const name = graph.node('Unsqueeze', 'image', [input.name, missingAxes]);
  return { ...input, name, layout: plainLayout(1) };
}
