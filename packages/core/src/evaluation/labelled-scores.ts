import type { Scores } from './ranking.ts';

/** Labels of some tracks and the scores of a model for them, over the same tags. */
export interface LabelledScores {
  readonly nTracks: number;
  readonly nTags: number;
  /** [nTracks, nTags] row-major; 1 where the track has the tag, else 0. */
  readonly truth: Uint8Array;
  /** Of the same shape. */
  readonly scores: Scores;
}

/** Labels, scores and decisions of a tag, of a track, or of all cells at once. */
export interface Column {
  readonly truth: Uint8Array;
  readonly scores: Scores;
  /** Null when nothing was decided. */
  readonly decisions: Uint8Array | null;
}

/** A tag over all tracks, copied out. */
export function tagColumn(
  { nTracks, nTags, truth, scores }: LabelledScores,
  decisions: Uint8Array | null,
  tag: number,
): Column {
  const column = {
    truth: new Uint8Array(nTracks),
    scores: scores instanceof Float32Array ? new Float32Array(nTracks) : new Float64Array(nTracks),
    decisions: decisions && new Uint8Array(nTracks),
  };
  for (let track = 0; track < nTracks; track++) {
    const cell = track * nTags + tag;
    column.truth[track] = truth[cell]!;
    column.scores[track] = scores[cell]!;
    if (decisions && column.decisions) column.decisions[track] = decisions[cell]!;
  }
  return column;
}

/** A track over all tags, as a view. */
export function trackColumn(
  { nTags, truth, scores }: LabelledScores,
  decisions: Uint8Array | null,
  track: number,
): Column {
  const start = track * nTags;
  const end = start + nTags;
  return {
    truth: truth.subarray(start, end),
    scores: scores.subarray(start, end),
    decisions: decisions?.subarray(start, end) ?? null,
  };
}
