import {
  dense,
  denseByHand,
  handNetwork,
  operation,
  partSizes,
  partSizesByHand,
  type Piece,
  randomLayer,
  sigmoid,
} from './hand-network.ts';
import type { Written } from './model-home.ts';
import { risingNoise } from './rising-noise.ts';

// A tagger that reads samples, whose scores are computed by hand, and a track for it.

const N_PARTS = 4;
const TAGS = ['low', 'middle', 'high'];
const LAYER = randomLayer(N_PARTS, TAGS.length);
export const LENGTH = 4_000;

export const TRACK = risingNoise(10_500);
/** Every 3,000 samples; behind them are 500 more. */
export const CHUNKS = [range(0, 4_000), range(3_000, 7_000), range(6_000, 10_000)];
export const LOGITS = CHUNKS.map(logitsByHand);

export function range(from: number, to: number): number[] {
  return [...TRACK.subarray(from, to)];
}

export function logitsByHand(samples: readonly number[]): number[] {
  return denseByHand(LAYER, partSizesByHand(samples, N_PARTS));
}

/** What `aggregate` makes of the values of all chunks, tag by tag. */
export function byTag(
  chunks: readonly (readonly number[])[],
  aggregate: (values: readonly number[]) => number,
): number[] {
  return TAGS.map((_, tag) => aggregate(chunks.map((chunk) => chunk[tag]!)));
}

export const mean = (values: readonly number[]) =>
  values.reduce((a, b) => a + b, 0) / values.length;
export const sigmoids = (chunks: readonly (readonly number[])[]) =>
  chunks.map((one) => one.map(sigmoid));

const ACTIVATIONS = {
  none: operation('Identity', ['logits'], 'scores'),
  sigmoid: operation('Sigmoid', ['logits'], 'scores'),
  softmax: operation('Softmax', ['logits'], 'scores', { axis: 1 }),
} as const satisfies Record<string, Piece>;

interface NetworkShape {
  readonly activation?: keyof typeof ACTIVATIONS;
  readonly input?: readonly (number | string)[];
  readonly nRows?: number | string;
  /** Samples of a row. */
  readonly length?: number;
}

export function model({
  activation = 'none',
  input = ['batch', LENGTH],
  nRows = 'batch',
  length = LENGTH,
}: NetworkShape = {}) {
  return {
    inputs: { waveform: input },
    outputs: { scores: [nRows, TAGS.length] },
    pieces: [
      ...partSizes('waveform', 'features', { nParts: N_PARTS, length }),
      ...dense('features', 'logits', LAYER),
      ACTIVATIONS[activation],
    ],
  };
}

export const PROBABILITIES = {
  are: 'probabilities',
  labels: 'multi',
  aggregation: 'mean',
} as const;
export const LOGITS_OF_MANY = { are: 'logits', labels: 'multi', aggregation: 'mean' } as const;

export function manifest({
  network = {},
  chunks = {},
  scores = LOGITS_OF_MANY as object,
  sampleRate = 16_000,
}) {
  return {
    version: 2,
    name: 'mine/model',
    licence: 'unknown',
    network: {
      file: 'network.onnx',
      input: { axes: ['batch', 'samples'] },
      batch: 'any',
      ...network,
    },
    input: {
      kind: 'waveform',
      sampleRate,
      downmix: 'mean',
      chunks: {
        ...{ rule: 'hop', length: LENGTH, hop: 3_000, last: 'drop', short: 'silence' },
        ...chunks,
      },
    },
    scores,
    tags: TAGS,
  };
}

/** A tagger of which some things are other than usual, and the scores of the track. */
export interface WaveformCase {
  readonly what: string;
  readonly manifest: object;
  readonly network: ReturnType<typeof model>;
  readonly expected: readonly number[];
}

export function writtenOf({ manifest: written, network }: WaveformCase): Written {
  return { manifest: written, network: handNetwork(network) };
}
