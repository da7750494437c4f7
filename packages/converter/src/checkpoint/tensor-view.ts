import { quoted } from '../quoted.ts';
import { refuseCheckpoint } from './refuse-checkpoint.ts';
import type { Storage } from './storage.ts';
import type { Tensor } from './tensor.ts';

/** A tensor as checkpoints describe it: a window into a storage, in steps of any length. */
export interface TensorView {
  readonly storage: Storage;
  readonly offset: number;
  readonly axes: readonly Axis[];
}

export interface Axis {
  readonly length: number;
  /** From one element of the axis to the next, in elements of the storage. */
  readonly stride: number;
}

/** The tensor: a view of `elements`, its storage, where that is possible, and else a copy. */
export function toTensor(view: TensorView, elements: Float32Array): Tensor {
  const shape = view.axes.map(({ length }) => length);
  const data = isContiguous(view)
    ? elements.subarray(view.offset, view.offset + countElements(view))
    : Float32Array.from(positions(view.axes, view.offset), (at) => elements[at] ?? 0);
  return { shape, data };
}

/** Throws `CHECKPOINT_INVALID` unless every element of the view lies in its storage. */
export function requireInside(view: TensorView): void {
  const { storage, axes, offset } = view;
  const size = countElements(view);
  const last = axes.reduce((at, { length, stride }) => at + (length - 1) * stride, offset);
  const isInside = size === 0 || last < storage.nElements;
  // A stride of zero repeats one element: no layer stores its weights like that, and it could ask
  // for any amount of memory. So a view may not be larger than its storage either.
  if (!isInside || size > storage.nElements) {
    refuseCheckpoint(
      `A tensor of shape [${axes.map(({ length }) => length).join(', ')}] does not fit into ` +
        `storage ${quoted(storage.key)} of ${storage.nElements} elements`,
    );
  }
}

/** Whether the elements already lie in row-major order without gaps. */
function isContiguous(view: TensorView): boolean {
  if (countElements(view) === 0) return true;
  let step = 1;
  for (const { length, stride } of view.axes.toReversed()) {
    if (length !== 1 && stride !== step) return false;
    step *= length;
  }
  return true;
}

export function countElements({ axes }: TensorView): number {
  return axes.reduce((product, { length }) => product * length, 1);
}

/** Where the elements lie, in row-major order. */
function* positions([axis, ...inner]: readonly Axis[], offset: number): Generator<number> {
  if (!axis) {
    yield offset;
    return;
  }
  for (let i = 0; i < axis.length; i++) yield* positions(inner, offset + i * axis.stride);
}
