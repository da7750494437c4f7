import { readCheckpoint } from '@earmark/converter/checkpoint/read-checkpoint.js';
import type { Tensor } from '@earmark/converter/checkpoint/tensor.js';
import { legacyCheckpoint, pickle, pickledTensor } from './legacy-checkpoint.ts';

/** What a tensor of a checkpoint becomes; the same tensor if it is not meant. */
export type EditTensor = (name: string, tensor: Tensor) => Tensor;

/** A checkpoint with some of its tensors changed. */
export function editCheckpoint(checkpoint: Uint8Array, edit: EditTensor): Uint8Array {
  const views: Record<string, Uint8Array> = {};
  const storages: Record<string, Float32Array> = {};
  for (const [name, tensor] of readCheckpoint(checkpoint)) {
    const { shape, data } = edit(name, tensor);
    const view = { storage: name, nElements: data.length, shape, strides: stridesOf(shape) };
    views[name] = pickledTensor(view);
    storages[name] = data;
  }
  return legacyCheckpoint(pickle.dict(views), storages);
}

/** Row-major, without gaps. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => {
    return shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  });
}
