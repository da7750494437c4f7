import type { ScoreMatrix } from '../agreement/score-matrix.ts';

/** Scores of one model for some tracks. */
export interface Predictions {
  /** Name of the model, of a file of scores, or of a mean of models. */
  readonly name: string;
  /** In the order of the columns. */
  readonly tags: readonly EvaluatedTag[];
  /** Path of every row; null where rows are known by position only. */
  readonly files: readonly string[] | null;
  readonly matrix: ScoreMatrix;
  /** Decisions that came with the scores, [nTracks, nTags]; null where thresholds make them. */
  readonly decisions: Uint8Array | null;
}

export interface EvaluatedTag {
  readonly tag: string;
  readonly category: string;
}
