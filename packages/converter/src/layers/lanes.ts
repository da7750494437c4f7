import type { Tensor } from '../checkpoint/tensor.ts';
import { NEGLIGIBLE } from '../onnx/negligible.ts';
import type { Linear } from './linear.ts';

/**
 * How the channels of a value lie in memory.
 *
 * Lanes of zeros fill up whole blocks, and channels that are always zero have no lane. Either
 * changes no score, as the layer that reads the value spreads its weights over the same lanes.
 */
export interface Lanes {
  /** Lane by lane the channel that lies there, or `null` for zeros. */
  readonly channels: readonly (number | null)[];
  /** How many channels the network has here, in whatever lanes. */
  readonly nChannels: number;
}

/**
 * Convolutions run fastest on whole blocks of 16 channels (the CPU provider's blocked layout), and
 * the WebGPU provider of onnxruntime 1.30 is wrong for input channels that are no multiple of four.
 */
const LANES_PER_BLOCK = 16;

/** A lane for each channel. */
export function plainLanes(nChannels: number): Lanes {
  return { channels: [...Array(nChannels).keys()], nChannels };
}

/** A lane for each channel, in whole blocks. */
export function blockLanes(nChannels: number, lanesPerBlock = LANES_PER_BLOCK): Lanes {
  return fillBlocks([...Array(nChannels).keys()], nChannels, lanesPerBlock);
}

/**
 * A lane for each output of `layer` that can be positive, in whole blocks: a ReLU silences the
 * others.
 */
export function lanesBeforeRelu({ weight, bias }: Linear): Lanes {
  const rowSize = weight.data.length / bias.length;
  const isSilent = (channel: number) =>
    (bias[channel] ?? 0) < NEGLIGIBLE &&
    weight.data
      .subarray(channel * rowSize, (channel + 1) * rowSize)
      .every((value) => Math.abs(value) < NEGLIGIBLE);
  const audible = [...bias.keys()].filter((channel) => !isSilent(channel));
  return fillBlocks(audible, bias.length, LANES_PER_BLOCK);
}

/** The lanes of several values, one value after the other. */
export function joinLanes(all: readonly Lanes[]): Lanes {
  return all.reduce((joined, { channels, nChannels }) => ({
    channels: [
      ...joined.channels,
      ...channels.map((channel) => (channel === null ? null : joined.nChannels + channel)),
    ],
    nChannels: joined.nChannels + nChannels,
  }));
}

/** `weights`, [out, in, ...kernel], lane by lane: [out lanes, in lanes, ...kernel]. */
export function spreadWeights({ shape, data }: Tensor, out: Lanes, input: Lanes): Float32Array {
  const [, nIn = 0, ...kernel] = shape;
  const nTaps = kernel.reduce((product, length) => product * length, 1);
  const nInputLanes = input.channels.length;
  const spread = new Float32Array(out.channels.length * nInputLanes * nTaps);
  out.channels.forEach((o, outLane) => {
    if (o === null) return;
    input.channels.forEach((i, inputLane) => {
      if (i === null) return;
      const from = (o * nIn + i) * nTaps;
      spread.set(data.subarray(from, from + nTaps), (outLane * nInputLanes + inputLane) * nTaps);
    });
  });
  return spread;
}

/** One value a channel, such as a bias, lane by lane. */
export function spreadChannels(values: Float32Array, { channels }: Lanes): Float32Array {
  return Float32Array.from(channels, (channel) => (channel === null ? 0 : (values[channel] ?? 0)));
}

function fillBlocks(channels: readonly number[], nChannels: number, lanesPerBlock: number): Lanes {
  const nLanes = Math.max(1, Math.ceil(channels.length / lanesPerBlock)) * lanesPerBlock;
  return { channels: Array.from({ length: nLanes }, (_, i) => channels[i] ?? null), nChannels };
}
