import type { ByteCursor } from './byte-cursor.ts';
import { quoted } from '../quoted.ts';
import { refuseCheckpoint, SAVE_PLAIN_WEIGHTS } from './refuse-checkpoint.ts';
import { FLOAT_STORAGE, LONG_STORAGE, type Storage, type StorageType } from './storage.ts';
import { requireInside, type TensorView } from './tensor-view.ts';
import { unpickle } from './unpickle.ts';

/** What a state dictionary says: where every tensor lies, and the storages that must be there. */
export interface StateDict {
  readonly views: ReadonlyMap<string, TensorView>;
  readonly storages: ReadonlyMap<string, Storage>;
}

/**
 * The state dictionary pickled at the cursor.
 *
 * @throws EarmarkError `CHECKPOINT_INVALID` if it holds anything but tensors under names
 * @see torch.save: tensors are `_rebuild_tensor_v2` of a persistent id that names their storage
 */
export function readStateDict(cursor: ByteCursor): StateDict {
  const storages = new Map<string, Storage>();
  const root = unpickle(cursor, {
    globals: GLOBALS,
    persistentLoad: (id) => declareStorage(parseStorageId(id), storages),
  });
  if (!(root instanceof Map)) {
    return cursor.refuse('is not a dictionary of tensors', SAVE_PLAIN_WEIGHTS);
  }
  for (const [key, value] of root) requireView(String(key), value);
  return { views: root as Map<string, TensorView>, storages };
}

/** Everything a checkpoint may name. Anything else is refused, unread. */
const GLOBALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['collections.OrderedDict', createDictionary],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch.FloatStorage', FLOAT_STORAGE],
  ['torch.LongStorage', LONG_STORAGE],
]);

/**
 * No network has a tensor of more axes; a bound keeps one hostile shape from being walked for long.
 */
const MAX_AXES = 8;

function createDictionary(args: readonly unknown[]): Map<string, unknown> {
  if (args.length > 0) refuseCheckpoint('A dictionary is made from arguments');
  return new Map();
}

/** `_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, backward_hooks)`. */
function rebuildTensor(args: readonly unknown[]): TensorView {
  const [storage, offset, shape, strides] = args;
  if (!isStorage(storage) || !isCount(offset) || !isCounts(shape) || !isCounts(strides)) {
    return refuseCheckpoint('A tensor is described by something else than storage and shape');
  }
  if (shape.length !== strides.length) {
    refuseCheckpoint(`A tensor has ${shape.length} axes but ${strides.length} strides`);
  }
  const axes = shape.map((length, axis) => ({ length, stride: strides[axis] ?? 0 }));
  const view: TensorView = { storage, offset, axes };
  requireInside(view);
  return view;
}

/** `('storage', type, key, location, nElements)`, in old files with a sixth field that is null. */
function parseStorageId(id: unknown): Storage {
  if (!Array.isArray(id))
    return refuseCheckpoint('A storage is named by something else than a list');
  const [word, type, key, , nElements, view] = id as readonly unknown[];
  const isKnown = type === FLOAT_STORAGE || type === LONG_STORAGE;
  if (word !== 'storage' || !isKnown || typeof key !== 'string' || !isCount(nElements)) {
    return refuseCheckpoint('A storage is described by something else than type, key and size');
  }
  if (view !== undefined && view !== null) {
    refuseCheckpoint(`Storage ${quoted(key)} is a view of another one`, SAVE_PLAIN_WEIGHTS);
  }
  return { key, type: type as StorageType, nElements };
}

function declareStorage(storage: Storage, storages: Map<string, Storage>): Storage {
  const declared = storages.get(storage.key) ?? storage;
  if (declared.type !== storage.type || declared.nElements !== storage.nElements) {
    refuseCheckpoint(`Storage ${quoted(storage.key)} is described in two ways`);
  }
  storages.set(storage.key, declared);
  return declared;
}

function requireView(key: string, value: unknown): void {
  const isView = typeof value === 'object' && value !== null && 'axes' in value;
  if (!isView) refuseCheckpoint(`Entry ${quoted(key)} is not a tensor`, SAVE_PLAIN_WEIGHTS);
}

function isStorage(value: unknown): value is Storage {
  return typeof value === 'object' && value !== null && 'nElements' in value;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= MAX_AXES && value.every(isCount);
}
