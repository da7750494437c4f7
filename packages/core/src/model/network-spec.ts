import * as z from 'zod';
import { FileName, Sha256 } from './names.ts';

/** What each axis of the input is; `channel` has the length 1. */
const Axis = z.enum(['batch', 'channel', 'samples', 'bands', 'frames', 'embedding']);
export type InputAxis = z.infer<typeof Axis>;

const FILE = {
  file: FileName,
  sha256: Sha256,
};

/** The `.onnx` file of a model, and how it is fed. All tensors are float32. */
export const NETWORK = {
  ...FILE,
  /** Files beside it that hold its weights (ONNX external data). */
  externalData: z
    .array(z.strictObject(FILE).readonly())
    .max(100, 'must be at most 100 files')
    .readonly()
    .default([]),
  input: z
    .strictObject({
      /** Of the tensor; null where the network has one input. */
      name: z.string().min(1).nullable().default(null),
      /** The axes of the tensor in their order, such as ["batch", "frames", "bands"]. */
      axes: z
        .array(Axis)
        .min(1)
        .max(6)
        .readonly()
        .refine((axes) => !axes.includes('batch') || axes[0] === 'batch', {
          error: '"batch" must be the first axis',
        })
        .refine(hasNoAxisTwice, { error: 'only "channel" may be there twice' }),
    })
    .readonly(),
  output: z
    .strictObject({
      /**
       * The tensor with one score for each tag: [batch, tags]; [batch, rows, tags] or [rows, tags] where the network cuts a chunk
       * itself. Null where it is the only output.
       */
      scores: z.string().min(1).nullable().default(null),
      /** The tensor with the embedding, [batch, dimensions], or [rows, dimensions]; null where none is wanted. */
      embedding: z.string().min(1).nullable().default(null),
    })
    .readonly()
    .prefault({}),
  /** How many chunks the network reads at a time: `any`, or the number that the file fixes. */
  batch: z.union([z.literal('any'), z.int().min(1).max(1_024)], {
    error: 'must be "any", or the number of chunks that the network reads at a time',
  }),
};

function hasNoAxisTwice(axes: readonly InputAxis[]): boolean {
  const others = axes.filter((axis) => axis !== 'channel');
  return new Set(others).size === others.length;
}

export const NetworkSpec = z.strictObject(NETWORK).readonly();
export type NetworkSpec = z.infer<typeof NetworkSpec>;
