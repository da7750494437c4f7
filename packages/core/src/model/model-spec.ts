import * as z from 'zod';
import { checkManifest, MANIFEST, type ModelManifest } from './model-manifest.ts';
import { Sha256 } from './names.ts';
import { NetworkSpec } from './network-spec.ts';

/** The content of installed.json: the manifest of a model that can be run, and what was found when it was installed. */
export const ModelSpec = z
  .strictObject({
    ...MANIFEST,
    network: NetworkSpec,
    tagsSha256: Sha256.nullable(),
    /** Of the checkpoint file that the network was converted from, or else of the network. */
    weightsSha256: Sha256,
    /** Whether the checkpoint is the published one, byte for byte. */
    published: z.boolean(),
    /** Whether it is the model that ships with Earmark, to be tried. */
    demonstration: z.boolean(),
    /** Version of the conversion, or a hash of the manifest; another one means other numbers. */
    conversionVersion: z.string().min(1),
    /** The model whose embedding it reads, as it was then; null for a model that reads audio. */
    parent: z
      .strictObject({ weightsSha256: Sha256, conversionVersion: z.string().min(1) })
      .readonly()
      .nullable(),
    /** 0 for a network that has an embedding alone. */
    nTags: z.int().min(0),
    /** Dimensions of the embedding; null where none is wanted. */
    nDimensions: z.int().min(1).nullable(),
    /** Multiply-accumulates of the network for one chunk, as they are executed; null for a network of others. */
    nMacs: z.int().positive().nullable(),
    /** The first outputs for the reference chunk when it was installed, see reference-output.ts. */
    referenceOutput: z.array(z.number()).min(1).readonly(),
  })
  .superRefine(checkManifest)
  .readonly();
export type ModelSpec = z.infer<typeof ModelSpec>;

/** Id of the vocabulary that a model scores. Models of one data set with the same tags share it. @throws for a model without tags */
export function vocabularyId({
  name,
  tags,
  tagsSha256,
}: Pick<ModelSpec, 'name' | 'tags' | 'tagsSha256'>): string {
  if (tags === null || tagsSha256 === null) throw new Error(`${name} scores no tags`);
  if ('vocabulary' in tags) return tags.vocabulary;
  const [dataset = ''] = name.split('/');
  return `${dataset.replaceAll('_', '-')}-${tagsSha256.slice(0, 8)}`;
}

/** The rule that computes the scores of a track, for the ledger: another rule is another model there. */
export function scoringOf({ input, scores }: Pick<ModelSpec, 'input' | 'scores'>): string {
  const { aggregation } = scores;
  if (input.kind === 'embedding') return `${aggregation}-of-embeddings-1`;
  const { chunks } = input;
  if (chunks.rule === 'spread') return `${aggregation}-of-${chunks.count}-1`;
  return chunks.rule === 'centre' ? 'centre-1' : `${aggregation}-of-chunks-1`;
}

/** What others need to add a model: all but what was found when it was installed. */
export function toManifest(spec: ModelSpec): ModelManifest {
  const { version, name, architecture, licence, source, network, input, scores, tags } = spec;
  const tagsSha256 = spec.tagsSha256 === null ? {} : { tagsSha256: spec.tagsSha256 };
  const described = { version, name, architecture, licence, source, network, input, scores, tags };
  return { ...described, ...tagsSha256, reference: spec.reference };
}
