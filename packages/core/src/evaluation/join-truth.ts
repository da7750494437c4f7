import { EarmarkError } from '../failure/earmark-error.ts';
import type { LabelledScores } from './labelled-scores.ts';
import { type FileMatches, matchFiles } from './match-files.ts';
import type { EvaluatedTag, Predictions } from './predictions.ts';
import type { Truth } from './truth.ts';

export interface RowMatches {
  readonly pairs: readonly RowPair[];
  /** Null when rows were matched by position. */
  readonly byRule: FileMatches['byRule'] | null;
  readonly filesWithoutTruth: readonly string[];
  readonly truthWithoutFile: readonly string[];
}

/**
 * Rows of predictions and truth that belong to the same track: matched by path, or by position when one
 * of the two has no paths.
 *
 * @throws USAGE_INVALID when rows without paths differ in number
 */
export function matchRows({ name, files, matrix }: Predictions, truth: Truth): RowMatches {
  if (files === null || truth.files === null)
    return matchPositions(name, matrix.nTracks, truth.nTracks);
  const trueFiles = truth.files;
  const { pairs, byRule, onlyA, onlyB } = matchFiles(files, trueFiles);
  return {
    pairs: pairs.map(({ a, b }) => ({ predicted: a, true: b })),
    byRule,
    filesWithoutTruth: onlyA.map((index) => files[index]!),
    truthWithoutFile: onlyB.map((index) => trueFiles[index]!),
  };
}

function matchPositions(name: string, nPredicted: number, nTrue: number): RowMatches {
  if (nPredicted !== nTrue) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} has ${nPredicted} rows and the truth ${nTrue}. An array has no paths: its rows must be the rows of the truth, in the same order.`,
    );
  }
  return {
    pairs: Array.from({ length: nTrue }, (_, row) => ({ predicted: row, true: row })),
    byRule: null,
    filesWithoutTruth: [],
    truthWithoutFile: [],
  };
}

/** A row of the predictions and the row of the truth for the same track. */
export interface RowPair {
  readonly predicted: number;
  readonly true: number;
}

/** Truth and predictions side by side: one row per track that has both, one column per tag that both have. */
export interface JoinedTruth {
  readonly labelled: LabelledScores;
  /** In the order of the model. */
  readonly tags: readonly EvaluatedTag[];
  readonly decisions: Uint8Array | null;
  /** Tracks of `rows` that the model did not score. */
  readonly nUnscored: number;
  /** Tags that only one side has. */
  readonly tagsOfModelOnly: readonly string[];
  readonly tagsOfTruthOnly: readonly string[];
}

export function joinTruth(
  { tags, matrix, decisions }: Predictions,
  truth: Truth,
  rows: readonly RowPair[],
): JoinedTruth {
  const scored = rows.filter(({ predicted }) => matrix.scored[predicted] === 1);
  const trueRows = scored.map((row) => row.true);
  const predictedRows = scored.map(({ predicted }) => predicted);
  const trueColumnOf = new Map(truth.tags.map((tag, column) => [tag, column]));
  const columns = [...tags.keys()].filter((i) => trueColumnOf.has(tags[i]!.tag));
  const trueColumns = columns.map((i) => trueColumnOf.get(tags[i]!.tag)!);
  const tagsOfModel = new Set(tags.map(({ tag }) => tag));
  const predicted = { width: tags.length, rows: predictedRows, columns };
  const size = scored.length * columns.length;
  const { values } = matrix;
  return {
    labelled: {
      nTracks: scored.length,
      nTags: columns.length,
      truth: pick(truth.labels, new Uint8Array(size), {
        width: truth.tags.length,
        rows: trueRows,
        columns: trueColumns,
      }),
      scores: pick(
        values,
        values instanceof Float32Array ? new Float32Array(size) : new Float64Array(size),
        predicted,
      ),
    },
    tags: columns.map((i) => tags[i]!),
    decisions: decisions && pick(decisions, new Uint8Array(size), predicted),
    nUnscored: rows.length - scored.length,
    tagsOfModelOnly: tags.map(({ tag }) => tag).filter((tag) => !trueColumnOf.has(tag)),
    tagsOfTruthOnly: truth.tags.filter((tag) => !tagsOfModel.has(tag)),
  };
}

interface Selection {
  /** Number of columns of the table. */
  readonly width: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Some rows and columns of a table, written into `picked`. */
function pick<Numbers extends Uint8Array | Float32Array | Float64Array>(
  table: ArrayLike<number>,
  picked: Numbers,
  { width, rows, columns }: Selection,
): Numbers {
  let i = 0;
  for (const row of rows) {
    for (const column of columns) picked[i++] = table[row * width + column]!;
  }
  return picked;
}
