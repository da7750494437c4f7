import { z } from 'zod';

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
]);
export type Architecture = z.infer<typeof Architecture>;

/** `<dataset>/<name>`, e.g. `jamendo/fcn`. */
export const ModelId = z
  .string()
  .regex(/^[a-z0-9_]+\/[a-z0-9_]+$/, 'a model is named <dataset>/<name>, e.g. jamendo/fcn')
  .brand<'ModelId'>();
export type ModelId = z.infer<typeof ModelId>;

const Sha1 = z.string().regex(/^[0-9a-f]{40}$/);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is known of a model without its weights: `models/<dataset>/<name>/model.json`. */
export const ModelManifest = z
  .object({
    id: ModelId,
    architecture: Architecture,
    /** Id of the vocabulary, `models/vocabularies/<id>.json`. */
    vocabulary: z.string().min(1),
    /** Where the published checkpoint lies in its upstream repository; null where none is published. */
    upstream: z.object({ path: z.string().min(1), gitBlobSha1: Sha1 }).nullable(),
    licence: z.string().min(1),
    /** True for the model that ships with Earmark to be tried without any download. */
    demonstration: z.boolean().default(false),
  })
  .readonly();
export type ModelManifest = z.infer<typeof ModelManifest>;

/** What a model reads: log-mel spectrograms made with stored coefficients, or the waveform itself. */
export const FrontEnd = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('log-mel'),
    nFft: z.number().int().positive(),
    hopLength: z.number().int().positive(),
    nMels: z.number().int().positive(),
    /** sha256 of the window followed by the filter bank, as float32 little endian. */
    sha256: Sha256,
  }),
  z.object({ kind: z.literal('waveform') }),
]);
export type FrontEnd = z.infer<typeof FrontEnd>;

/** A model that can be run: the weights it came from and the files beside this one. */
export const InstalledModel = z
  .object({
    id: ModelId,
    architecture: Architecture,
    vocabulary: z.string().min(1),
    /** Of the checkpoint file. */
    weightsSha256: Sha256,
    /** Whether the checkpoint is the published one, byte for byte. */
    published: z.boolean(),
    demonstration: z.boolean(),
    /** Version of the conversion; another one means other numbers in the last digits. */
    profile: z.string().min(1),
    /** Chunk length in samples at 16 kHz. */
    inputLength: z.number().int().positive(),
    nTags: z.number().int().positive(),
    frontEnd: FrontEnd,
    onnx: z.object({ file: z.string().min(1), sha256: Sha256 }),
    /** The window (nFft) then the filter bank (nFft/2+1 x nMels), float32 little endian; log-mel only. */
    frontEndFile: z.string().min(1).nullable(),
    /** The first scores of the known chunk when it was installed, see known-answer.ts. */
    knownAnswer: z.array(z.number().min(0).max(1)).min(1).readonly(),
  })
  .readonly();
export type InstalledModel = z.infer<typeof InstalledModel>;
