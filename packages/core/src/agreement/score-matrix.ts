/** Scores of one model over the tracks of a run: one row per track, on one block of memory. */
export interface ScoreMatrix {
  readonly nTracks: number;
  readonly nTags: number;
  /** [nTracks, nTags] row-major; a row that was not scored is all zeros. */
  readonly values: Float32Array | Float64Array;
  /** 1 where the model scored the track, else 0. */
  readonly scored: Uint8Array;
}

/** A matrix of `nTracks` rows of which none is scored yet, in single precision. */
export function createScoreMatrix(size: { nTracks: number; nTags: number }): ScoreMatrix {
  return {
    ...size,
    values: new Float32Array(size.nTracks * size.nTags),
    scored: new Uint8Array(size.nTracks),
  };
}

/**
 * The row of a track as a view, for its scores to be written into; from now on the track counts as scored. Throws a
 * RangeError when they are not `nTags` numbers.
 */
export function rowToScore(
  matrix: ScoreMatrix,
  track: number,
  nScores: number,
): Float32Array | Float64Array {
  const { nTracks, nTags, values, scored } = matrix;
  if (nScores !== nTags || track >= nTracks) {
    throw new RangeError(
      `Row ${track} of ${nScores} scores does not fit ${nTracks} tracks x ${nTags} tags`,
    );
  }
  scored[track] = 1;
  return values.subarray(track * nTags, (track + 1) * nTags);
}

/** Stores the scores of a track; throws a RangeError when they are not `nTags` numbers. */
export function setScores(matrix: ScoreMatrix, track: number, scores: ArrayLike<number>): void {
  rowToScore(matrix, track, scores.length).set(scores);
}

/** Scores of a track as a view, or null where the model has none. */
export function scoresOf(matrix: ScoreMatrix, track: number): Float32Array | Float64Array | null {
  if (matrix.scored[track] !== 1) return null;
  return matrix.values.subarray(track * matrix.nTags, (track + 1) * matrix.nTags);
}

/** Number of tracks the model scored. */
export function countScored(matrix: ScoreMatrix): number {
  return matrix.scored.reduce((count, scored) => count + scored, 0);
}
