import { relu } from './activation.ts';
import { dense } from './dense.ts';
import type { Network, Vector } from './network.ts';

/** The head that most networks share: one hidden layer with batch normalization, then the tags. */
export function hiddenHead(network: Network, features: Vector): Vector {
  const hidden = dense(network, features, 'dense1', { batchNorm: 'bn' });
  return dense(network, relu(network, hidden, 'dense1'), 'dense2');
}
