import type { LabelledScores } from './labelled-scores.ts';
import type { EvaluatedTag, Predictions } from './predictions.ts';
import type { Truth } from './truth.ts';

/** A row of the predictions and the row of the truth about the same track. */
export interface RowPair {
  readonly predicted: number;
  readonly true: number;
}

/** Truth and predictions side by side, a row per track that has both and a column per tag that both know. */
export interface JoinedTruth {
  readonly labelled: LabelledScores;
  /** In the order of the model. */
  readonly tags: readonly EvaluatedTag[];
  readonly decisions: Uint8Array | null;
  /** Tracks of `rows` that the model did not score. */
  readonly nUnscored: number;
  /** Tags that only one side knows. */
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
  const known = new Set(tags.map(({ tag }) => tag));
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
    tagsOfTruthOnly: truth.tags.filter((tag) => !known.has(tag)),
  };
}

interface Selection {
  /** Columns of the table that is picked from. */
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
