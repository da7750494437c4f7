import type { Tensor } from '../checkpoint/tensor.ts';
import { NEGLIGIBLE } from '../onnx/negligible.ts';
import type { Linear } from './weights.ts';

/**
 * How the channels of a value lie in memory.
 *
 * Zeros fill up whole blocks, and channels that are always zero are left out. Neither changes a score, as the
 * layer that reads the value spreads its weights over the same positions.
 */
export interface ChannelLayout {
  /** Position by position the channel that lies there, or `null` for zeros. */
  readonly channels: readonly (number | null)[];
  /** How many channels the network has here, wherever they lie. */
  readonly nChannels: number;
}

/**
 * Convolutions run fastest on whole blocks of 16 channels (the CPU provider's blocked layout), and
 * the WebGPU provider of onnxruntime 1.30 is wrong for input channels that are no multiple of four.
 */
const CHANNELS_PER_BLOCK = 16;

/** Every channel, in order. */
export function plainLayout(nChannels: number): ChannelLayout {
  return { channels: [...Array(nChannels).keys()], nChannels };
}

/** Every channel, in order, in whole blocks. */
export function blockLayout(
  nChannels: number,
  channelsPerBlock = CHANNELS_PER_BLOCK,
): ChannelLayout {
  return fillBlocks([...Array(nChannels).keys()], nChannels, channelsPerBlock);
}

/** The active outputs of a layer, those that can be positive, in whole blocks: a ReLU makes the others zero. */
export function layoutBeforeRelu({ weight, bias }: Linear): ChannelLayout {
  const rowSize = weight.data.length / bias.length;
  const isZeroed = (channel: number) =>
    (bias[channel] ?? 0) < NEGLIGIBLE &&
    weight.data
      .subarray(channel * rowSize, (channel + 1) * rowSize)
      .every((value) => Math.abs(value) < NEGLIGIBLE);
  const active = [...bias.keys()].filter((channel) => !isZeroed(channel));
  return fillBlocks(active, bias.length, CHANNELS_PER_BLOCK);
}

/** The layout of several values, one value after the other. */
export function joinLayouts(all: readonly ChannelLayout[]): ChannelLayout {
  return all.reduce((joined, { channels, nChannels }) => ({
    channels: [
      ...joined.channels,
      ...channels.map((channel) => (channel === null ? null : joined.nChannels + channel)),
    ],
    nChannels: joined.nChannels + nChannels,
  }));
}

/** `weights`, [out, in, ...kernel], as the layouts have them: [out positions, in positions, ...kernel]. */
export function spreadWeights(
  { shape, data }: Tensor,
  out: ChannelLayout,
  input: ChannelLayout,
): Float32Array {
  const [, nIn = 0, ...kernel] = shape;
  const nTaps = kernel.reduce((product, length) => product * length, 1);
  const nInputPositions = input.channels.length;
  const spread = new Float32Array(out.channels.length * nInputPositions * nTaps);
  out.channels.forEach((o, outAt) => {
    if (o === null) return;
    input.channels.forEach((i, inputAt) => {
      if (i === null) return;
      const from = (o * nIn + i) * nTaps;
      spread.set(data.subarray(from, from + nTaps), (outAt * nInputPositions + inputAt) * nTaps);
    });
  });
  return spread;
}

/** One value per channel, such as a bias, as the layout has them. */
export function spreadChannels(values: Float32Array, { channels }: ChannelLayout): Float32Array {
  return Float32Array.from(channels, (channel) => (channel === null ? 0 : (values[channel] ?? 0)));
}

function fillBlocks(
  channels: readonly number[],
  nChannels: number,
  channelsPerBlock: number,
): ChannelLayout {
  const nPositions = Math.max(1, Math.ceil(channels.length / channelsPerBlock)) * channelsPerBlock;
  return { channels: Array.from({ length: nPositions }, (_, i) => channels[i] ?? null), nChannels };
}
