import { z } from 'zod';
import type { Edges } from '../audio/edges.ts';
import { isSampleRate } from '../audio/resample.ts';
import { SAMPLE_RATE } from '../audio/waveform.ts';

export const Architecture = z.enum([
  'fcn',
  'crnn',
  'musicnn',
  'sample',
  'se',
  'short',
  'short_res',
  'attention',
  'hcnn',
  'baseline',
]);
export type Architecture = z.infer<typeof Architecture>;

/** `<dataset>/<name>`, e.g. `jamendo/fcn`. */
export const ModelName = z
  .string()
  .regex(/^[a-z0-9_]+\/[a-z0-9_]+$/, 'a model is named <dataset>/<name>, e.g. jamendo/fcn')
  .brand<'ModelId'>();
export type ModelName = z.infer<typeof ModelName>;

const Sha1 = z.string().regex(/^[0-9a-f]{40}$/);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const Upstream = z.object({
  /** The address of a repository at one commit; by default of sota-music-tagging-models. */
  repository: z
    .url()
    .default(
      'https://raw.githubusercontent.com/minzwon/sota-music-tagging-models/9b2ccdd0155590ba6cffe3c8fe29c57ab26e104a',
    ),
  /** In that repository, or in its mirror. */
  path: z.string().min(1),
  gitBlobSha1: Sha1,
});
export type Upstream = z.infer<typeof Upstream>;

/** The catalogue entry of a model, which needs no weights: an element of `models/<dataset>.json`. */
export const ModelManifest = z
  .object({
    name: ModelName,
    architecture: Architecture,
    /** Id of the vocabulary, `models/vocabularies/<id>.json`. */
    vocabulary: z.string().min(1),
    /** Address of the published checkpoint; null if none is published. */
    upstream: Upstream.nullable(),
    licence: z.string().min(1),
    /** True for the model that ships with Earmark, so that it can be tried without a download. */
    demonstration: z.boolean().default(false),
    /** Why it is not installed although it is published; shown after "cannot be used: ". */
    unusable: z.string().min(1).nullable().default(null),
  })
  .readonly();
export type ModelManifest = z.infer<typeof ModelManifest>;

/** How the scores of a track are computed from those of its chunks, see tagging/scoring.ts. */
export const Scoring = z.enum(['mean-of-16-1', 'centre-1']);
export type Scoring = z.infer<typeof Scoring>;

const EdgesName = z.enum(['reflect', 'zeros'] satisfies Edges[]);

/** What a model reads: log-mel spectrograms made with stored coefficients, or the waveform itself. */
export const FrontEnd = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('log-mel'),
    /** Rate in Hz to which a chunk is resampled first. Missing in files of earlier versions, as is `edges`. */
    sampleRate: z.number().refine(isSampleRate).default(SAMPLE_RATE),
    nFft: z.number().int().positive(),
    hopLength: z.number().int().positive(),
    /** The samples beyond the ends of a chunk that frames read, see audio/edges.ts. */
    edges: EdgesName.default('reflect'),
    nMels: z.number().int().positive(),
    /** sha256 of the window followed by the filter bank, as float32 little endian. */
    sha256: Sha256,
  }),
  z.object({ kind: z.literal('waveform') }),
]);
export type FrontEnd = z.infer<typeof FrontEnd>;

/** The content of installed.json: a model that can be run, its weights and its files. */
export const ModelSpec = z.preprocess(
  withPresentKeys,
  z
    .object({
      name: ModelName,
      architecture: Architecture,
      vocabulary: z.string().min(1),
      /** Of the checkpoint file. */
      weightsSha256: Sha256,
      /** Whether the checkpoint is the published one, byte for byte. */
      published: z.boolean(),
      demonstration: z.boolean(),
      /** Version of the conversion; another one means other numbers in the last digits. */
      conversionVersion: z.string().min(1),
      /** Rate in Hz of the waveform that chunks are cut from. Missing in files of earlier versions. */
      sampleRate: z.number().refine(isSampleRate).default(SAMPLE_RATE),
      /** Chunk length in samples at `sampleRate`. */
      inputLength: z.number().int().positive(),
      /** Missing in files of earlier versions. */
      scoring: Scoring.default('mean-of-16-1'),
      nTags: z.number().int().positive(),
      /** Multiply-accumulates of the network for one chunk, as they are executed. */
      nMacs: z.number().int().positive(),
      frontEnd: FrontEnd,
      onnx: z.object({ file: z.string().min(1), sha256: Sha256 }),
      /** The window (nFft) then the filter bank (nFft/2+1 x nMels), float32 little endian; log-mel only. */
      frontEndFile: z.string().min(1).nullable(),
      /** The first scores of the reference chunk when it was installed, see reference-output.ts. */
      referenceOutput: z.array(z.number().min(0).max(1)).min(1).readonly(),
    })
    .readonly(),
);
export type ModelSpec = z.infer<typeof ModelSpec>;

/** Present names of keys by those that version 0.1.0 wrote. */
const FORMER_KEYS: Readonly<Record<string, string>> = {
  id: 'name',
  profile: 'conversionVersion',
  knownAnswer: 'referenceOutput',
};

function withPresentKeys(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => [FORMER_KEYS[key] ?? key, value]),
  );
}
