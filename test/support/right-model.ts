import { createHash } from 'node:crypto';
import { referenceChunk } from '@earmark/core/model';
import {
  dense,
  denseByHand,
  handModel,
  integers,
  operation,
  type Piece,
  randomLayer,
  sigmoid,
  softmax,
} from './hand-network.ts';
import { writeOnnx } from './onnx-writer.ts';
import { spectrogramByDefinition } from './spectrogram-by-definition.ts';
import { PRESETS } from './spectrogram-presets.ts';

// A model of which everything is right: a small tagger that reads a log-mel spectrogram. Tests change one thing of it.

export const TAGS = ['low', 'middle', 'high'] as const;
const N_BANDS = 24;
const N_FRAMES = 16;

const SPECTROGRAM = {
  ...PRESETS.torchaudio,
  mel: { ...PRESETS.torchaudio.mel!, nMels: N_BANDS, fMin: 60, fMax: 8_000 },
  logarithm: { unit: 'ln', scale: 1, offset: 1e-3, floor: 0 },
} as const;

/** From the means of the bands to the logits. */
export const LAYER = randomLayer(N_BANDS, TAGS.length);

export type Ending = 'Sigmoid' | 'Softmax' | 'Identity';

export interface RightNetwork {
  /** What comes behind the logits. */
  readonly ending?: Ending;
  readonly batch?: number | string;
  readonly nFrames?: number | string;
  readonly hasChannel?: boolean;
  /** In place of the layer from the means of the bands to the logits. */
  readonly middle?: readonly Piece[];
  /** Further ones. */
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
}

/** The fields of a ModelProto: from `mel`, [batch, bands, frames], the mean of each band, then a dense layer. */
export function rightProto({
  ending = 'Sigmoid',
  batch = 'batch',
  nFrames = N_FRAMES,
  hasChannel = false,
  middle = dense('means', 'logits', LAYER),
  inputs = {},
}: RightNetwork = {}) {
  const shape = [batch, ...(hasChannel ? [1] : []), N_BANDS, nFrames];
  return handModel({
    inputs: { mel: shape, ...inputs },
    outputs: { scores: [batch, TAGS.length] },
    pieces: [
      integers('frame_axes', hasChannel ? [1, 3] : [2]),
      operation('ReduceMean', ['mel', 'frame_axes'], 'means', { keepdims: 0 }),
      ...middle,
      operation(ending, ['logits'], 'scores', ending === 'Softmax' ? { axis: 1 } : {}),
    ],
  });
}

export function rightNetwork(options: RightNetwork = {}): Uint8Array {
  return writeOnnx(rightProto(options));
}

/** Its manifest, with other values of some keys, such as `{ 'input.sampleRate': 22_050 }`; undefined removes one. */
export function rightManifest(
  changes: Readonly<Record<string, unknown>> = {},
  { ending = 'Sigmoid', hasReference = false }: RightManifest = {},
): object {
  const manifest = structuredClone({
    version: 2,
    name: 'mine/model',
    licence: 'unknown',
    network: {
      file: 'network.onnx',
      input: { axes: ['batch', 'bands', 'frames'] },
      output: {},
      batch: 'any',
    },
    input: {
      kind: 'spectrogram',
      sampleRate: 16_000,
      downmix: 'mean',
      spectrogram: SPECTROGRAM,
      chunks: { rule: 'hop', length: 4_000, hop: 3_000, last: 'drop', short: 'silence' },
    },
    scores: {
      are: ending === 'Identity' ? 'logits' : 'probabilities',
      labels: ending === 'Softmax' ? 'single' : 'multi',
      aggregation: 'mean',
    },
    tags: TAGS,
    tagsSha256: createHash('sha256').update(TAGS.join('\n')).digest('hex'),
    ...(hasReference && { reference: REFERENCES[ending] }),
  });
  for (const [key, value] of Object.entries(changes)) change(manifest, key.split('.'), value);
  return manifest;
}

export interface RightManifest {
  /** Of the network that it describes. */
  readonly ending?: Ending;
  readonly hasReference?: boolean;
}

function change(holder: Record<string, unknown>, [key = '', ...inside]: string[], value: unknown) {
  if (inside.length > 0) change(holder[key] as Record<string, unknown>, inside, value);
  else holder[key] = value;
}

const N_SAMPLES = 10_500;

/** The scores of the reference signal by the definition, without anything of Earmark's. */
function referenceOf(ending: Ending) {
  const signal = referenceChunk(N_SAMPLES);
  const chunks = [0, 3_000, 6_000].map((start) => {
    const frames = spectrogramByDefinition(signal.slice(start, start + 4_000), SPECTROGRAM);
    const means = SPECTROGRAM_BANDS.map((band) => mean(frames.map((frame) => frame[band]!)));
    const logits = denseByHand(LAYER, means);
    return ending === 'Softmax' ? softmax(logits) : logits.map(sigmoid);
  });
  const scores = TAGS.map((_, tag) => mean(chunks.map((chunk) => chunk[tag]!)));
  return { nSamples: N_SAMPLES, scores, tolerance: 1e-4 };
}

const SPECTROGRAM_BANDS = Array.from({ length: N_BANDS }, (_, band) => band);

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const REFERENCES = {
  Sigmoid: referenceOf('Sigmoid'),
  Softmax: referenceOf('Softmax'),
  Identity: referenceOf('Identity'),
};
