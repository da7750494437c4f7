import { EarmarkError } from '@earmark/core/failure';
import type { Architecture } from '@earmark/core/model';
import { quoted } from '../quoted.ts';
import type { Tensor } from '../checkpoint/tensor.ts';

/** Lengths that the architecture fixes, and `any` where the checkpoint decides. */
export type ExpectedShape = readonly (number | 'any')[];

/** The tensors of a checkpoint, taken by name; remembers which were not taken. */
export class Weights {
  readonly #tensors: ReadonlyMap<string, Tensor>;
  readonly #architecture: Architecture;
  readonly #untaken: Set<string>;

  constructor(tensors: ReadonlyMap<string, Tensor>, architecture: Architecture) {
    this.#tensors = tensors;
    this.#architecture = architecture;
    this.#untaken = new Set(tensors.keys());
  }

  /**
   * The tensor of that name. Throws `CHECKPOINT_INVALID` if it is missing, of another shape or not
   * finite.
   */
  take(name: string, expected: ExpectedShape): Tensor {
    const tensor = this.#tensors.get(name);
    const network = `network of the "${this.#architecture}" architecture`;
    if (!tensor) return this.#refuse(`The checkpoint has no "${name}", which a ${network} needs`);
    if (!hasShape(tensor, expected)) {
      this.#refuse(
        `"${name}" has shape [${tensor.shape.join(', ')}], where a ${network} ` +
          `needs [${expected.join(', ')}]`,
      );
    }
    if (!tensor.data.every(Number.isFinite)) {
      this.#refuse(`"${name}" holds values that are no numbers`);
    }
    this.#untaken.delete(name);
    return tensor;
  }

  /**
   * Throws `CHECKPOINT_INVALID` if the checkpoint holds tensors that the network has no place for.
   */
  requireAllTaken(): void {
    const [name] = this.#untaken;
    if (name === undefined) return;
    const others = this.#untaken.size > 1 ? ` and ${this.#untaken.size - 1} more` : '';
    this.#refuse(
      `The checkpoint holds ${quoted(name)}${others}, which a network of the ` +
        `"${this.#architecture}" architecture has no place for`,
    );
  }

  #refuse(problem: string): never {
    throw new EarmarkError(
      'CHECKPOINT_INVALID',
      `${problem}. Is this the checkpoint of a model with architecture "${this.#architecture}"?`,
    );
  }
}

function hasShape({ shape }: Tensor, expected: ExpectedShape): boolean {
  const agrees = (length: number, axis: number) =>
    expected[axis] === 'any' ? length > 0 : length === expected[axis];
  return shape.length === expected.length && shape.every(agrees);
}

/** The linear part of a layer: weights [out, in, ...kernel] and one bias for each output. */
export interface Linear {
  readonly weight: Tensor;
  readonly bias: Float32Array;
}
