import * as z from 'zod';
import { ModelName } from './names.ts';

/** The networks that can be converted from a checkpoint. */
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

const Upstream = z.object({
  /** The address of a repository at one commit; by default of sota-music-tagging-models. */
  repository: z
    .url()
    .default(
      'https://raw.githubusercontent.com/minzwon/sota-music-tagging-models/9b2ccdd0155590ba6cffe3c8fe29c57ab26e104a',
    ),
  /** In that repository, or in its mirror. */
  path: z.string().min(1),
  gitBlobSha1: z.string().regex(/^[0-9a-f]{40}$/),
});
export type Upstream = z.infer<typeof Upstream>;

/** A model that is converted from a checkpoint: an element of `models/<dataset>.json`, which needs no weights. */
export const CatalogueEntry = z
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
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;
