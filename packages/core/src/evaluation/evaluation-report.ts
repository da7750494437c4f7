import { z } from 'zod';
import { Evaluation } from './evaluation.ts';

const count = z.number().int().nonnegative();

/** Figures of the paper that published a model. */
const PublishedFigures = z.object({
  rocAuc: z.number(),
  prAuc: z.number(),
  source: z.string(),
  /** On which tracks they were computed. */
  tracks: z.string(),
});

const ModelEvaluation = z.object({
  id: z.string(),
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
  /** Raised when a field changes meaning. */
  version: z.literal(1),
  /** What was evaluated: a run and its source, or a file of scores. */
  subject: z.string(),
  truth: z.object({
    name: z.string(),
    nTracks: count,
    nTags: count,
    /** The list that chose the tracks; null when all were taken. */
    split: z.string().nullable(),
  }),
  mode: z.enum(['lenient', 'strict']),
  decisions: z.object({
    /** Thresholds, or an array that came with the scores. */
    by: z.enum(['thresholds', 'array']),
    /** Where the thresholds come from; null: learnt on the evaluated tracks. */
    from: z.string().nullable(),
    /** How a score has to stand to its threshold. */
    rule: z.enum(['>', '>=']),
  }),
  models: z.array(ModelEvaluation),
  /** Models that could not be evaluated, and why. */
  leftOut: z.array(z.object({ id: z.string(), reason: z.string() })),
});

export type PublishedFigures = Readonly<z.infer<typeof PublishedFigures>>;
export type ModelEvaluation = Readonly<z.infer<typeof ModelEvaluation>>;
export type EvaluationReport = Readonly<z.infer<typeof EvaluationReport>>;
