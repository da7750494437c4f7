import { countFrames, resampledLength, SAMPLE_RATE } from '@earmark/core/audio';
import type { Architecture, AudioInput, ChunkSpec, InputAxis } from '@earmark/core/model';
import { ARCHITECTURES } from './architectures/architectures.ts';
import { bandsOf, type ConvertedFrontEnd } from './architectures/front-end.ts';
import { readCheckpoint } from './checkpoint/read-checkpoint.ts';
import type { Tensor } from './checkpoint/tensor.ts';
import { plainLayout } from './layers/channel-layout.ts';
import type { FeatureMap } from './layers/network.ts';
import { Weights } from './layers/weights.ts';
import { GraphBuilder } from './onnx/graph-builder.ts';

/** A network ready to run, and what it must be fed. */
export interface ConvertedModel {
  /**
   * The `.onnx` file. Input `log_mel` [batch, bands, frames] in dB or `waveform` [batch, samples],
   * output `scores` [batch, nTags] in [0, 1]; float32.
   */
  readonly onnx: Uint8Array;
  /** How chunks are cut from a track. */
  readonly cut: Pick<AudioInput, 'sampleRate' | 'downmix' | 'chunks'>;
  readonly frontEnd: ConvertedFrontEnd;
  /** Of the input of the network. */
  readonly axes: readonly InputAxis[];
  readonly nTags: number;
  /** Multiply-accumulates of one chunk as they are executed: without pruned channels, with those that fill up blocks. */
  readonly nMacs: number;
  readonly conversionVersion: string;
}

/** Version of the conversion: another one may give other numbers in the last digits. */
export const CONVERSION_VERSION = 'fp32-1';

/**
 * The network of a PyTorch checkpoint as ONNX. The same bytes give the same model, byte for byte.
 *
 * @param bytes a state dictionary as `torch.save` writes it; nothing in it is executed
 * @throws EarmarkError `CHECKPOINT_INVALID` if the file is damaged or not one of this architecture
 */
export function convertCheckpoint(bytes: Uint8Array, architecture: Architecture): ConvertedModel {
  return convertTensors(readCheckpoint(bytes), architecture);
}

/** The network of these tensors, named as a checkpoint names them. Throws as `convertCheckpoint` does. */
export function convertTensors(
  tensors: ReadonlyMap<string, Tensor>,
  architecture: Architecture,
): ConvertedModel {
  const definition = ARCHITECTURES[architecture];
  const { inputLength, chunks, readFrontEnd, build } = definition;
  const weights = new Weights(tensors, architecture);
  const graph = new GraphBuilder(architecture);
  const frontEnd = readFrontEnd(weights);

  const logits = build({ weights, graph }, addInput(graph, frontEnd, inputLength));
  const scores = graph.node('Sigmoid', 'scores', [logits.name]);
  const nTags = logits.layout.nChannels;
  graph.output(scores, ['batch', nTags]);
  weights.requireAllTaken();
  const onnx = graph.encode(CONVERSION_VERSION);
  const { nMacs } = graph;
  return {
    onnx,
    cut: { sampleRate: SAMPLE_RATE, downmix: 'mean', chunks: chunkSpec(inputLength, chunks) },
    frontEnd,
    axes: AXES[frontEnd.kind],
    nTags,
    nMacs,
    conversionVersion: CONVERSION_VERSION,
  };
}

function chunkSpec(length: number, rule: 'centre' | 'spread' = 'spread'): ChunkSpec {
  const common = { cutFrom: 'waveform', length, short: 'silence' } as const;
  return rule === 'centre' ? { ...common, rule } : { ...common, rule, count: N_SPREAD };
}

/** Chunks of a track in the published evaluation of the networks. */
const N_SPREAD = 16;

const AXES: Readonly<Record<ConvertedFrontEnd['kind'], readonly InputAxis[]>> = {
  waveform: ['batch', 'samples'],
  spectrogram: ['batch', 'bands', 'frames'],
};

function addInput(
  graph: GraphBuilder,
  frontEnd: ConvertedFrontEnd,
  inputLength: number,
): FeatureMap {
  if (frontEnd.kind === 'waveform') {
    const name = graph.input('waveform', ['batch', inputLength]);
    return { name, layout: plainLayout(1), size: [1, inputLength] };
  }
  const { spectrogram } = frontEnd;
  const rates = { fromRate: SAMPLE_RATE, toRate: spectrogram.sampleRate };
  const size = [
    bandsOf(frontEnd),
    countFrames(spectrogram, resampledLength(inputLength, rates)),
  ] as const;
  return { name: graph.input('log_mel', ['batch', ...size]), layout: plainLayout(1), size };
}
