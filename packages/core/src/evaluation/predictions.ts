import type { ScoreMatrix } from '../agreement/score-matrix.ts';

/** What one model says of some tracks. */
export interface Predictions {
  readonly id: string;
  /** In the order of the columns. */
  readonly tags: readonly EvaluatedTag[];
  /** Path of every row; null where rows are known by their place only. */
  readonly files: readonly string[] | null;
  readonly matrix: ScoreMatrix;
  /** Decisions that came with the scores, [nTracks, nTags]; null where thresholds make them. */
  readonly decisions: Uint8Array | null;
}

export interface EvaluatedTag {
  readonly tag: string;
  readonly category: string;
}
