import type { AudioInput } from './model-input.ts';
import type { ModelSpec } from './model-spec.ts';
import type { InputAxis } from './network-spec.ts';

export interface InstalledModel {
  readonly spec: ModelSpec;
  /** Contains its files. */
  readonly folder: string;
  /** The model whose embedding it reads; null for a model that reads audio. */
  readonly parent: InstalledModel | null;
}

/** An installed model that reads audio. */
export interface AudioModel extends InstalledModel {
  readonly spec: ModelSpec & { readonly input: AudioInput };
}

/** The model that reads the audio for this one: itself, or what is at the beginning of its embeddings. */
export function audioModelOf(model: InstalledModel): AudioModel {
  const { spec, parent } = model;
  if (parent) return audioModelOf(parent);
  const { input } = spec;
  if (input.kind === 'embedding') throw new Error(`${spec.name} was read without its parent`);
  return { ...model, spec: { ...spec, input } };
}

/** What a model reads of a track: its own input, or that of the model at the beginning of its embeddings. */
export function audioInputOf(model: InstalledModel): AudioInput {
  return audioModelOf(model).spec.input;
}

/** Samples that a chunk of a track is made of, at the sample rate of the input. */
export function chunkSamples(input: AudioInput): number {
  const { chunks } = input;
  if (input.kind === 'waveform' || chunks.cutFrom === 'waveform') return chunks.length;
  const { hopLength, frameLength } = input.spectrogram;
  return (chunks.length - 1) * hopLength + frameLength;
}

/** Lengths of the axes of a network that reads an embedding of so many dimensions, without the batch. */
export function embeddingShape(axes: readonly InputAxis[], nDimensions: number): readonly number[] {
  return axes.flatMap((axis) => {
    if (axis === 'batch') return [];
    return axis === 'embedding' ? nDimensions : 1;
  });
}
