import type { Tensor } from 'onnxruntime-node';
import { expect } from 'vitest';

/** The output of one block of the reference for one chunk, in figures. */
export interface ReferenceStage {
  readonly name: string;
  /** [channels, ...size], tokens [tokens, channels], or a vector. */
  readonly shape: readonly number[];
  readonly mean: number;
  readonly abs_mean: number;
  readonly max: number;
  readonly first8: readonly number[];
  readonly last4: readonly number[];
}

/**
 * Compares what does not depend on where channels lie: channels of zeros add nothing to a sum, nor do
 * channels that were left out because they are always zero; and the first one, if it sounds, lies
 * first.
 */
export function expectSameFigures(ours: Tensor, stage: ReferenceStage): void {
  const values = ours.data as Float32Array;
  const count = stage.shape.reduce((product, length) => product * length, 1);
  const mean = (f: (value: number) => number) => values.reduce((sum, v) => sum + f(v), 0) / count;
  const max = values.reduce((largest, value) => Math.max(largest, value), -Infinity);

  expect(sizeOf(ours.dims.slice(1)), `size of ${stage.name}`).toEqual(sizeOf(stage.shape));
  expectClose([mean((v) => v), mean(Math.abs)], [stage.mean, stage.abs_mean], stage, MEAN);
  expectClose([max], [stage.max], stage, VALUE);
  if (stage.first8.some((value) => value !== 0)) expectClose(values, stage.first8, stage, VALUE);
}

/** Compares the values at both ends, for outputs none of whose channels was left out. */
export function expectSameEnds(ours: Tensor, stage: ReferenceStage): void {
  const values = ours.data as Float32Array;
  const count = stage.shape.reduce((product, length) => product * length, 1);
  expectClose(values, stage.first8, stage, VALUE);
  expectSameLast(values.subarray(0, count), stage);
  expect(
    values.subarray(count).every((value) => value === 0),
    `rest of ${stage.name}`,
  ).toBe(true);
}

/** Compares the last values alone. */
export function expectSameLast(values: Float32Array, stage: ReferenceStage): void {
  const { last4 } = stage;
  expectClose(values.subarray(values.length - last4.length), last4, stage, VALUE);
}

// Shares of the largest value. Float32 rounding moves a value by up to 1.6e-4 (the quietest of the
// front end's) and a mean by 4e-5, as most errors cancel out. Of the mistakes in mutations.test.ts
// that are made in a block GELU by tanh moves it least, by 5e-4; the others, by 5e-2 and more.
const VALUE = 3e-4;
const MEAN = 1e-4;

function expectClose(
  ours: ArrayLike<number>,
  reference: readonly number[],
  { name, max }: ReferenceStage,
  tolerance: number,
): void {
  const worst = reference.map((value, i) => Math.abs(value - (ours[i] ?? NaN)) / max);
  expect(Math.max(...worst), name).toBeLessThan(tolerance);
}

/** Axes behind the channels, of which some have length 1 on one side only. */
function sizeOf([, ...size]: readonly number[]): readonly number[] {
  return size.filter((length) => length !== 1);
}
