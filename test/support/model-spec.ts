import { createHash } from 'node:crypto';
import type * as z from 'zod';
import {
  type ChunkSpec,
  hashedTags,
  type ModelInput,
  ModelSpec,
  type NetworkSpec,
  type SpectrogramSpec,
  type Vocabulary,
} from '@earmark/core/model';
import { PRESETS } from './spectrogram-presets.ts';

/** What tests say of a model. */
export interface ModelChange extends Partial<Omit<z.input<typeof ModelSpec>, 'input' | 'network'>> {
  readonly sampleRate?: number;
  /** Sixteen that are spread, where no rule is given. */
  readonly chunks?: Partial<z.input<typeof ChunkSpec>>;
  /** How it differs from a log-mel spectrogram of 96 bands; without this key the model reads samples. */
  readonly spectrogram?: Partial<z.input<typeof SpectrogramSpec>>;
  /** In place of the three keys above. */
  readonly input?: z.input<typeof ModelInput>;
  /** Of the tags that are given, by its id. */
  readonly vocabulary?: Vocabulary;
  readonly network?: Partial<z.input<typeof NetworkSpec>>;
}

const ZEROS = '0'.repeat(64);

/** A model that tests say little of, and that has no files: it reads one sample and scores one tag, but for `change`. */
export function modelSpec({
  sampleRate = 16_000,
  chunks = {},
  spectrogram,
  vocabulary,
  network = {},
  ...change
}: ModelChange = {}): ModelSpec {
  const audio = { sampleRate, downmix: 'mean', chunks: chunkSpec(chunks) } as const;
  const input =
    change.input ??
    (spectrogram
      ? { kind: 'spectrogram', ...audio, spectrogram: { ...LOG_MEL, sampleRate, ...spectrogram } }
      : { kind: 'waveform', ...audio });
  return ModelSpec.parse({
    version: 2,
    name: 'test/model',
    architecture: 'short',
    licence: 'unknown',
    scores: { are: 'probabilities', labels: 'multi', aggregation: 'mean' },
    ...tagsOf(vocabulary),
    weightsSha256: ZEROS,
    published: false,
    demonstration: false,
    conversionVersion: 'test',
    parent: null,
    nDimensions: null,
    nMacs: 1,
    referenceOutput: [0.5],
    ...change,
    input,
    network: {
      file: 'none.onnx',
      sha256: ZEROS,
      input: { axes: AXES[input.kind] },
      batch: 'any',
      ...network,
    },
  });
}

function tagsOf(vocabulary: Vocabulary | undefined) {
  if (!vocabulary) return { tags: ['tag'], nTags: 1, tagsSha256: ZEROS };
  const { id, tags } = vocabulary;
  const tagsSha256 = createHash('sha256').update(hashedTags(vocabulary)).digest('hex');
  return { tags: { vocabulary: id }, nTags: tags.length, tagsSha256 };
}

function chunkSpec(chunks: Partial<z.input<typeof ChunkSpec>>): z.input<typeof ChunkSpec> {
  const common = { length: 1, short: 'silence' } as const;
  const rule = chunks.rule ? {} : { rule: 'spread', count: 16 };
  return { ...common, ...rule, ...chunks } as z.input<typeof ChunkSpec>;
}

/** Its bands also end below half of lower rates. */
const LOG_MEL = {
  ...PRESETS.torchaudio,
  mel: PRESETS.torchaudio.mel && { ...PRESETS.torchaudio.mel, fMax: 6_000 },
};

const AXES = {
  waveform: ['batch', 'samples'],
  spectrogram: ['batch', 'bands', 'frames'],
  embedding: ['batch', 'embedding'],
} as const;
