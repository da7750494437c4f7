import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { ChannelLayout } from './channel-layout.ts';
import type { Weights } from './weights.ts';

/** What layers are built from and into. */
export interface Network {
  readonly weights: Weights;
  readonly graph: GraphBuilder;
}

/** A value between two layers: [batch, channels as laid out]. Its name is that of the node that computes it. */
export interface Vector {
  readonly name: string;
  readonly layout: ChannelLayout;
}

/** Along frequency, along time. A network of the waveform has one "frequency". */
export type Pair = readonly [frequency: number, time: number];

/** A value between two layers: [batch, channels as laid out, ...size]. */
export interface FeatureMap extends Vector {
  readonly size: Pair;
}

/** Name of the node for a layer of the checkpoint: `layer1/conv` for `layer1.conv`. */
export function nodeName(layer: string): string {
  return layer.replaceAll('.', '/');
}
