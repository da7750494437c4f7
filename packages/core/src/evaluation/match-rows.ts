import { EarmarkError } from '../failure/earmark-error.ts';
import type { RowPair } from './join-truth.ts';
import { type FileMatches, matchFiles } from './match-files.ts';
import type { Predictions } from './predictions.ts';
import type { Truth } from './truth.ts';

export interface RowMatches {
  readonly pairs: readonly RowPair[];
  /** Null when rows were matched by their place. */
  readonly byRule: FileMatches['byRule'] | null;
  readonly filesWithoutTruth: readonly string[];
  readonly truthWithoutFile: readonly string[];
}

/**
 * Rows of predictions and truth that are about the same track: by path, or by their place when one of
 * the two has no paths.
 *
 * @throws USAGE_INVALID when rows without paths are not as many
 */
export function matchRows({ id, files, matrix }: Predictions, truth: Truth): RowMatches {
  if (files === null || truth.files === null) return matchPlaces(id, matrix.nTracks, truth.nTracks);
  const trueFiles = truth.files;
  const { pairs, byRule, onlyA, onlyB } = matchFiles(files, trueFiles);
  return {
    pairs: pairs.map(({ a, b }) => ({ predicted: a, true: b })),
    byRule,
    filesWithoutTruth: onlyA.map((place) => files[place]!),
    truthWithoutFile: onlyB.map((place) => trueFiles[place]!),
  };
}

function matchPlaces(id: string, nPredicted: number, nTrue: number): RowMatches {
  if (nPredicted !== nTrue) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${id} has ${nPredicted} rows and the truth ${nTrue}. An array has no paths: its rows must be the rows of the truth, in the same order.`,
    );
  }
  return {
    pairs: Array.from({ length: nTrue }, (_, row) => ({ predicted: row, true: row })),
    byRule: null,
    filesWithoutTruth: [],
    truthWithoutFile: [],
  };
}
