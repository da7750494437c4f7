import { z } from 'zod';

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
  /** Of those, how many have no ROC-AUC; a lenient mean leaves them out. */
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

/** How well the scores of one model fit the truth. */
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
