import { readCheckpoint, type Tensor } from '@earmark/converter';
import { checkpointOf } from './legacy-checkpoint.ts';

/** What a tensor of a checkpoint becomes; the same tensor if it is not meant. */
export type EditTensor = (name: string, tensor: Tensor) => Tensor;

/** A checkpoint with some of its tensors changed. */
export function editCheckpoint(checkpoint: Uint8Array, edit: EditTensor): Uint8Array {
  const edited = [...readCheckpoint(checkpoint)].map(([name, tensor]) => {
    return [name, edit(name, tensor)] as const;
  });
  return checkpointOf(Object.fromEntries(edited));
}
