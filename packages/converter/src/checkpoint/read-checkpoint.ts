import type { Container } from './container.ts';
import { LEGACY_MAGIC, readLegacyContainer } from './read-legacy-container.ts';
import { readZipContainer } from './read-zip-container.ts';
import { quoted } from '../quoted.ts';
import { refuseCheckpoint } from './refuse-checkpoint.ts';
import { FLOAT_STORAGE } from './storage.ts';
import { countElements, type TensorView, toTensor } from './tensor-view.ts';
import type { Tensor } from './tensor.ts';

/**
 * The float32 tensors of a PyTorch checkpoint, by name, in the order they were saved.
 *
 * Nothing in the file is ever executed: the pickle is read as data, with a fixed list of four
 * names. Integer tensors (counters of training batches) are left out. Tensors may share memory.
 *
 * @param bytes a state dictionary as `torch.save` writes it, before or since PyTorch 1.6; not
 *   modified
 * @throws EarmarkError `CHECKPOINT_INVALID`, also for every damaged file, in time and memory
 *   proportional to its size
 */
export function readCheckpoint(bytes: Uint8Array): Map<string, Tensor> {
  const { stateDict, storageBytes } = openContainer(bytes);
  const floats = new Map<string, Float32Array>();
  for (const { key, type } of stateDict.storages.values()) {
    if (type === FLOAT_STORAGE) floats.set(key, toFloats(storageBytes.get(key), key));
  }
  requireFit(stateDict.views.values(), bytes.length);
  const tensors = new Map<string, Tensor>();
  for (const [name, view] of stateDict.views) {
    const elements = floats.get(view.storage.key);
    if (elements) tensors.set(name, toTensor(view, elements));
  }
  return tensors;
}

function openContainer(bytes: Uint8Array): Container {
  const isLegacy = LEGACY_MAGIC.every((byte, i) => bytes[i] === byte);
  if (isLegacy) return readLegacyContainer(bytes);
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b; // 'PK'
  if (isZip) return readZipContainer(bytes);
  return refuseCheckpoint('The file begins neither like an old nor like a new PyTorch checkpoint');
}

/** Copied, because a Float32Array must begin at a multiple of four and storages need not. */
function toFloats(bytes: Uint8Array | undefined, key: string): Float32Array {
  if (!bytes) return refuseCheckpoint(`Storage ${quoted(key)} is missing`);
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/**
 * Tensors may share storages, and may repeat them under many names. What is computed from them may
 * take memory for each, so together they fit into the file, or it is hostile.
 */
function requireFit(views: Iterable<TensorView>, fileBytes: number): void {
  let sizeBytes = 0;
  for (const view of views) sizeBytes += countElements(view) * view.storage.type.bytesPerElement;
  if (sizeBytes > fileBytes) refuseCheckpoint('The tensors together are larger than the file');
}
