/** Hand-made PyTorch checkpoints in the old container, well-formed or not. */
import type { Tensor } from '@earmark/converter';

/** Pickle opcodes with their arguments. */
export const pickle = {
  of: (...parts: Uint8Array[]): Uint8Array => bytes([0x80, 2], ...parts, '.'),
  text: (text: string): Uint8Array => bytes('X', uint32(text.length), text),
  int: (value: number): Uint8Array => bytes('J', uint32(value)),
  tuple: (...items: Uint8Array[]): Uint8Array => bytes('(', ...items, 't'),
  dict: (entries: Record<string, Uint8Array>): Uint8Array =>
    bytes('}(', ...Object.entries(entries).flatMap(([k, v]) => [pickle.text(k), v]), 'u'),
  global: (module: string, name: string): Uint8Array => bytes(`c${module}\n${name}\n`),
  reduce: (callable: Uint8Array, args: Uint8Array): Uint8Array => bytes(callable, args, 'R'),
};

export interface PickledView {
  readonly storage: string;
  readonly nElements: number;
  readonly offset?: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** `_rebuild_tensor_v2` as torch.save writes it. */
export function pickledTensor(view: PickledView): Uint8Array {
  const { storage, nElements, offset = 0, shape, strides } = view;
  const ints = (values: readonly number[]) => pickle.tuple(...values.map(pickle.int));
  const id = pickle.tuple(
    ...[pickle.text('storage'), pickle.global('torch', 'FloatStorage'), pickle.text(storage)],
    ...[pickle.text('cuda:0'), pickle.int(nElements), bytes('N')],
  );
  const hooks = pickle.reduce(pickle.global('collections', 'OrderedDict'), bytes(')'));
  const args = [bytes(id, 'Q'), pickle.int(offset), ints(shape), ints(strides), bytes([0x89])];
  return pickle.reduce(
    pickle.global('torch._utils', '_rebuild_tensor_v2'),
    pickle.tuple(...args, hooks),
  );
}

/** A file that holds these tensors, each in a storage of its name. */
export function checkpointOf(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  const entries = Object.entries(tensors);
  const views = entries.map(([name, { shape, data }]) => {
    const view = { storage: name, nElements: data.length, shape, strides: stridesOf(shape) };
    return [name, pickledTensor(view)] as const;
  });
  const storages = entries.map(([name, { data }]) => [name, data] as const);
  return legacyCheckpoint(pickle.dict(Object.fromEntries(views)), Object.fromEntries(storages));
}

/** Row-major, without gaps. */
function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => {
    return shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  });
}

/** The whole file. */
export function legacyCheckpoint(
  stateDict: Uint8Array,
  storages: Readonly<Record<string, ArrayLike<number>>>,
): Uint8Array {
  const keys = Object.keys(storages).map(pickle.text);
  return bytes(
    [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e],
    pickle.of(pickle.int(1001)),
    pickle.of(pickle.dict({ little_endian: bytes([0x88]) })),
    pickle.of(stateDict),
    pickle.of(bytes('](', ...keys, 'e')),
    ...Object.values(storages).flatMap((values) => [
      uint32(values.length),
      uint32(0),
      new Uint8Array(Float32Array.from(values).buffer),
    ]),
  );
}

function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function bytes(...parts: (Uint8Array | readonly number[] | string)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part))),
  );
}
