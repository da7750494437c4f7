import { EarmarkError } from '@earmark/core/failure';
import type { Vector } from './network.ts';

/**
 * Throws `CHECKPOINT_INVALID` unless two values that the node `name` combines, channel by channel,
 * have equally many.
 */
export function requireSameChannels(name: string, a: Vector, b: Vector): void {
  const [inA, inB] = [a.layout.nChannels, b.layout.nChannels];
  if (inA === inB) return;
  throw new EarmarkError(
    'CHECKPOINT_INVALID',
    `The widths of this checkpoint do not fit together: "${name}" would combine ${inA} channels ` +
      `with ${inB}. Use the checkpoint of a network that was trained as one.`,
  );
}
