import * as z from 'zod';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

const Measures = z.object({
  /** Null where it is not defined. */
  rocAuc: share.nullable(),
  /** Average precision; null where it is not defined. */
  prAuc: share.nullable(),
  /** These three are null when nothing was decided. */
  precision: share.nullable(),
  recall: share.nullable(),
  fScore: share.nullable(),
});

const Mean = Measures.extend({
  /** How many tags or tracks it is a mean of. */
  n: count,
  /** Of those, how many have no ROC-AUC; a lenient mean excludes them. */
  nWithoutRocAuc: count,
  /** Of those, how many have no average precision. */
  nWithoutPrAuc: count,
});

const TagEvaluation = Measures.extend({
  tag: z.string(),
  category: z.string(),
  /** Tracks that have the tag. */
  nPositive: count,
  threshold: z.number().nullable(),
});

/** How well the scores of one model match the truth. */
export const Evaluation = z.object({
  nTracks: count,
  /** Mean over the tags, each counting the same. */
  macro: Mean,
  /** All cells as one long column. */
  micro: Measures,
  /** Mean over the tracks, each counting the same. */
  samples: Mean,
  /** Mean over the tags of each category. */
  categories: z.array(Mean.extend({ category: z.string() })),
  /** In the order of the model. */
  tags: z.array(TagEvaluation),
  /** See mean-curves.ts. */
  curves: z.object({ roc: z.array(share).readonly(), precisionRecall: z.array(share).readonly() }),
});

export type Measures = Readonly<z.infer<typeof Measures>>;
export type Mean = Readonly<z.infer<typeof Mean>>;
export type TagEvaluation = Readonly<z.infer<typeof TagEvaluation>>;
export type Evaluation = Readonly<z.infer<typeof Evaluation>>;

/** Figures of the paper that published a model. */
const PublishedFigures = z.object({
  rocAuc: z.number(),
  prAuc: z.number(),
  source: z.string(),
  /** On which tracks they were computed. */
  tracks: z.string(),
});

/** Raised when a field changes meaning. */
export const EVALUATION_VERSION = 2;

const ModelEvaluation = z.object({
  /** Name of the model, of a file of scores, or of a mean of models. */
  name: z.string(),
  /** Null for a file of scores. */
  vocabulary: z.string().nullable(),
  /** Tracks of the truth, and how many of them the model has scores for. */
  matched: z.object({
    nTracks: count,
    byRule: z.object({ path: count, extension: count, end: count }).nullable(),
    /** Files without truth and truth without a file: how many, and the first of them. */
    nFilesWithoutTruth: count,
    filesWithoutTruth: z.array(z.string()),
    nTruthWithoutFile: count,
    truthWithoutFile: z.array(z.string()),
    /** Tracks that have truth and a file, and no scores of this model. */
    nUnscored: count,
  }),
  tagsOfModelOnly: z.array(z.string()).readonly(),
  tagsOfTruthOnly: z.array(z.string()).readonly(),
  evaluation: Evaluation,
  published: PublishedFigures.nullable(),
});

/** The content of evaluation.json: everything the evaluation page shows, and nothing it has to compute. */
export const EvaluationReport = z.object({
  version: z.literal(EVALUATION_VERSION),
  /** What was evaluated: a run and its source, or a file of scores. */
  subject: z.string(),
  truth: z.object({
    name: z.string(),
    nTracks: count,
    nTags: count,
    /** The list that selected the tracks; null when all are evaluated. */
    split: z.string().nullable(),
  }),
  mode: z.enum(['lenient', 'strict']),
  decisions: z.object({
    /** Thresholds, or an array that came with the scores. */
    by: z.enum(['thresholds', 'array']),
    /** Where the thresholds come from; null: learnt on the evaluated tracks. */
    from: z.string().nullable(),
    /** How a score is compared with its threshold. */
    rule: z.enum(['>', '>=']),
  }),
  models: z.array(ModelEvaluation),
  /** Models that could not be evaluated, and why. */
  excluded: z.array(z.object({ name: z.string(), reason: z.string() })),
});

export type PublishedFigures = Readonly<z.infer<typeof PublishedFigures>>;
export type ModelEvaluation = Readonly<z.infer<typeof ModelEvaluation>>;
export type EvaluationReport = Readonly<z.infer<typeof EvaluationReport>>;

/** The thresholds of an evaluation.json. Version 1 called the name of a model `id`. */
const EvaluationThresholds = z.object({
  version: z.union([z.literal(1), z.literal(EVALUATION_VERSION)]),
  models: z.array(
    z.object({
      name: z.string().optional(),
      id: z.string().optional(),
      evaluation: z.object({
        tags: z.array(z.object({ tag: z.string(), threshold: z.number().nullable() })),
      }),
    }),
  ),
});

/** The thresholds in the text of an evaluation.json, by model and tag; undefined when it is not one. */
export function parseEvaluationThresholds(
  text: string,
): ReadonlyMap<string, ReadonlyMap<string, number>> | undefined {
  const models = EvaluationThresholds.safeParse(parseJson(text)).data?.models;
  return (
    models &&
    new Map(
      models.map(
        ({ name, id, evaluation }) => [name ?? id ?? '', knownOf(evaluation.tags)] as const,
      ),
    )
  );
}

function knownOf(
  tags: readonly { readonly tag: string; readonly threshold: number | null }[],
): ReadonlyMap<string, number> {
  return new Map(
    tags.flatMap(({ tag, threshold }) => (threshold === null ? [] : [[tag, threshold] as const])),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
