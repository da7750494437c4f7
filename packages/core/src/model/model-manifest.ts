import * as z from 'zod';
import { ModelInput } from './model-input.ts';
import { ModelName, Sha256 } from './names.ts';
import { NETWORK } from './network-spec.ts';
import { ScoresSpec } from './scores-spec.ts';
import { Tag, type Vocabulary, VocabularyId } from './vocabulary.ts';

const Tags = z
  .array(Tag)
  .min(1, 'there must be one tag or more')
  .max(32_767, 'there can be at most 32767 tags')
  .readonly()
  .refine((tags) => new Set(tags.map(({ tag }) => tag)).size === tags.length, {
    error: 'every tag must be different',
  });

/** The keys that a manifest and an installed model share. */
export const MANIFEST = {
  /** Where an editor finds the schema. */
  $schema: z.string().optional(),
  version: z.literal(2, { error: 'must be 2: this version of Earmark reads no other' }),
  name: ModelName,
  /** The kind of network, for readers. */
  architecture: z.string().min(1).max(100).default('onnx'),
  /** Terms of use of the weights, such as "CC BY-NC-SA 4.0"; "unknown" where nobody says. */
  licence: z.string().min(1, 'name the licence, or write "unknown"').max(500),
  /** Where the network comes from: an address, or a sentence. */
  source: z.string().min(1).max(1_000).nullable().default(null),
  input: ModelInput,
  scores: ScoresSpec,
  /**
   * What is scored, in the order of the outputs: tags, or the id of a vocabulary of Earmark. Null for a network that has
   * an embedding alone: other models read it, and it cannot be run by itself.
   */
  tags: z.union([Tags, z.strictObject({ vocabulary: VocabularyId }).readonly(), z.null()], {
    error: 'must be a list of different tags, {"vocabulary": "<id>"} or null',
  }),
  /** SHA-256 of the tags, in UTF-8 with a line feed between two of them: another order is another hash. */
  tagsSha256: Sha256.optional(),
  /** Scores that somebody else computed, to compare with. */
  reference: z
    .strictObject({
      /** How many samples of the reference signal are tagged like a track: sample i is (i² mod 2^17) / 2^17 - 0.5. */
      nSamples: z
        .int()
        .min(1)
        .max(2 ** 26),
      /** The first scores of this track, in the order of the tags; all, or some of them. */
      scores: z.array(z.number().min(0).max(1)).min(1).readonly(),
      /** The largest difference that is no mistake. */
      tolerance: z.number().positive().max(0.05).default(1e-3),
    })
    .readonly()
    .nullable()
    .default(null),
};

/** What says everything of a model: how audio becomes the input of its network, and how its output becomes scores of tags. */
export const ModelManifest = z
  .strictObject({
    ...MANIFEST,
    network: z.strictObject({ ...NETWORK, sha256: Sha256.optional() }).readonly(),
  })
  .superRefine(checkManifest)
  .readonly();
export type ModelManifest = z.infer<typeof ModelManifest>;

/** The inputs that fit the axes of a network: each kind has axes of its own. */
const AXES_OF: Readonly<Record<ModelInput['kind'], readonly string[]>> = {
  waveform: ['samples'],
  spectrogram: ['bands', 'frames'],
  embedding: ['embedding'],
};

/** What a schema of single fields cannot say. */
export function checkManifest(
  {
    input,
    network,
    scores,
    tags,
    reference,
  }: Pick<z.infer<z.ZodObject<typeof MANIFEST>>, 'input' | 'scores' | 'tags' | 'reference'> & {
    readonly network: Pick<z.infer<z.ZodObject<typeof NETWORK>>, 'input' | 'output' | 'batch'>;
  },
  context: z.RefinementCtx,
): void {
  const refuse = (path: readonly string[], message: string): void => {
    context.addIssue({ code: 'custom', path: [...path], message });
  };
  const { axes } = network.input;
  const needed = AXES_OF[input.kind];
  const present = axes.filter((axis) => axis !== 'batch' && axis !== 'channel');
  if ([...present].sort().join() !== [...needed].sort().join()) {
    refuse(
      ['network', 'input', 'axes'],
      `must have ${needed.map((axis) => `"${axis}"`).join(' and ')} for an input of the kind "${input.kind}", besides "batch" and "channel"`,
    );
  }
  if (!axes.includes('batch') && network.batch !== 1) {
    refuse(['network', 'batch'], 'must be 1 for a network without the axis "batch"');
  }
  if (tags === null && network.output.embedding === null) {
    refuse(['tags'], 'must be there, as the network has no embedding either');
  }
  if (tags === null && reference !== null) {
    refuse(['reference'], 'must be null for a network without tags');
  }
  if (reference && Array.isArray(tags) && reference.scores.length > tags.length) {
    refuse(['reference', 'scores'], `must not be more than the tags, ${tags.length}`);
  }
  if (scores.labels === 'single' && Array.isArray(tags) && tags.length === 1) {
    refuse(['scores', 'labels'], 'must be "multi" for one tag: alone it would always score 1');
  }
}

/** The tags of a vocabulary in the form that is hashed. */
export function hashedTags({ tags }: Pick<Vocabulary, 'tags'>): string {
  return tags.map(({ tag }) => tag).join('\n');
}
